/**
 * The limits of a run with a debugger.
 */
import { expect, test } from "vitest";
import { limitsWithDebugger } from "../../src/debug/debugger-limits.js";

test("with a debugger no limit counts how long a program takes, unless it was set", () => {
  const limits = limitsWithDebugger({ answerTimeoutMs: 5000, connectionsMax: 7 }, true);
  expect(limits).toMatchObject({ tooLongMs: Infinity, answerTimeoutMs: 5000, connectionsMax: 7 });
  // What `setTimeout` takes.
  expect(limits.clientTimeoutMs).toBeLessThan(2 ** 31);
  expect(limits.clientTotalTimeoutMs).toBeGreaterThan(3_600_000);
});

test("without one the limits are those that were set", () => {
  expect(limitsWithDebugger({ connectionsMax: 7 }, false)).toEqual({ connectionsMax: 7 });
});
