/**
 * Asking a closure what it closes over. A Lua function whose budget is used up puts itself off with
 * its prototype and upvalues before it does anything, so calling it with none left is asking it.
 */
import type { LuaFunction } from "../value/lua-value.js";
import { BUDGET_LIMIT, execution, type InspectedClosure } from "./execution.js";
import type { Prototype } from "./lua-frame.js";
import { isLuaFunction } from "./call-sites.js";

/** A closure's prototype and upvalues. */
export interface ClosureDetails extends InspectedClosure {
  readonly prototype: Prototype;
}

/** Gives what a closure was made of, or null for a native function. */
export function inspectClosure(fn: LuaFunction): ClosureDetails | null {
  if (!isLuaFunction(fn)) return null;
  const budget = execution.c;
  execution.inspecting = true;
  execution.inspected = null;
  execution.c = BUDGET_LIMIT + 1;
  try {
    fn();
    return execution.inspected;
  } finally {
    execution.inspecting = false;
    execution.inspected = null;
    execution.c = budget;
  }
}
