/**
 * `debug.sethook` and `debug.gethook` (Lua 5.2 manual §6.10).
 *
 * HOST: of natives it is told when Lua code, `pcall` or `xpcall` call them; counts are about PUC's, and so
 * are lines inside a statement; a hook may yield.
 */
import { execution, saveFrame, suspend } from "../runtime/execution.js";
import type { Hook } from "../value/coroutine.js";
import { Frame } from "../value/frame.js";
import type { LuaResult, LuaValue } from "../value/lua-value.js";
import { NO_VALUES } from "../value/lua-value.js";
import { type ThreadArguments, splitThread } from "./debug-arguments.js";

/** `debug.sethook` while its callers are being put on the heap, to go on in other code. */
class SethookFrame extends Frame {
  override get nativeName(): string {
    return "sethook";
  }

  override resume(): LuaResult {
    return NO_VALUES;
  }
}

/** `debug.sethook([thread,] hook, mask [, count])`; without a hook it takes it away. */
export function sethook(...values: LuaValue[]): LuaResult {
  const asked = splitThread("sethook", values);
  const coroutine = asked.other ?? execution.coroutine;
  if (coroutine === null) return NO_VALUES;
  coroutine.hook = hookAskedFor(asked);
  if (asked.other !== null || coroutine.isInHook) return NO_VALUES;
  // As in PUC, its own return is told of.
  if (coroutine.hook?.mask.includes("r"))
    coroutine.hook.due.push({ name: "return", line: undefined });
  suspend("inspect", undefined);
  return saveFrame(new SethookFrame());
}

function hookAskedFor({ args, shift }: ThreadArguments): Hook | null {
  const fn = args.at(1 + shift);
  if (fn === undefined) return null;
  const letters = args.string(2 + shift);
  if (typeof fn !== "function") return args.fail(1 + shift, "function");
  const count = Math.max(0, args.optionalInteger(3 + shift, 0));
  const mask = ["c", "r", "l"].filter((event) => letters.includes(event)).join("");
  return { fn, mask, count, left: count, due: [], pointsUntilAsked: 0, budget: 0 };
}

/** `debug.gethook([thread])`. */
export function gethook(...values: LuaValue[]): LuaResult {
  const { other } = splitThread("gethook", values);
  const hook = (other ?? execution.coroutine)?.hook;
  return hook ? [hook.fn, hook.mask, hook.count] : [undefined, "", 0];
}
