/**
 * Deadlines, on vitest's simulated clock.
 */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DeadlineEntry, DeadlineList } from "../../src/engine/deadline-list.js";

class Entry extends DeadlineEntry {
  constructor(readonly name: string) {
    super();
  }
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
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("DeadlineList expires entries in order, each after its time and at most an eighth later", () => {
  const { list, log } = listOf(80, 1000);
  list.add(new Entry("a"));
  vi.advanceTimersByTime(45);
  list.add(new Entry("b"));
  vi.advanceTimersByTime(34);
  expect(log.filter((line) => line.startsWith("expired"))).toEqual([]);
  vi.advanceTimersByTime(11);
  expect(log.filter((line) => line.startsWith("expired"))).toEqual(["expired a"]);
  vi.advanceTimersByTime(45);
  expect(log.filter((line) => line.startsWith("expired"))).toEqual(["expired a", "expired b"]);
});

test("DeadlineList ticks while entries wait and lets go of the timer afterwards", () => {
  const { list, log } = listOf(8000, 40);
  const waiting = new Entry("a");
  list.add(waiting);
  vi.advanceTimersByTime(80);
  expect(log).toEqual(["tick a", "tick a"]);
  waiting.cancelDeadline();
  waiting.cancelDeadline();
  vi.advanceTimersByTime(1000);
  expect(log).toEqual(["tick a", "tick a"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("DeadlineList keeps its order when entries leave from anywhere", () => {
  const { list } = listOf(1000, 1000);
  const entries = ["a", "b", "c", "d", "e"].map((name) => new Entry(name));
  for (const entry of entries) list.add(entry);
  for (const index of [2, 0, 4]) entries[index]!.cancelDeadline();
  list.add(entries[0]!);
  expect([...list].map(({ name }) => name)).toEqual(["b", "d", "a"]);
});

test("DeadlineList.clear() forgets everything", () => {
  const { list, log } = listOf(100, 40);
  list.add(new Entry("a"));
  list.add(new Entry("b"));
  list.clear();
  vi.advanceTimersByTime(1000);
  expect(log).toEqual([]);
  expect([...list]).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
