/**
 * `and`, `or`, and expressions as conditions (Lua 5.2 manual §3.4.4).
 */
import type { Expression, LogicalExpression } from "../../parser/ast.js";
import type { FunctionGenerator } from "../function-generator.js";
import { computed, type Operand, truthCode } from "../operand.js";
import { mayEmit } from "./operand-list.js";

/** `a and b`, `a or b` as values. */
export function logicalExpression(g: FunctionGenerator, node: LogicalExpression): Operand {
  const left = g.expression(node.left);
  const target = g.newTemporary();
  g.out.add(`${target.code}=${left.code};`);
  g.release(left);
  const truth = truthCode({ ...target, type: left.type });
  g.ifBlock(node.operator === "and" ? truth : `!${truth}`, () => {
    const right = g.expression(node.right);
    g.out.add(`${target.code}=${right.code};`);
    g.release(right);
  });
  return target;
}

/**
 * Compiles an expression to a JavaScript boolean.
 * @returns text that is true or false, of type "boolean"
 */
export function condition(g: FunctionGenerator, node: Expression): Operand {
  if (node.type === "LogicalExpression") return logicalCondition(g, node);
  const operand = g.expression(node);
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
  const left = condition(g, node.left);
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
  return combined(g, node, left, () => condition(g, node.right));
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
  g.ifBlock(node.operator === "and" ? target.code : `!${target.code}`, () => {
    const value = right();
    g.out.add(`${target.code}=${value.code};`);
    g.release(value);
  });
  return target;
}
