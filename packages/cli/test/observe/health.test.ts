/**
 * When a program counts as stuck.
 */
import { expect, onTestFinished, test } from "vitest";
import { Health } from "../../src/observe/health.js";

test("a program is stuck when it computes for long without waiting for an event", () => {
  let nowMs = 0;
  let program: { waits: number; isWaiting: boolean } | undefined = undefined;
  const health = new Health(
    () => program,
    () => nowMs,
    5_000,
  );
  onTestFinished(() => {
    health.close();
  });
  const at = (ms: number, waits: number, isWaiting: boolean): string | undefined => {
    nowMs = ms;
    program = { waits, isWaiting };
    return health.problem();
  };
  expect(health.problem()).toBeUndefined();
  expect(at(1_000, 1, true)).toBeUndefined();
  expect(at(60_000, 1, true)).toBeUndefined();
  expect(at(61_000, 1, false)).toBeUndefined();
  expect(at(65_000, 1, false)).toBe("the program has not waited for an event for 5 s");
  expect(at(66_000, 2, false)).toBeUndefined();
  expect(at(70_000, 3, false)).toBeUndefined();
  health.stopping();
  expect(at(71_000, 4, true)).toBe("stopping");
});
