/**
 * Unary and binary operators other than `and` and `or` (Lua 5.2 manual §3.4.1 to §3.4.6).
 *
 * Text for numbers and strings is emitted in place; anything else goes to the runtime, which looks
 * for metamethods.
 */
import type { BinaryExpression, Expression, UnaryExpression } from "../../parser/ast.js";
import type { FunctionGenerator } from "../function-generator.js";
import { computed, constant, type Operand, type ValueType } from "../operand.js";
import { tracedOperand, tracedValue, traceOperator } from "../trace-values.js";
import { condition } from "./logical.js";
import { nameOf } from "./names.js";
import { keep, OperandKeeper } from "./operand-list.js";
import { numberCode } from "./simple.js";

type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "^";

/** What computes each operator for any operands, and the text that computes it for numbers. */
const ARITHMETIC: Readonly<
  Record<ArithmeticOperator, readonly [helper: string, compute: (a: string, b: string) => string]>
> = {
  "+": ["add", (a, b) => `${a}+${b}`],
  "-": ["sub", (a, b) => `${a}-${b}`],
  "*": ["mul", (a, b) => `${a}*${b}`],
  "/": ["div", (a, b) => `${a}/${b}`],
  "%": ["modAny", (a, b) => `mod(${a},${b})`],
  "^": ["powAny", (a, b) => `pow(${a},${b})`],
};

/** Text longer than this goes into a temporary, so that V8's parser is not nested too deeply. */
const CODE_LENGTH_MAX = 400;

function shorten(g: FunctionGenerator, operand: Operand): Operand {
  return operand.code.length > CODE_LENGTH_MAX ? g.toTemporary(operand) : operand;
}

/**
 * The value of text that has no side effect. What holds temporaries is put into one, so that they
 * can be used again.
 */
function pure(
  g: FunctionGenerator,
  code: string,
  type: ValueType,
  ...parts: readonly Operand[]
): Operand {
  const result = computed(code, type, ...parts);
  if (parts.every(({ temporary }) => temporary < 0)) return result;
  const target = g.newTemporary(type);
  g.out.add(`${target.code}=${result.code};`);
  g.release(...parts);
  return target;
}

/** `typeof x==="number"` for each operand that may be something else. */
function numberTest(...operands: readonly Operand[]): string {
  const tests = operands
    .filter(({ type }) => type !== "number")
    .map(({ code }) => `typeof ${code}==="number"`);
  return tests.join("&&");
}

/** A binary operator. Chains to the left may be very long, so they are walked in a loop. */
export function binaryExpression(g: FunctionGenerator, node: BinaryExpression): Operand {
  if (node.operator === "..") return concatenation(g, node);
  const chain: BinaryExpression[] = [];
  let innermost: Expression = node;
  while (innermost.type === "BinaryExpression" && innermost.operator !== "..") {
    chain.push(innermost);
    innermost = innermost.left;
  }
  let left = tracedOperand(g, innermost, chain.at(-1)!.line);
  for (let i = chain.length - 1; i >= 0; i--) {
    const link = chain[i]!;
    left = keep(g, shorten(g, left), [link.right], "late");
    const right = shorten(g, tracedOperand(g, link.right));
    traceOperator(g, link);
    g.out.mark(link.line);
    left = combine(g, link, left, right);
  }
  return left;
}

function combine(g: FunctionGenerator, node: BinaryExpression, a: Operand, b: Operand): Operand {
  switch (node.operator) {
    case "==":
      return equality(g, node, a, b, false);
    case "~=":
      return equality(g, node, a, b, true);
    case "<":
      return order(g, node, a, b, "<", "lt");
    case "<=":
      return order(g, node, a, b, "<=", "le");
    // `a > b` is `b < a`, also for metamethods and error texts.
    case ">":
      return order(g, node, b, a, "<", "lt");
    case ">=":
      return order(g, node, b, a, "<=", "le");
    default:
      return arithmetic(g, node, node.operator as ArithmeticOperator, a, b);
  }
}

function arithmetic(
  g: FunctionGenerator,
  node: BinaryExpression,
  operator: ArithmeticOperator,
  a: Operand,
  b: Operand,
): Operand {
  const [helper, compute] = ARITHMETIC[operator];
  if (a.type === "number" && b.type === "number") {
    return pure(g, `(${compute(a.code, b.code)})`, "number", a, b);
  }
  const x = g.simple(a);
  const y = g.simple(b);
  const target = g.newTemporary();
  const t = target.code;
  const site = g.site(node.line, nameOf(g, node.left), nameOf(g, node.right));
  g.suspendable(
    node.line,
    (suspend) =>
      `if(${numberTest(x, y)})${t}=${compute(x.code, y.code)};` +
      `else if((${t}=${helper}(${x.code},${y.code},${site}))===S)${suspend}`,
    `${t}=first(v);`,
    [target, x, y],
  );
  g.release(x, y);
  return target;
}

function order(
  g: FunctionGenerator,
  node: BinaryExpression,
  a: Operand,
  b: Operand,
  operator: "<" | "<=",
  helper: "lt" | "le",
): Operand {
  if (a.type === "number" && b.type === "number") {
    return pure(g, `(${a.code}${operator}${b.code})`, "boolean", a, b);
  }
  const x = g.simple(a);
  const y = g.simple(b);
  const target = g.newTemporary("boolean");
  const t = target.code;
  const site = g.site(node.line);
  g.suspendable(
    node.line,
    (suspend) =>
      `if(${numberTest(x, y)})${t}=${x.code}${operator}${y.code};` +
      `else if((${t}=${helper}(${x.code},${y.code},${site}))===S)${suspend}`,
    `${t}=truth(v);`,
    [target, x, y],
  );
  g.release(x, y);
  return target;
}

