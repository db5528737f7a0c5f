/**
 * The ring against an array.
 */
import { expect, test } from "vitest";
import { Fifo } from "../../src/events/fifo.js";
import { explore } from "../../src/testing/index.js";

test("Fifo gives undefined when it is empty", () => {
  expect(new Fifo().shift()).toBeUndefined();
});

test("Fifo gives items in the order in which they were added, across growth and wrapping", () => {
  explore(20, (random) => {
    const fifo = new Fifo<number>();
    const model: number[] = [];
    for (let step = 0; step < 1000; step++) {
      if (random.below(100) < 55) {
        fifo.push(step);
        model.push(step);
      } else {
        expect(fifo.shift()).toBe(model.shift());
      }
      expect(fifo.length).toBe(model.length);
    }
  });
});
