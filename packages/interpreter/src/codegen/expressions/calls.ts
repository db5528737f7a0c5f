/**
 * Function and method calls (Lua 5.2 manual §3.4.9).
 *
 * A call gives a bare value or an array (`LuaResult`); the text here cuts it to one value, keeps it
 * raw for lists, or drops it. SUSPENDED is an array too, so the cut to one value finds it for free.
 */
import type {
  CallExpression,
  Expression,
  MethodCallExpression,
  VarargLiteral,
} from "../../parser/ast.js";
import { NameKind } from "../../value/chunk-info.js";
import type { OperandName } from "../chunk-generator.js";
import { guarded } from "../guards.js";
import type { FunctionGenerator } from "../function-generator.js";
import { isNeverNil, nameOperand, type Operand } from "../operand.js";
import { nameOf } from "./names.js";
import { traceLine } from "../trace-points.js";
import { tracedOperand, tracedValue } from "../trace-values.js";
import { keep, operandList } from "./operand-list.js";
import { readMethod } from "./indexing.js";

/** Any call. */
export type Call = CallExpression | MethodCallExpression;

/** An expression that gives any number of values at the end of a list. */
export type MultiExpression = Call | VarargLiteral;

/** Says whether an expression gives all its values where it stands last in a list. */
export function isMulti(node: Expression | undefined): node is MultiExpression {
  return (
    node !== undefined &&
    (node.type === "CallExpression" ||
      node.type === "MethodCallExpression" ||
      node.type === "VarargLiteral") &&
    !node.isParenthesised
  );
}

/** A call about to be made, its function and arguments evaluated. */
export interface PreparedCall {
  /** Text of the call, with all arguments. */
  readonly code: string;
  /** Temporaries that the text uses. */
  readonly operands: readonly Operand[];
  /** How the source names what is called, as a packed number. */
  readonly name: number;
  /** What is called. */
  readonly callee: Operand;
  /** Its arguments, if there are so many whatever happens. */
  readonly args: readonly Operand[] | null;
}

/** Text of the function of a call: known functions are called straight. */
function calleeCode(
  g: FunctionGenerator,
  callee: Operand,
  line: number,
  name: OperandName | null,
  argumentCount: number,
): string {
  if (callee.type === "function") return callee.code;
  const site = g.site(line, name);
  if (g.tracer !== null) {
    return `told(typeof ${callee.code}==="function"?${callee.code}:callable(${callee.code},${site}))`;
  }
  // `error` is told where it is called, so that it need not look for it on the stack.
  if (name?.name === "error") {
    const { code } = callee;
    return `(${code}===ERROR?errorAt(${site}):callable(${code},${site}))`;
  }
  const { code } = callee;
  const called = `(typeof ${code}==="function"?${code}:callable(${code},${site}))`;
  return guarded(g, name, code, argumentCount, called);
}

/** The function of a call, which PUC puts into a register, or the object of a method call. */
function calledBase(g: FunctionGenerator, node: Call): Operand {
  const traced = node.type === "CallExpression" ? tracedValue : tracedOperand;
  return traced(g, node.base);
}

/**
 * Evaluates a call's arguments, and gives the text that makes the call.
 * @param base - the function, or the object of a method call
 */