/** Types whose values are only equal to themselves. */
const PLAIN_TYPES: ReadonlySet<ValueType> = new Set([
  "nil",
  "boolean",
  "number",
  "string",
  "function",
]);

function equality(
  g: FunctionGenerator,
  node: BinaryExpression,
  a: Operand,
  b: Operand,
  negated: boolean,
): Operand {
  if (PLAIN_TYPES.has(a.type) || PLAIN_TYPES.has(b.type)) {
    return pure(g, `(${a.code}${negated ? "!==" : "==="}${b.code})`, "boolean", a, b);
  }
  const x = g.simple(a);
  const y = g.simple(b);
  const target = g.newTemporary("boolean");
  const t = target.code;
  g.suspendable(
    node.line,
    (suspend) =>
      `if(!(${t}=${x.code}===${y.code})&&typeof ${x.code}==="object"&&typeof ${y.code}==="object"` +
      `&&(${t}=eq(${x.code},${y.code}))===S)${suspend}` +
      `if(typeof ${x.code}==="string"&&${x.code}.length>${g.longText})compared(${x.code}.length);`,
    `${t}=truth(v);`,
    [target, x, y],
  );
  g.release(x, y);
  if (!negated) return target;
  g.out.add(`${t}=!${t};`);
  return target;
}

/**
 * `a .. b .. c`: all operands are evaluated, then joined from the right. Parentheses on the right,
 * as in `a .. (b .. c)`, change nothing.
 */
function concatenation(g: FunctionGenerator, node: BinaryExpression): Operand {
  const nodes: Expression[] = [];
  const links: BinaryExpression[] = [];
  let rest: Expression = node;
  while (rest.type === "BinaryExpression" && rest.operator === "..") {
    links.push(rest);
    nodes.push(rest.left);
    rest = rest.right;
  }
  nodes.push(rest);
  const keeper = new OperandKeeper(g, nodes, "early");
  const operands = nodes.map((operand, i) =>
    keeper.keep(tracedValue(g, operand, links[i]?.line), i),
  );
  traceOperator(g, links.at(-1)!);
  let right = operands.pop()!;
  for (let i = links.length - 1; i >= 0; i--) {
    const link = links[i]!;
    g.out.mark(link.line);
    right = join(g, link, operands[i]!, right);
  }
  return right;
}

function join(g: FunctionGenerator, node: BinaryExpression, a: Operand, b: Operand): Operand {
  const x = g.simple(a);
  const y = g.simple(b);
  const tests = [x, y]
    .filter(({ type }) => type !== "string" && type !== "number")
    .map(({ code }) => `typeof ${code}==="string"`);
  const target = g.newTemporary(tests.length === 0 ? "string" : "unknown");
  const t = target.code;
  const site = g.site(node.line, nameOf(g, node.left), nameOf(g, node.right));
  // V8 knows the length of what it has just joined. Both the limit and the cost are looked at later.
  const text = `${textOf(x)}+${textOf(y)}`;
  const joined = `{if((${t}=${text}).length>${g.longText})longText(${t}.length,${site});}`;
  if (tests.length === 0) {
    g.out.add(joined);
    g.release(x, y);
    return target;
  }
  g.suspendable(
    node.line,
    (suspend) =>
      `if(${tests.join("&&")})${joined}` +
      `else if((${t}=concat(${x.code},${y.code},${site}))===S)${suspend}`,
    `${t}=first(v);`,
    [target, x, y],
  );
  g.release(x, y);
  return target;
}

/** The text of an operand known to be a string or a number; a metamethod gets the number itself. */
function textOf(operand: Operand): string {
  return operand.type === "number" ? `fmt(${operand.code})` : operand.code;
}

/** `-x`, `not x`, `#x`. */
export function unaryExpression(g: FunctionGenerator, node: UnaryExpression): Operand {
  if (node.operator === "not") return negation(g, node);
  if (node.operator === "-" && node.argument.type === "NumericLiteral") {
    return constant(numberCode(-node.argument.value), "number");
  }
  const operand = shorten(g, g.expression(node.argument));
  g.out.mark(node.line);
  if (node.operator === "-" && operand.type === "number") {
    return pure(g, `(-${operand.code})`, "number", operand);
  }
  const x = g.nameFor(operand);
  const target = g.newTemporary();
  const t = target.code;
  const site = g.site(node.line, nameOf(g, node.argument));
  const fast =
    node.operator === "-"
      ? `typeof ${x.code}==="number")${t}=-${x.code}`
      : `${x.code}!==undefined&&${x.code}.isTable&&${x.code}.meta===null` +
        `&&${x.code}.arr.length!==0)${t}=${x.code}.arr.length`;
  const helper = node.operator === "-" ? "neg" : "len";
  g.suspendable(
    node.line,
    (suspend) => `if(${fast};else if((${t}=${helper}(${x.code},${site}))===S)${suspend}`,
    `${t}=first(v);`,
    [target, x],
  );
  g.release(x);
  return target;
}

function negation(g: FunctionGenerator, node: UnaryExpression): Operand {
  const operand = condition(g, node.argument);
  return pure(g, `!${operand.code}`, "boolean", operand);
}
