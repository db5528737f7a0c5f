/**
 * Counting how often statements run, for reports of which lines of a program were reached. The generated
 * code counts in `ChunkInfo.counts`; code that nobody counts has nothing of it.
 */
import type { Expression, Statement } from "../parser/ast.js";

/** How often the statements of a chunk have run so far. */
export interface StatementCounts {
  /** The chunk's name: `=name`, `@file`, or the source itself. */
  readonly chunkName: string;
  /** The line of each statement; several may stand on one, and in any order. */
  readonly lines: readonly number[];
  /** How often each has run: grows while the chunk runs. */
  readonly counts: readonly number[];
}

/** Numbers the statements of a chunk, in whatever form and however often they are generated. */
export class StatementCounter {
  /** See {@link StatementCounts}. */
  readonly lines: number[] = [];
  /** See {@link StatementCounts}. */
  readonly counts: number[];
  readonly #numbers = new Map<Statement, number>();

  /**
   * Makes one with no statements.
   * @param counts - where the generated code counts
   */
  constructor(counts: number[]) {
    this.counts = counts;
  }

  /** Gives the number of a statement; undefined for one that does nothing itself. */
  numberOf(node: Statement): number | undefined {
    if (node.type === "DoStatement" || node.type === "RepeatStatement") return undefined;
    if (node.type === "LabelStatement") return undefined;
    let number = this.#numbers.get(node);
    if (number === undefined) {
      number = this.lines.push(lineOf(node)) - 1;
      this.counts[number] = 0;
      this.#numbers.set(node, number);
    }
    return number;
  }
}

/** Source maps know the line of a condition, and seldom that of the word before it. */
function lineOf(node: Statement): number {
  if (node.type === "WhileStatement") return firstLine(node.condition);
  const [clause] = node.type === "IfStatement" ? node.clauses : [];
  return clause?.type === "IfClause" ? firstLine(clause.condition) : node.line;
}

/** The line on which what is computed first of an expression stands; a function is made at its end. */
function firstLine(node: Expression): number {
  for (let inner = node; ;) {
    switch (inner.type) {
      case "FunctionExpression":
        return inner.lastLine;
      case "CallExpression":
      case "MethodCallExpression":
      case "MemberExpression":
      case "IndexExpression":
        inner = inner.base;
        break;
      case "BinaryExpression":
      case "LogicalExpression":
        inner = inner.left;
        break;
      case "UnaryExpression":
        inner = inner.argument;
        break;
      default:
        return inner.line;
    }
  }
}
