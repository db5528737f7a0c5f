/**
 * Compiling several expressions whose values are needed together, in Lua's order of evaluation:
 * a value that later expressions could change is put aside before they run.
 */
import { isNumeric } from "../../analysis/infer-numbers.js";
import type { Expression } from "../../parser/ast.js";
import type { FunctionGenerator } from "../function-generator.js";
import { type Operand, Stability } from "../operand.js";
import { tracedValue } from "../trace-values.js";

/**
 * When PUC Lua reads a variable that is an operand: as it comes by ("early"); a local as the operator
 * runs ("late"), which goes for most operators; an upvalue too ("last"), which goes for what is indexed.
 */
export type ReadTime = "early" | "late" | "last";

/** The least stable operand that need not be put aside. */
const KEPT: Readonly<Record<ReadTime, Stability>> = {
  early: Stability.Stable,
  late: Stability.OwnCell,
  last: Stability.Unstable,
};

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
  return operand.stability > KEPT[readTime] && lastEmitting(g, later) >= 0
    ? g.toTemporary(operand)
    : operand;
}

/** The index of the last expression that may emit statements, or -1. */
function lastEmitting(g: FunctionGenerator, nodes: readonly Expression[]): number {
  let index = nodes.length - 1;
  while (index >= 0 && !mayEmit(g, nodes[index]!)) index--;
  return index;
}

/** Puts the values of a list aside, as {@link keep} does, in a time that grows with the list alone. */
export class OperandKeeper {
  readonly #g: FunctionGenerator;
  readonly #nodes: readonly Expression[];
  readonly #readTime: ReadTime;
  /** Found out when it is first asked for. */
  #lastEmitting = -2;

  constructor(g: FunctionGenerator, nodes: readonly Expression[], readTime: ReadTime) {
    this.#g = g;
    this.#nodes = nodes;
    this.#readTime = readTime;
  }

  /** Puts the value of the expression at an index aside if those after it could change it. */
  keep(operand: Operand, index: number): Operand {
    if (operand.stability <= KEPT[this.#readTime]) return operand;
    if (this.#lastEmitting === -2) this.#lastEmitting = lastEmitting(this.#g, this.#nodes);
    return index < this.#lastEmitting ? this.#g.toTemporary(operand) : operand;
  }
}

/**
 * Compiles expressions to one value each, in order.
 * @param lastLine - on which line hooks are told of the last value, if not where it ends
 */
export function operandList(
  g: FunctionGenerator,
  nodes: readonly Expression[],
  readTime: ReadTime = "early",
  lastLine?: number,
): Operand[] {
  const keeper = new OperandKeeper(g, nodes, readTime);
  const lastIndex = nodes.length - 1;
  return nodes.map((node, i) =>
    keeper.keep(tracedValue(g, node, i === lastIndex ? lastLine : undefined), i),
  );
}
