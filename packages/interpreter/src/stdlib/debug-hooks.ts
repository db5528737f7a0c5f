/**
 * `debug.sethook` and `debug.gethook` (Lua 5.2 manual §6.10).
 *
 * HOST: only counts are watched, about 100,000 instructions at a time; the mask is kept for `gethook`.
 */
import { execution } from "../runtime/execution.js";
import type { LuaResult, LuaValue } from "../value/lua-value.js";
import { NO_VALUES } from "../value/lua-value.js";
import { splitThread } from "./debug-arguments.js";

/** `debug.sethook([thread,] hook, mask [, count])`; without a hook it takes it away. */
export function sethook(...values: LuaValue[]): LuaResult {
  const { other, args, shift } = splitThread("sethook", values);
  const coroutine = other ?? execution.coroutine;
  if (coroutine === null) return NO_VALUES;
  const fn = args.at(1 + shift);
  if (fn === undefined) {
    coroutine.hook = null;
    return NO_VALUES;
  }
  const mask = args.string(2 + shift);
  if (typeof fn !== "function") return args.fail(1 + shift, "function");
  const count = Math.max(0, args.optionalInteger(3 + shift, 0));
  const events = ["c", "r", "l"].filter((event) => mask.includes(event)).join("");
  coroutine.hook = { fn, mask: events, count, left: count, isRunning: false };
  return NO_VALUES;
}

/** `debug.gethook([thread])`. */
export function gethook(...values: LuaValue[]): LuaResult {
  const { other } = splitThread("gethook", values);
  const hook = (other ?? execution.coroutine)?.hook;
  return hook ? [hook.fn, hook.mask, hook.count] : [undefined, "", 0];
}
