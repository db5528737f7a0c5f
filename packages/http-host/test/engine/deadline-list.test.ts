/**
 * Deadlines, on vitest's simulated clock.
 */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Deadline, DeadlineList } from "../../src/engine/deadline-list.js";

interface Entry extends Deadline {
  readonly name: string;
}

function entry(name: string): Entry {
  return { name, expiresAtMs: 0 };
}

function listOf(timeoutMs: number, tickMs: number) {
  const log: string[] = [];
  const list = new DeadlineList<Entry>({
    timeoutMs,
    tickMs,
    onExpired: ({ name }) => log.push(`expired ${name}`),
    onTick: ({ name }) => log.push(`tick ${name}`),
  });
  return { list, log };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("DeadlineList expires entries in order, each after its full time", () => {
  const { list, log } = listOf(100, 1000);
  list.add(entry("a"));
  vi.advanceTimersByTime(50);
  list.add(entry("b"));
  vi.advanceTimersByTime(50);
  expect(log).toEqual(["expired a", "tick b"]);
  vi.advanceTimersByTime(49);
  expect(log).toEqual(["expired a", "tick b"]);
  vi.advanceTimersByTime(1);
  expect(log).toEqual(["expired a", "tick b", "expired b"]);
});

test("DeadlineList ticks while entries wait and lets go of the timer afterwards", () => {
  const { list, log } = listOf(100, 40);
  const waiting = entry("a");
  list.add(waiting);
  vi.advanceTimersByTime(80);
  expect(log).toEqual(["tick a", "tick a"]);
  list.delete(waiting);
  vi.advanceTimersByTime(1000);
  expect(log).toEqual(["tick a", "tick a"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("DeadlineList.clear() forgets everything", () => {
  const { list, log } = listOf(100, 40);
  list.add(entry("a"));
  list.clear();
  vi.advanceTimersByTime(1000);
  expect(log).toEqual([]);
});
