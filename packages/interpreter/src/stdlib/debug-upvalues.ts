/**
 * `debug.getupvalue`, `setupvalue`, `upvalueid` and `upvaluejoin` (Lua 5.2 manual §6.10).
 *
 * Code captures variables that never change by copying them, unless its chunk is open: see
 * `ChunkGenerator.isOpen`.
 */
import { type ClosureDetails, inspectClosure } from "../runtime/inspect-closure.js";
import type { UpvalueDetails } from "../runtime/lua-frame.js";
import { raiseArgumentText } from "../runtime/raise.js";
import { Cell } from "../value/cell.js";
import { LuaUserdata } from "../value/lua-userdata.js";
import { type LuaFunction, type LuaResult, type LuaValue, NO_VALUES } from "../value/lua-value.js";
import { Arguments } from "./arguments.js";
import { checkRule } from "./debug-locals.js";

/** An upvalue of a closure. */
interface Upvalue {
  readonly closure: ClosureDetails;
  readonly details: UpvalueDetails;
  /** Its cell, its value if it was copied, or the closure itself. */
  readonly held: unknown;
}

function checkFunction(args: Arguments, position: number): LuaFunction {
  const fn = args.at(position);
  return typeof fn === "function" ? fn : args.fail(position, "function");
}

function upvalueOf(fn: LuaFunction, number: number): Upvalue | null {
  const closure = inspectClosure(fn);
  const details = closure?.prototype.describe().upvalues[number - 1];
  if (closure === null || details === undefined) return null;
  const held = details.index < 0 ? fn : closure.upvalues[details.index];
  return { closure, details, held };
}

/** `debug.getupvalue(f, up)`. */
export function getupvalue(...values: LuaValue[]): LuaResult {
  const args = new Arguments("getupvalue", values);
  const number = args.integer(2);
  const upvalue = upvalueOf(checkFunction(args, 1), number);
  if (upvalue === null) return NO_VALUES;
  const { details, held } = upvalue;
  return [details.name, held instanceof Cell ? held.v : (held as LuaValue)];
}

/** `debug.setupvalue(f, up, value)`. */
export function setupvalue(...values: LuaValue[]): LuaResult {
  const args = new Arguments("setupvalue", values);
  const value = args.any(3);
  const number = args.integer(2);
  const upvalue = upvalueOf(checkFunction(args, 1), number);
  if (upvalue === null) return NO_VALUES;
  const { details, held } = upvalue;
  checkRule(details.name, details.rule, value);
  if (held instanceof Cell) held.v = value;
  return details.name;
}

/** The identities that programs have seen, by cell, or by closure for what was copied. */
const identities = new WeakMap<object, Map<number, LuaUserdata>>();

function identityOf(owner: object, number: number): LuaUserdata {
  let numbered = identities.get(owner);
  if (numbered === undefined) {
    numbered = new Map<number, LuaUserdata>();
    identities.set(owner, numbered);
  }
  let identity = numbered.get(number);
  if (identity === undefined) numbered.set(number, (identity = new LuaUserdata(null)));
  return identity;
}

function checkUpvalue(args: Arguments, functionAt: number, numberAt: number): Upvalue {
  const number = args.integer(numberAt);
  const upvalue = upvalueOf(checkFunction(args, functionAt), number);
  return upvalue ?? raiseArgumentText(numberAt, "invalid upvalue index", args.functionName);
}

/** `debug.upvalueid(f, n)`. */
export function upvalueid(...values: LuaValue[]): LuaResult {
  const args = new Arguments("upvalueid", values);
  const { held } = checkUpvalue(args, 1, 2);
  // HOST: variables that were copied are one variable for each closure.
  return held instanceof Cell
    ? identityOf(held, 0)
    : identityOf(checkFunction(args, 1), args.integer(2));
}

/** `debug.upvaluejoin(f1, n1, f2, n2)`. */
export function upvaluejoin(...values: LuaValue[]): LuaResult {
  const args = new Arguments("upvaluejoin", values);
  const to = checkUpvalue(args, 1, 2);
  const from = checkUpvalue(args, 3, 4);
  if (
    to.details.name === "_ENV" &&
    to.closure.replaceUpvalue === null &&
    from.held instanceof Cell
  ) {
    // HOST: each closure has its own `_ENV`; what joins it takes the value.
    (to.held as Cell).v = from.held.v;
    return NO_VALUES;
  }
  if (to.closure.replaceUpvalue === null || !(from.held instanceof Cell)) {
    checkRule((to.closure.replaceUpvalue === null ? to : from).details.name, "fixed", undefined);
  }
  to.closure.replaceUpvalue?.(to.details.index, from.held);
  return NO_VALUES;
}
