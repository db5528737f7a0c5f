/**
 * The blocks inside a statement, for analyses that walk statements and need no expressions.
 */
import type { Statement } from "../parser/ast.js";

const NONE: readonly (readonly Statement[])[] = [];

/** Gives the blocks of a statement, in their order; those of functions in it are not its own. */
export function innerBlocks(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.type) {
    case "IfStatement":
      return statement.clauses.map(({ body }) => body);
    case "DoStatement":
    case "WhileStatement":
    case "RepeatStatement":
    case "ForNumericStatement":
    case "ForGenericStatement":
      return [statement.body];
    default:
      return NONE;
  }
}
