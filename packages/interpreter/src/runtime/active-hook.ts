/**
 * The hook of what runs (Lua 5.2 manual §6.10, `debug.sethook`). While a coroutine has one, its
 * functions run in traced code, which calls hooks: the budget is taken for used up, so that every call
 * of a function becomes a frame and is carried on in that code. Nothing is added to other code.
 */
import type { Hook } from "../value/coroutine.js";
import { BUDGET_LIMIT, execution } from "./execution.js";

/** What is used of the budget while functions are traced: far more than all of it. */
export const TRACED_BUDGET = 2 * BUDGET_LIMIT;

/** Gives the hook that is to be called, or null; a hook is not called while it runs itself. */
export function activeHook(): Hook | null {
  const { coroutine } = execution;
  if (coroutine === null || coroutine.isInHook) return null;
  const { hook } = coroutine;
  return hook !== null && (hook.mask !== "" || hook.count > 0) ? hook : null;
}
