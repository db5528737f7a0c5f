/**
 * The watch over a request: it may take as long as it likes while it gets on, but not stand still.
 */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ClientFailure } from "../../src/client/client-failure.js";
import { ProgressWatch } from "../../src/client/progress-watch.js";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const NEVER = new Promise<never>(() => undefined);

/** Waits for what never comes, and notes why it was given up. */
function wait(timeoutMs: number, signal = new AbortController().signal) {
  const failures: unknown[] = [];
  const watch = new ProgressWatch(timeoutMs, signal);
  watch.during(NEVER).catch((error: unknown) => failures.push(error));
  return { watch, failures };
}

test("the time begins again with everything that comes", async () => {
  const { watch, failures } = wait(1000);
  for (let count = 0; count < 5; count++) {
    await vi.advanceTimersByTimeAsync(999);
    watch.progress();
  }
  expect(failures).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(failures).toEqual([new ClientFailure("Timed out")]);
});

test("a time of 0 never ends", async () => {
  const { watch, failures } = wait(0);
  watch.progress();
  await vi.advanceTimersByTimeAsync(2 ** 31);
  expect(failures).toEqual([]);
});

test("what is given up fails for the reason that was given, or as aborted", async () => {
  for (const reason of [new ClientFailure("Timed out"), undefined]) {
    const controller = new AbortController();
    const { failures } = wait(1000, controller.signal);
    controller.abort(reason);
    await vi.advanceTimersByTimeAsync(0);
    expect(failures).toEqual([reason ?? new ClientFailure("Aborted")]);
  }
});

test("a watch that has ended leaves no timer behind", () => {
  const { watch } = wait(1000);
  watch.stop();
  expect(vi.getTimerCount()).toBe(0);
});