export function prepareCall(
  g: FunctionGenerator,
  node: Call,
  base: Operand = calledBase(g, node),
): PreparedCall {
  g.callCount++;
  const name =
    node.type === "CallExpression"
      ? nameOf(g, node.base)
      : { kind: NameKind.Method, name: node.method.name };
  const packed = g.chunk.packName(name);
  let callee: Operand;
  const first: Operand[] = [];
  if (node.type === "CallExpression") {
    callee = keep(g, base, node.arguments, "early");
    if (callee.type !== "function" || !callee.isSimple) callee = g.nameFor(callee);
  } else {
    let object = keep(g, base, node.arguments, "early");
    object = g.nameFor(object);
    traceLine(g, node.method.line);
    callee = readMethod(g, object, node.method.name, node.method.line, nameOf(g, node.base));
    first.push(object);
  }
  const last = node.arguments.at(-1);
  if (isMulti(last)) {
    const values = operandList(g, node.arguments.slice(0, -1));
    const kept = keepAll(g, values, last);
    const rest = multiResult(g, last);
    traceLine(g, node.line);
    g.out.mark(node.line);
    const target = calleeCode(g, callee, node.line, name, Infinity);
    const given = [...first, ...kept].map(({ code }) => code);
    const spread = [...given, `...${rest.code}`].join(",");
    const operands = [callee, ...first, ...kept, rest];
    if (last.type === "VarargLiteral")
      return { code: `${target}(${spread})`, operands, name: packed, callee, args: null };
    const single = [...given, rest.code].join(",");
    const code = `(isList(${rest.code})?${target}(${spread}):${target}(${single}))`;
    return { code, operands, name: packed, callee, args: null };
  }
  const values = operandList(g, node.arguments, "early", node.lastLine);
  traceLine(g, node.line);
  g.out.mark(node.line);
  const args = [...first, ...values];
  const target = calleeCode(g, callee, node.line, name, args.length);
  return {
    code: `${target}(${args.map(({ code }) => code).join(",")})`,
    operands: [callee, ...args],
    name: packed,
    callee,
    args,
  };
}

/** Puts aside what the last, multiple expression could change; nothing is computed after it. */
export function keepAll(
  g: FunctionGenerator,
  values: readonly Operand[],
  last: MultiExpression,
): Operand[] {
  if (last.type === "VarargLiteral") return [...values];
  return values.map((value) => (value.isSimple ? value : g.toTemporary(value)));
}

/** A call of `base` cut to one value. */
export function callExpression(g: FunctionGenerator, node: Call, base: Operand): Operand {
  const call = prepareCall(g, node, base);
  const target = g.newTemporary();
  const t = target.code;
  g.suspendable(
    node.line,
    (suspend) => `${t}=${call.code};if(isList(${t})){if(${t}===S)${suspend}${t}=${t}[0];}`,
    `${t}=first(v);`,
    [target, ...call.operands],
    call.name,
  );
  g.release(...call.operands);
  return target;
}

/** A call whose results are dropped. */
export function callForEffect(g: FunctionGenerator, node: Call): void {
  const call = prepareCall(g, node);
  g.suspendable(
    node.line,
    (suspend) => `if(${call.code}===S)${suspend}`,
    "",
    call.operands,
    call.name,
  );
  g.release(...call.operands);
}

/**
 * All values of a multiple expression: for a call a raw result (bare or array), for `...` the name
 * of an array that must not be written.
 */
export function multiResult(g: FunctionGenerator, node: MultiExpression): Operand {
  if (node.type === "VarargLiteral") {
    return nameOperand("va");
  }
  const call = prepareCall(g, node);
  const target = g.newTemporary();
  const t = target.code;
  g.suspendable(
    node.line,
    (suspend) => `if((${t}=${call.code})===S)${suspend}`,
    `${t}=v;`,
    [target, ...call.operands],
    call.name,
  );
  g.release(...call.operands);
  return target;
}

/** Text of an array of all values of a list of expressions, fit to be owned by whoever gets it. */
export function listCode(
  g: FunctionGenerator,
  nodes: readonly Expression[],
): { code: string; operands: Operand[]; lastIsNeverNil: boolean } {
  const last = nodes.at(-1);
  if (!isMulti(last)) {
    const operands = operandList(g, nodes);
    const lastOperand = operands.at(-1);
    return {
      code: `[${operands.map(({ code }) => code).join(",")}]`,
      operands,
      lastIsNeverNil: lastOperand === undefined || isNeverNil(lastOperand),
    };
  }
  const values = keepAll(g, operandList(g, nodes.slice(0, -1)), last);
  const rest = multiResult(g, last);
  const before = values.map(({ code }) => `${code},`).join("");
  const spread = last.type === "VarargLiteral" ? `...${rest.code}` : `...list(${rest.code})`;
  return { code: `[${before}${spread}]`, operands: [...values, rest], lastIsNeverNil: false };
}
