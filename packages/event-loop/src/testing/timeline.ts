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

/** Some tenths of a second of real time; enough to sleep for two days a second at a time. */
const WAKE_UPS_MAX = 200_000;

/** Programs never come to rest, and nothing says until when they are to run. */
export class EndlessProgram extends Error {
  /** What tells it from other errors. */
  override readonly name = "EndlessProgram";
}

/** Acts on a virtual clock. */
export class Timeline {
  readonly #clock: VirtualClock;
  readonly #random: SeededRandom;
  readonly #wakeUpsMax: number;
  #acts: Act[] = [];
  /** Acts whose time has come, in their order. */
  #due: Act[] = [];

  /**
   * Makes a timeline on which nothing happens.
   * @param clock - the time
   * @param random - decides orders
   * @param wakeUpsMax - how often programs may be woken after the last act before they count as
   *   never coming to rest; default 200,000
   */
  constructor(clock: VirtualClock, random: SeededRandom, wakeUpsMax = WAKE_UPS_MAX) {
    this.#clock = clock;
    this.#random = random;
    this.#wakeUpsMax = wakeUpsMax;
  }

  /**
   * Plans an act.
   * @param timeMs - when, on the clock's scale; what is past happens at once when it runs
   * @param run - what happens; may plan more
   */
  at(timeMs: number, run: () => void): void {
    this.#acts.push({ timeMs, run });
  }

  /**
   * Lets everything happen, until all programs wait for something that does not come.
   * @param untilMs - where to stop, on the clock's scale; what is due then still happens
   * @throws EndlessProgram when they go on for ever and nothing says until when
   */
  run(untilMs = Infinity): void {
    while (this.step(untilMs));
  }

  /**
   * Lets programs run up to the next act, and that happen; or to the end when there is none.
   * @param untilMs - as for {@link run}
   * @returns whether there was an act
   * @throws EndlessProgram as {@link run}
   */
  step(untilMs = Infinity): boolean {
    if (this.#due.length === 0) this.#gather(untilMs);
    const act = this.#due.shift();
    if (act === undefined) {
      this.#settle(untilMs);
      return false;
    }
    // Programs get a turn between two acts, or none.
    if (this.#random.below(2) === 0) this.#clock.advance(act.timeMs);
    act.run();
    return true;
  }

  /** Goes on to the next acts, which are those of one time. */
  #gather(untilMs: number): void {
    const timeMs = this.#acts.reduce((least, act) => Math.min(least, act.timeMs), Infinity);
    if (this.#acts.length === 0 || timeMs > untilMs) return;
    this.#clock.runUpTo(timeMs);
    this.#due = this.#acts.filter((act) => act.timeMs <= timeMs);
    this.#acts = this.#acts.filter((act) => act.timeMs > timeMs);
    this.#random.shuffle(this.#due);
  }

  /** Lets programs come to rest. */
  #settle(untilMs: number): void {
    if (untilMs < Infinity) {
      this.#clock.runUntil(untilMs);
      return;
    }
    for (let wakeUps = 0; this.#clock.advance(); wakeUps++) {
      if (wakeUps < this.#wakeUpsMax) continue;
      const seconds = this.#clock.nowMs() / 1000;
      throw new EndlessProgram(
        `the program goes on for ever (it was woken ${wakeUps} times, until ${seconds} s of virtual ` +
          "time): say until when it is to run",
      );
    }
  }
}
