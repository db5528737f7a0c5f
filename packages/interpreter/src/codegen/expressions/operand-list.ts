/**
 * Compiling several expressions whose values are needed together, in Lua's order of evaluation:
 * a value that later expressions could change is put aside before they run.
 */
import { isNumeric } from "../../analysis/infer-numbers.js";
import type { Expression } from "../../parser/ast.js";
import type { FunctionGenerator } from "../function-generator.js";
import { type Operand, Stability } from "../operand.js";

/** When PUC Lua reads a local that is an operand: as the operator runs, or as it comes by. */
export type ReadTime = "late" | "early";

/** Says whether compiling an expression may emit statements, which could change other values. */
export function mayEmit(g: FunctionGenerator, node: Expression): boolean {
  switch (node.type) {
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
    case "NilLiteral":
    case "VarargLiteral":
    case "FunctionExpression":
      return false;
    case "Identifier":
      return !g.chunk.scope.variableOf.has(node);
    case "UnaryExpression":
      if (node.operator === "not") return mayEmit(g, node.argument);
      return !isNumeric(node, g.chunk.scope);
    case "BinaryExpression":
      return !isNumeric(node, g.chunk.scope);
    default:
      return true;
  }
}

/** Puts a value aside if expressions that come after it could change it. */
export function keep(
  g: FunctionGenerator,
  operand: Operand,
  later: readonly Expression[],
  readTime: ReadTime,
): Operand {
  const worst = readTime === "late" ? Stability.OwnCell : Stability.Stable;
  if (operand.stability <= worst || !later.some((node) => mayEmit(g, node))) return operand;
  return g.toTemporary(operand);
}

/** Compiles expressions to one value each, in order. */
export function operandList(
  g: FunctionGenerator,
  nodes: readonly Expression[],
  readTime: ReadTime = "early",
): Operand[] {
  return nodes.map((node, i) => keep(g, g.expression(node), nodes.slice(i + 1), readTime));
}
