/**
 * Where hooks are called in traced code (Lua 5.2 manual §6.10, `debug.sethook`): at the beginning of
 * each statement. Its line is that of the first of PUC's instructions for it, and it counts for about
 * as many instructions as PUC has for it.
 */
import type { AssignmentStatement, Expression, Statement } from "../parser/ast.js";
import type { FunctionGenerator } from "./function-generator.js";
import { trace } from "./trace-points.js";
import { firstTracedLine } from "./trace-values.js";

/** Emits what hooks see of a statement before it runs. */
export function traceStatement(g: FunctionGenerator, node: Statement): void {
  switch (node.type) {
    // PUC has a jump's instruction on the line of what comes before it.
    case "BreakStatement":
    case "GotoStatement":
    case "LabelStatement":
      return;
    // What these consist of is traced by itself.
    case "DoStatement":
    case "WhileStatement":
    case "RepeatStatement":
      return;
    case "LocalStatement":
      trace(g, firstLineOf(g, node.init, node.line), costOf(node.init) + 1);
      return;
    case "AssignmentStatement":
      trace(g, firstLineOfAssignment(g, node), costOf(node.init) + node.variables.length);
      return;
    case "CallStatement":
      trace(g, firstTracedLine(g, node.expression), cost(node.expression));
      return;
    case "LocalFunctionStatement":
      trace(g, node.function.lastLine, 1);
      return;
    case "FunctionStatement":
      trace(g, node.function.lastLine, 1);
      trace(g, node.line, 1);
      return;
    case "ReturnStatement":
      trace(g, firstLineOf(g, node.arguments, node.line), costOf(node.arguments) + 1);
      return;
    case "IfStatement":
      if (node.clauses[0]?.type === "IfClause") traceCondition(g, node.clauses[0].condition);
      return;
    case "ForNumericStatement":
      trace(g, firstTracedLine(g, node.start), costOf([node.start, node.end]) + 2);
      return;
    case "ForGenericStatement":
      trace(g, firstLineOf(g, node.iterators, node.line), costOf(node.iterators) + 2);
      return;
  }
}

/** Emits what hooks see of a test. PUC has no instruction for one of a constant that is true. */
export function traceCondition(g: FunctionGenerator, node: Expression): void {
  const isTrue =
    node.type === "BooleanLiteral"
      ? node.value
      : node.type === "NumericLiteral" || node.type === "StringLiteral";
  if (!isTrue) trace(g, firstTracedLine(g, node), cost(node) + 1);
}

/** A variable that is not a field of anything is assigned after its value is there. */
function firstLineOfAssignment(g: FunctionGenerator, node: AssignmentStatement): number {
  const [target] = node.variables;
  const isPlace = target !== undefined && target.type !== "Identifier";
  if (isPlace && !isLocal(g, target.base)) return firstTracedLine(g, target.base);
  return firstLineOf(g, node.init, node.line);
}

function isLocal(g: FunctionGenerator, node: Expression): boolean {
  if (node.type !== "Identifier") return false;
  return g.chunk.scope.variableOf.get(node)?.owner === g.fn;
}

function firstLineOf(
  g: FunctionGenerator,
  nodes: readonly Expression[],
  otherwise: number,
): number {
  return nodes[0] === undefined ? otherwise : firstTracedLine(g, nodes[0]);
}

/** About how many of PUC's instructions an expression takes. */
function cost(node: Expression): number {
  let count = 0;
  for (let inner = node; ;) {
    count++;
    switch (inner.type) {
      case "CallExpression":
      case "MethodCallExpression":
        count += costOf(inner.arguments);
        inner = inner.base;
        break;
      case "MemberExpression":
        inner = inner.base;
        break;
      case "IndexExpression":
        count += operandCost(inner.index);
        inner = inner.base;
        break;
      case "BinaryExpression":
      case "LogicalExpression":
        count += operandCost(inner.right);
        inner = inner.left;
        break;
      case "UnaryExpression":
        inner = inner.argument;
        break;
      case "TableConstructor":
        return count + inner.fields.length;
      default:
        return count;
    }
  }
}

/** Locals and constants are operands of an instruction and have none of their own. */
function operandCost(node: Expression): number {
  return node.type === "Identifier" || node.type === "NumericLiteral" ? 0 : cost(node);
}

function costOf(nodes: readonly Expression[]): number {
  return nodes.reduce((sum, node) => sum + cost(node), 0);
}
