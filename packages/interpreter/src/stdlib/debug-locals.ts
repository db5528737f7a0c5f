/**
 * `debug.getlocal` and `debug.setlocal` (Lua 5.2 manual §6.10): reading and writing frames.
 *
 * HOST: a frame has no values beside its locals, so there is no `(*temporary)` but at level 0.
 */
import { inspectClosure } from "../runtime/inspect-closure.js";
import { type LocalDetails, LuaFrame } from "../runtime/lua-frame.js";
import { raiseAt } from "../runtime/raise.js";
import type { ActiveCall } from "../value/active-call.js";
import { Cell } from "../value/cell.js";
import type { LuaResult, LuaValue } from "../value/lua-value.js";
import { raiseNoLevel, splitThread, withCallAtLevel } from "./debug-arguments.js";

/** A place of a frame that a name stands for. */
interface Place {
  readonly name: string;
  readonly rule: LocalDetails["rule"];
  read(): LuaValue;
  write(value: LuaValue): void;
}

/** The locals that can be seen where a frame stands, in the order of their beginnings. */
function visibleLocals(frame: LuaFrame): LocalDetails[] {
  const { pc, prototype } = frame;
  return prototype.describe().locals.filter(({ after, last }) => after < pc && pc <= last);
}

function placeOf(frame: LuaFrame, number: number): Place | null {
  if (number < 0) return varargPlace(frame, -number - 1);
  const local = visibleLocals(frame)[number - 1];
  if (local === undefined) return null;
  const { name, rule, valueIndex } = local;
  const { values } = frame;
  if (valueIndex < 0) return { name, rule, read: () => local.constant, write: () => undefined };
  const held = values[valueIndex];
  if (local.isCell && held instanceof Cell) {
    return { name, rule, read: () => held.v, write: (value) => (held.v = value) };
  }
  const write = (value: LuaValue): void => {
    values[valueIndex] = value;
  };
  return { name, rule, read: () => values[valueIndex] as LuaValue, write };
}

/** Lua 5.2: `...` has negative numbers. */
function varargPlace(frame: LuaFrame, index: number): Place | null {
  const { prototype, values } = frame;
  if (!prototype.isVararg) return null;
  const rest = values[prototype.savedValueCount - 1] as LuaValue[];
  if (index >= rest.length) return null;
  const write = (value: LuaValue): void => {
    rest[index] = value;
  };
  return { name: "(*vararg)", rule: "any", read: () => rest[index], write };
}

/** The place that a number stands for in a call, or null: natives have none. */
function placeIn(call: ActiveCall, number: number): Place | null {
  return call.frame instanceof LuaFrame ? placeOf(call.frame, number) : null;
}

/** `debug.getlocal([thread,] f, local)`. */
export function getlocal(...values: LuaValue[]): LuaResult {
  const split = splitThread("getlocal", values);
  const { args, shift } = split;
  const number = args.integer(2 + shift);
  const target = args.at(1 + shift);
  if (typeof target === "function") {
    const prototype = inspectClosure(target)?.prototype;
    if (prototype === undefined || number > prototype.parameterCount) return undefined;
    return prototype.describe().locals[number - 1]?.name;
  }
  if (split.other === null && args.integer(1 + shift) === 0) {
    // This native itself, whose arguments PUC has on its stack.
    const isArgument = number >= 1 && number <= values.length;
    return isArgument ? ["(*temporary)", values[number - 1]] : undefined;
  }
  return withCallAtLevel(
    split,
    1 + shift,
    (call) => {
      const place = placeIn(call, number);
      return place === null ? undefined : [place.name, place.read()];
    },
    () => raiseNoLevel(args, 1 + shift),
  );
}

/** `debug.setlocal([thread,] level, local, value)`. */
export function setlocal(...values: LuaValue[]): LuaResult {
  const split = splitThread("setlocal", values);
  const { args, shift } = split;
  args.integer(1 + shift);
  const number = args.integer(2 + shift);
  const value = args.any(3 + shift);
  return withCallAtLevel(
    split,
    1 + shift,
    (call) => {
      const place = placeIn(call, number);
      if (place === null) return undefined;
      checkRule(place.name, place.rule, value);
      place.write(value);
      return place.name;
    },
    () => raiseNoLevel(args, 1 + shift),
  );
}

/**
 * Checks that code which was compiled already allows a change.
 * @throws LuaError when it does not
 */
export function checkRule(name: string, rule: LocalDetails["rule"], value: LuaValue): void {
  if (rule === "any" || (rule === "number" && typeof value === "number")) return;
  // HOST: chunks loaded before one that mentions such a function rely on what they do themselves.
  raiseAt(
    name.startsWith("(")
      ? `cannot change '${name}'`
      : `cannot change variable '${name}': its chunk was loaded before one that mentions debug.setlocal, debug.setupvalue or debug.upvaluejoin`,
    1,
  );
}
