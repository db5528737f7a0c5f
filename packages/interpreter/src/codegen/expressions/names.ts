/**
 * How the source names the value of an expression, for error messages (DESIGN 2.5).
 */
import type { Expression } from "../../parser/ast.js";
import { NameKind } from "../../value/chunk-info.js";
import type { OperandName } from "../chunk-generator.js";
import type { FunctionGenerator } from "../function-generator.js";

/** Gives the name of an expression's value, or null. */
export function nameOf(g: FunctionGenerator, node: Expression): OperandName | null {
  switch (node.type) {
    case "Identifier": {
      const variable = g.chunk.scope.variableOf.get(node);
      if (variable === undefined) return { kind: NameKind.Global, name: node.name };
      const kind = variable.owner === g.fn ? NameKind.Local : NameKind.Upvalue;
      return { kind, name: node.name };
    }
    case "MemberExpression":
      return { kind: NameKind.Field, name: node.identifier.name };
    case "IndexExpression":
      return {
        kind: NameKind.Field,
        name: node.index.type === "StringLiteral" ? node.index.value : "?",
      };
    case "MethodCallExpression":
      return { kind: NameKind.Method, name: node.method.name };
    default:
      return null;
  }
}
