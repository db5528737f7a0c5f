/**
 * What happens outside at which virtual time. What happens at the same time happens in an order that
 * a seed decides, also against the timers that are due then: a test that holds for many seeds holds
 * for any order.
 *
 * Invariant: the same seed and the same acts give the same order.
 */
import type { VirtualClock } from "../clock/virtual-clock.js";
import type { SeededRandom } from "./seeded-random.js";

interface Act {
  readonly timeMs: number;
  readonly run: () => void;
}

/** Acts on a virtual clock. */
export class Timeline {
  readonly #clock: VirtualClock;
  readonly #random: SeededRandom;
  #acts: Act[] = [];

  /**
   * Makes a timeline on which nothing happens.
   * @param clock - the time
   * @param random - decides orders
   */
  constructor(clock: VirtualClock, random: SeededRandom) {
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * Plans an act.
   * @param timeMs - when, on the clock's scale; what is past happens at once when it runs
   * @param run - what happens; may plan more
   */
  at(timeMs: number, run: () => void): void {
    this.#acts.push({ timeMs, run });
  }

  /** Lets everything happen, until all programs wait for something that does not come. */
  run(): void {
    while (this.#acts.length > 0) {
      const timeMs = this.#acts.reduce((least, act) => Math.min(least, act.timeMs), Infinity);
      this.#clock.runUpTo(timeMs);
      const now = this.#acts.filter((act) => act.timeMs <= timeMs);
      this.#acts = this.#acts.filter((act) => act.timeMs > timeMs);
      this.#random.shuffle(now);
      for (const act of now) {
        // Programs get a turn between two acts, or none.
        if (this.#random.below(2) === 0) this.#clock.advance(timeMs);
        act.run();
      }
    }
    this.#clock.runUntilIdle();
  }
}
