/**
 * Filters, order and bounds of the event queue.
 */
import { expect, test, vi } from "vitest";
import { TimerEvent } from "../../src/events/computer-event.js";
import { EventQueue, filterOf } from "../../src/events/event-queue.js";
import { explore } from "../../src/testing/index.js";

test("EventQueue.take() without a filter gives events first in, first out", () => {
  const queue = new EventQueue(10);
  queue.addHostEvent({ values: ["a", 1] });
  queue.addProgramEvent(["b", 2]);
  queue.addHostEvent({ values: ["c", 3] });
  expect(queue.take(null)).toEqual(["a", 1]);
  expect(queue.take(null)).toEqual(["b", 2]);
  expect(queue.take(null)).toEqual(["c", 3]);
  expect(queue.take(null)).toBeNull();
});

test("EventQueue.take() discards what comes before the event that passes, and says so", () => {
  const queue = new EventQueue(10);
  const onDiscarded = vi.fn();
  queue.addHostEvent({ values: ["a"], onDiscarded });
  queue.addHostEvent({ values: ["b"], onDiscarded });
  queue.addHostEvent({ values: ["a"], onDiscarded });
  expect(queue.take("b")).toEqual(["b"]);
  expect(onDiscarded).toHaveBeenCalledTimes(1);
  expect(queue.length).toBe(1);
});

test("EventQueue.take() lets terminate through every filter", () => {
  const queue = new EventQueue(10);
  queue.addHostEvent({ values: ["terminate"] });
  expect(queue.take("timer")).toEqual(["terminate"]);
});

test("EventQueue.addProgramEvent() refuses what is past its bound until something is taken", () => {
  const queue = new EventQueue(2);
  expect(queue.addProgramEvent(["a"])).toBe(true);
  expect(queue.addProgramEvent(["a"])).toBe(true);
  expect(queue.addProgramEvent(["a"])).toBe(false);
  queue.addHostEvent({ values: ["host"] });
  expect(queue.hostEventCount).toBe(1);
  queue.take(null);
  expect(queue.addProgramEvent(["a"])).toBe(true);
});

test("EventQueue.hostEventCount leaves out what timers brought", () => {
  const queue = new EventQueue(1);
  queue.addHostEvent(new TimerEvent("timer", 1));
  queue.addHostEvent({ values: ["host"] });
  expect(queue.hostEventCount).toBe(1);
  queue.take("host");
  expect([queue.hostEventCount, queue.length]).toEqual([0, 0]);
});

test("EventQueue.clear() discards everything that waits", () => {
  const queue = new EventQueue(1);
  const onDiscarded = vi.fn();
  queue.addHostEvent({ values: ["a"], onDiscarded });
  queue.addProgramEvent(["b"]);
  queue.clear();
  expect(onDiscarded).toHaveBeenCalledTimes(1);
  expect(queue.length).toBe(0);
  expect(queue.addProgramEvent(["b"])).toBe(true);
});

test("filterOf() takes strings as filters and lets everything pass for any other value", () => {
  expect(filterOf("timer", undefined)).toBe("timer");
  for (const value of [undefined, 1, true, false]) expect(filterOf(value, undefined)).toBeNull();
});

test("EventQueue.take() gives and discards what CraftOS would, for any events and filters", () => {
  const names = ["a", "b", "c", "terminate"];
  explore(100, (random) => {
    const queue = new EventQueue(1000);
    const model: [string, number][] = [];
    const discarded: number[] = [];
    for (let step = 0; step < 300; step++) {
      if (random.below(3) > 0) {
        const name = names[random.below(names.length)]!;
        queue.addHostEvent({ values: [name, step], onDiscarded: () => discarded.push(step) });
        model.push([name, step]);
        continue;
      }
      const filter = random.below(3) === 0 ? null : names[random.below(3)]!;
      const passing = model.findIndex(
        ([name]) => filter === null || name === filter || name === "terminate",
      );
      const dropped = model.splice(0, passing < 0 ? model.length : passing);
      discarded.length = 0;
      expect(queue.take(filter)).toEqual(passing < 0 ? null : model.shift());
      expect(discarded).toEqual(dropped.map(([, added]) => added));
    }
  });
});
