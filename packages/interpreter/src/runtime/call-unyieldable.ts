/**
 * Calls into Lua from natives that cannot be re-entered. A yield inside is refused; a suspension for
 * the budget is carried on here, since the native's own JavaScript frame has to stay.
 */
import { type LuaValue, resultList, SUSPENDED } from "../value/lua-value.js";
import { callValue } from "./call.js";
import { execution } from "./execution.js";
import { newError } from "./raise.js";
import { finishHere } from "./resume.js";

/** How deep natives that cannot be re-entered may nest (PUC's LUAI_MAXCCALLS is 200). */
const NATIVE_DEPTH_MAX = 195;

/**
 * Calls any value and waits for its results.
 * @returns the results
 * @throws LuaError what the call raised, or `C stack overflow`
 */
export function callUnyieldable(callee: LuaValue, ...args: LuaValue[]): readonly LuaValue[] {
  if (execution.unyieldableDepth >= NATIVE_DEPTH_MAX) throw newError("C stack overflow");
  execution.unyieldableDepth++;
  try {
    const budget = execution.c;
    const result = callValue(callee, ...args);
    return resultList(result === SUSPENDED ? finishHere(budget) : result);
  } finally {
    execution.unyieldableDepth--;
  }
}
