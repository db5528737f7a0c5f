/**
 * Which worker a process is: only what its own supervisor says counts.
 */
import { expect, test } from "vitest";
import { workerIdentity, workerVariable } from "../../src/workers/worker-identity.js";

test("a process without the variable is no worker", () => {
  expect(workerIdentity(undefined, 12)).toBeUndefined();
});

test("a process that its supervisor started is the worker that the variable says", () => {
  for (const metricsPort of [undefined, 9100]) {
    const identity = { index: 2, count: 4, metricsPort };
    expect(workerIdentity(workerVariable(identity, 12), 12)).toEqual(identity);
  }
});

test.each(["", "2/4", "2/4 of 13", "x"])("the variable %j of anybody else is refused", (value) => {
  expect(() => workerIdentity(value, 12)).toThrow(
    "The variable CRAFTOS_HTTP_WORKER is for processes that --workers starts; unset it.",
  );
});
