/**
 * The limits of a run with a debugger. Somebody who looks at a program that is stopped takes their time, and
 * clocks go on meanwhile: so what measures how long the program takes is off, unless it was set.
 */
import type { RunLimits } from "../program/run-options.js";

/** Longer than anybody looks; timers take no more than 24 days. */
const DAY_MS = 86_400_000;

/** What they are in place of the defaults. */
const DEBUGGER_LIMITS: Partial<RunLimits> = {
  tooLongMs: Infinity,
  answerTimeoutMs: DAY_MS,
  clientTimeoutMs: DAY_MS,
  clientTotalTimeoutMs: DAY_MS,
};

/**
 * Gives the limits of a run.
 * @param chosen - those that were set
 * @param hasDebugger - whether there may be a debugger
 */
export function limitsWithDebugger(
  chosen: Partial<RunLimits>,
  hasDebugger: boolean,
): Partial<RunLimits> {
  return hasDebugger ? { ...DEBUGGER_LIMITS, ...chosen } : chosen;
}
