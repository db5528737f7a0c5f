/**
 * Which lines hooks are told of inside a statement: those of PUC's instructions for its parts. A constant, a
 * variable or an index gets its instruction only when what comes after it has been read, so its line is that
 * of the operator, the comma or the parenthesis there.
 */
import type { BinaryExpression, Expression } from "../parser/ast.js";
import type { FunctionGenerator } from "./function-generator.js";
import type { Operand } from "./operand.js";
import { traceLine } from "./trace-points.js";

/** The line on which an expression ends; parentheses around it are not known. */
export function lastLineOf(node: Expression): number {
  for (let inner = node; ;) {
    switch (inner.type) {
      case "FunctionExpression":
      case "TableConstructor":
      case "CallExpression":
      case "MethodCallExpression":
        return inner.lastLine;
      case "MemberExpression":
        return inner.identifier.line;
      case "IndexExpression":
        inner = inner.index;
        break;
      case "UnaryExpression":
        inner = inner.argument;
        break;
      case "BinaryExpression":
      case "LogicalExpression":
        inner = inner.right;
        break;
      default:
        return inner.line;
    }
  }
}

/**
 * Compiles an expression whose value PUC puts into a register, and traces that.
 * @param line - on which line it does so, unless the expression has instructions of its own; by default where
 *   it ends
 */
export function tracedValue(g: FunctionGenerator, node: Expression, line?: number): Operand {
  const { tracer } = g;
  if (tracer === null) return g.expression(node);
  switch (node.type) {
    case "Identifier":
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
    case "NilLiteral":
      traceLine(g, line ?? lastLineOf(node));
      break;
    case "VarargLiteral":
    case "FunctionExpression":
      traceLine(g, lastLineOf(node));
      break;
    case "MemberExpression":
    case "IndexExpression":
      tracer.indexLine = line ?? lastLineOf(node);
      break;
    default:
  }
  return g.expression(node);
}

/** Traces what is done with the value of an expression where that ends. */
export function traceEndOf(g: FunctionGenerator, node: Expression): void {
  if (g.tracer !== null) traceLine(g, lastLineOf(node));
}

/** As {@link tracedValue}, for an operand, for which constants and locals need no instruction. */
export function tracedOperand(g: FunctionGenerator, node: Expression, line?: number): Operand {
  return g.tracer === null || needsNone(g, node) ? g.expression(node) : tracedValue(g, node, line);
}

function needsNone(g: FunctionGenerator, node: Expression): boolean {
  switch (node.type) {
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
    case "NilLiteral":
      return true;
    case "Identifier":
      return g.chunk.scope.variableOf.get(node)?.owner === g.fn;
    default:
      return false;
  }
}

/**
 * The line of the first instruction for an expression.
 * @param line - as for {@link tracedValue}
 */
export function firstTracedLine(
  g: FunctionGenerator,
  node: Expression,
  line = lastLineOf(node),
): number {
  let inner = node;
  let innerLine = line;
  for (;;) {
    const next = firstPart(g, inner, innerLine);
    if (typeof next === "number") return next;
    [inner, innerLine] = next;
  }
}

/** The part of an expression that has the first instruction, with its line as for values; or the line itself. */
function firstPart(
  g: FunctionGenerator,
  node: Expression,
  line: number,
): readonly [Expression, number] | number {
  switch (node.type) {
    case "FunctionExpression":
      return node.lastLine;
    case "TableConstructor":
    case "VarargLiteral":
      return node.line;
    case "CallExpression":
      return [node.base, lastLineOf(node.base)];
    case "MethodCallExpression":
      return needsNone(g, node.base) ? node.method.line : [node.base, lastLineOf(node.base)];
    case "MemberExpression":
    case "IndexExpression":
      return needsNone(g, node.base) ? line : [node.base, lastLineOf(node.base)];
    case "UnaryExpression":
      return needsNone(g, node.argument) ? node.line : [node.argument, lastLineOf(node.argument)];
    case "LogicalExpression":
      return [node.left, node.line];
    case "BinaryExpression":
      if (node.operator === ".." || !needsNone(g, node.left)) return [node.left, node.line];
      return needsNone(g, node.right) ? operatorLine(node) : [node.right, lastLineOf(node.right)];
    default:
      return line;
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "~=", "<", "<=", ">", ">="]);

/** Traces the instruction of a binary operator, whose operands have been compiled. */
export function traceOperator(g: FunctionGenerator, node: BinaryExpression): void {
  if (g.tracer === null) return;
  const { left, right } = node;
  if (left.type === "NumericLiteral" && right.type === "NumericLiteral") return;
  traceLine(g, operatorLine(node));
}

function operatorLine(node: BinaryExpression): number {
  return COMPARISONS.has(node.operator) ? lastLineOf(node.right) : node.line;
}

/**
 * Traces the test of a value for `and` or `or`; a comparison is one itself.
 * @param line - that of the operator
 */
export function traceTest(g: FunctionGenerator, node: Expression, line: number): void {
  if (node.type === "BinaryExpression" && COMPARISONS.has(node.operator)) return;
  traceLine(g, line);
}

/** What comes next may have been come to on several ways, from several lines. */
export function traceMeeting(g: FunctionGenerator): void {
  if (g.tracer !== null) g.tracer.line = -1;
}
