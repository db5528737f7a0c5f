/**
 * The timer heap against the plainest thing that does the same: a sorted list.
 */
import { expect, test } from "vitest";
import { HeapTimer, TimerHeap } from "../../src/timers/timer-heap.js";
import { explore } from "../../src/testing/index.js";

test("TimerHeap gives timers in order of due time, then of addition", () => {
  const heap = new TimerHeap<HeapTimer>();
  const [late, soon, soonToo, now] = [30, 10, 10, 0].map((dueMs) => new HeapTimer(dueMs));
  for (const timer of [late, soon, soonToo, now]) heap.add(timer!);
  expect([1, 2, 3, 4].map(() => heap.takeDue(100))).toEqual([now, soon, soonToo, late]);
  expect(heap.takeDue(100)).toBeNull();
});

test("TimerHeap keeps timers that are not due", () => {
  const heap = new TimerHeap<HeapTimer>();
  heap.add(new HeapTimer(5));
  expect(heap.takeDue(4.999)).toBeNull();
  expect(heap.nextDueMs).toBe(5);
  expect(heap.takeDue(5)?.dueMs).toBe(5);
  expect(heap.nextDueMs).toBe(Infinity);
});

test("TimerHeap removes a timer once and says so", () => {
  const heap = new TimerHeap<HeapTimer>();
  const timer = new HeapTimer(1);
  heap.add(timer);
  expect(heap.remove(timer)).toBe(true);
  expect(heap.remove(timer)).toBe(false);
  expect(heap.size).toBe(0);
});

test("TimerHeap agrees with a sorted list over any additions, removals and takings", () => {
  explore(60, (random) => {
    const heap = new TimerHeap<HeapTimer>();
    let model: HeapTimer[] = [];
    let nowMs = 0;
    for (let step = 0; step < 300; step++) {
      const choice = random.below(10);
      if (choice < 6) {
        const timer = new HeapTimer(nowMs + random.below(20));
        heap.add(timer);
        model.push(timer);
        // Sorting is stable, so equal due times stay in order of addition.
        model.sort((a, b) => a.dueMs - b.dueMs);
      } else if (choice < 8 && model.length > 0) {
        const victim = model[random.below(model.length)]!;
        expect(heap.remove(victim)).toBe(true);
        model = model.filter((timer) => timer !== victim);
      } else {
        nowMs += random.below(5);
        const taken = heap.takeDue(nowMs);
        const expected = model[0] !== undefined && model[0].dueMs <= nowMs ? model.shift()! : null;
        expect(taken).toBe(expected);
      }
      expect(heap.size).toBe(model.length);
      expect(heap.nextDueMs).toBe(model[0]?.dueMs ?? Infinity);
    }
  });
});
