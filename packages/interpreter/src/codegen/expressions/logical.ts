/**
 * `and`, `or`, and expressions as conditions (Lua 5.2 manual §3.4.4).
 */
import type { Expression, LogicalExpression } from "../../parser/ast.js";
import { ifBlock } from "../enterable-blocks.js";
import type { FunctionGenerator } from "../function-generator.js";
import { computed, type Operand, truthCode } from "../operand.js";
import { tracedOperand, tracedValue, traceMeeting, traceTest } from "../trace-values.js";
import { mayEmit } from "./operand-list.js";

/** `a and b`, `a or b` as values. */
export function logicalExpression(g: FunctionGenerator, node: LogicalExpression): Operand {
  const links = linksOf(node);
  const innermost = links.at(-1)!;
  let value = tracedOperand(g, innermost.left, innermost.line);
  traceTest(g, innermost.left, innermost.line);
  for (let i = links.length - 1; i >= 0; i--) {
    value = linkValue(g, links[i]!, value, links[i - 1]?.line);
  }
  return value;
}

/** An expression, its left side, the left side of that, and so on: such chains may be very long. */
function linksOf(node: LogicalExpression): LogicalExpression[] {
  const links: LogicalExpression[] = [];
  for (let link: Expression = node; link.type === "LogicalExpression"; link = link.left) {
    links.push(link);
  }
  return links;
}

/**
 * The value of one `and` or `or`.
 * @param testLine - the line of the next such operator, which tests what this one gives
 */
function linkValue(
  g: FunctionGenerator,
  node: LogicalExpression,
  left: Operand,
  testLine: number | undefined,
): Operand {
  const target = g.newTemporary();
  g.out.add(`${target.code}=${left.code};`);
  g.release(left);
  const truth = truthCode({ ...target, type: left.type });
  ifBlock(g, node.operator === "and" ? truth : `!${truth}`, () => {
    const right = tracedValue(g, node.right, testLine);
    if (testLine !== undefined) traceTest(g, node.right, testLine);
    g.out.add(`${target.code}=${right.code};`);
    g.release(right);
  });
  traceMeeting(g);
  return target;
}

/**
 * Compiles an expression to a JavaScript boolean.
 * @param line - where hooks are told of it, if not where it ends; see `tracedValue`
 * @returns text that is true or false, of type "boolean"
 */
export function condition(g: FunctionGenerator, node: Expression, line?: number): Operand {
  if (node.type === "LogicalExpression") return logicalCondition(g, node);
  const operand = tracedOperand(g, node, line);
  if (operand.type === "boolean") return operand;
  if (operand.type !== "unknown") {
    g.release(operand);
    return { ...operand, code: truthCode(operand), type: "boolean", isSimple: true, temporary: -1 };
  }
  const value = g.simple(operand);
  // The temporary, if any, stays taken for as long as the text is used.
  return { ...value, code: truthCode(value), type: "boolean", isSimple: false };
}

function logicalCondition(g: FunctionGenerator, node: LogicalExpression): Operand {
  const links = linksOf(node);
  const innermost = links.at(-1)!;
  let test = condition(g, innermost.left, innermost.line);
  traceTest(g, innermost.left, innermost.line);
  for (let i = links.length - 1; i >= 0; i--) {
    test = linkCondition(g, links[i]!, test, links[i - 1]?.line);
  }
  return test;
}

/** Text longer than this goes into a temporary, so that V8's parser is not nested too deeply. */
const CODE_LENGTH_MAX = 400;

function linkCondition(
  g: FunctionGenerator,
  node: LogicalExpression,
  test: Operand,
  testLine: number | undefined,
): Operand {
  const left = test.code.length > CODE_LENGTH_MAX ? g.toTemporary(test) : test;
  if (!mayEmit(g, node.right)) {
    const right = condition(g, node.right);
    if (right.temporary < 0) {
      const operator = node.operator === "and" ? "&&" : "||";
      return {
        ...computed(`(${left.code}${operator}${right.code})`, "boolean", left, right),
        temporary: left.temporary,
      };
    }
    return combined(g, node, left, () => right);
  }
  return combined(g, node, left, () => {
    const right = condition(g, node.right, testLine);
    if (testLine !== undefined) traceTest(g, node.right, testLine);
    return right;
  });
}

function combined(
  g: FunctionGenerator,
  node: LogicalExpression,
  left: Operand,
  right: () => Operand,
): Operand {
  const target = g.newTemporary("boolean");
  g.out.add(`${target.code}=${left.code};`);
  g.release(left);
  ifBlock(g, node.operator === "and" ? target.code : `!${target.code}`, () => {
    const value = right();
    g.out.add(`${target.code}=${value.code};`);
    g.release(value);
  });
  traceMeeting(g);
  return target;
}
