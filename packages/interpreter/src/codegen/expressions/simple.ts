/**
 * Constants, names and `...` (Lua 5.2 manual §3.4, §3.2).
 */
import type { Identifier, NumericLiteral, VarargLiteral } from "../../parser/ast.js";
import type { FunctionGenerator } from "../function-generator.js";
import { computed, constant, type Operand } from "../operand.js";
import { readGlobal } from "./indexing.js";
import { environmentName } from "./names.js";

/** The text of a number: JavaScript's shortest form reads back as the same double. */
export function numberCode(value: number): string {
  return value < 0 || Object.is(value, -0)
    ? `(${Object.is(value, -0) ? "-0" : value})`
    : `${value}`;
}

/** A number constant. */
export function numericLiteral(_g: FunctionGenerator, node: NumericLiteral): Operand {
  return constant(numberCode(node.value), "number");
}

/** A variable or a global. */
export function identifier(g: FunctionGenerator, node: Identifier): Operand {
  const variable = g.chunk.scope.variableOf.get(node);
  if (variable !== undefined) return g.variable(variable);
  if (node.name === "_ENV") return environment(g, node);
  return readGlobal(g, environment(g, node), node.name, node.line, environmentName(g, node));
}

/** The table that a global's name is looked up in. */
export function environment(g: FunctionGenerator, node: Identifier): Operand {
  const variable = g.chunk.scope.environmentOf.get(node);
  if (variable !== undefined) return g.variable(variable);
  // Upvalue `_ENV`: nothing but the runtime and explicit assignments change it.
  return computed(`${g.environment}.v`, "unknown");
}

/** `...` cut to one value. */
export function varargLiteral(_g: FunctionGenerator, _node: VarargLiteral): Operand {
  return computed("va[0]", "unknown");
}
