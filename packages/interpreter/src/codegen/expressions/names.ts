/**
 * How the source names the value of an expression, for error messages (DESIGN 2.5).
 */
import type { Variable } from "../../analysis/scope.js";
import type { Expression, Identifier } from "../../parser/ast.js";
import { NameKind } from "../../value/chunk-info.js";
import type { OperandName } from "../chunk-generator.js";
import type { FunctionGenerator } from "../function-generator.js";

function variableName(g: FunctionGenerator, variable: Variable): OperandName {
  const kind = variable.owner === g.fn ? NameKind.Local : NameKind.Upvalue;
  return { kind, name: variable.name };
}

/** Gives the name of the table that a global is looked up in. */
export function environmentName(g: FunctionGenerator, node: Identifier): OperandName {
  const variable = g.chunk.scope.environmentOf.get(node);
  return variable === undefined
    ? { kind: NameKind.Upvalue, name: "_ENV" }
    : variableName(g, variable);
}

/** Fields of what is called `_ENV` are globals. */
function fieldKind(base: Expression): NameKind {
  return base.type === "Identifier" && base.name === "_ENV" ? NameKind.Global : NameKind.Field;
}

/** Gives the name of an expression's value, or null. */
export function nameOf(g: FunctionGenerator, node: Expression): OperandName | null {
  switch (node.type) {
    case "Identifier": {
      const variable = g.chunk.scope.variableOf.get(node);
      if (variable !== undefined) return variableName(g, variable);
      if (node.name === "_ENV") return environmentName(g, node);
      return { kind: NameKind.Global, name: node.name };
    }
    case "MemberExpression":
      return { kind: fieldKind(node.base), name: node.identifier.name };
    case "IndexExpression":
      return {
        kind: fieldKind(node.base),
        name: node.index.type === "StringLiteral" ? node.index.value : "?",
      };
    default:
      return null;
  }
}
