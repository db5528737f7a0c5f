/**
 * A scheduler on virtual time with a timeline: what tests of anything that runs on computers need.
 * `craftos-http/testing` puts CraftOS and HTTP on it.
 */
import { VirtualClock, type VirtualClockOptions } from "../clock/virtual-clock.js";
import { Scheduler } from "../scheduler/scheduler.js";
import { SeededRandom } from "./seeded-random.js";
import { Timeline } from "./timeline.js";

/** How a kernel is simulated. */
export interface SimulatedKernelOptions extends VirtualClockOptions {
  /** Decides the order of what happens at the same time; default 1. */
  readonly seed?: number;
  /** How long a program runs before others get their turn; default the scheduler's. */
  readonly sliceMs?: number;
}

/** Computers in virtual time. */
export class SimulatedKernel {
  /** The time, from 0. */
  readonly clock: VirtualClock;
  /** Runs the computers that are made with it. */
  readonly scheduler: Scheduler;
  readonly #timeline: Timeline;

  /**
   * Makes a scheduler without computers.
   * @param options - how
   */
  constructor(options: SimulatedKernelOptions = {}) {
    const { seed = 1, sliceMs } = options;
    this.clock = new VirtualClock(options);
    const slices = sliceMs === undefined ? {} : { sliceMs };
    this.scheduler = new Scheduler({ clock: this.clock, ...slices });
    this.#timeline = new Timeline(this.clock, new SeededRandom(seed));
  }

  /**
   * Plans anything.
   * @param timeMs - when, in milliseconds since the start
   * @param act - what happens
   */
  at(timeMs: number, act: () => void): this {
    this.#timeline.at(timeMs, act);
    return this;
  }

  /**
   * Lets everything happen that was planned, until every program waits for something else or has
   * ended.
   * @param untilMs - where to stop, in milliseconds since the start; default nowhere
   * @throws EndlessProgram when programs go on for ever and `untilMs` is not given
   */
  run(untilMs = Infinity): this {
    while (this.step(untilMs));
    return this;
  }

  /**
   * Lets programs run up to the next thing that was planned, and that happen; or to the end.
   * @param untilMs - as for {@link run}
   * @returns whether something was planned
   * @throws EndlessProgram as {@link run}
   */
  step(untilMs = Infinity): boolean {
    return this.#timeline.step(untilMs);
  }

  /**
   * Calls back again and again, among the timers of computers.
   * @param callback - what to call
   * @param intervalMs - how often
   * @returns what ends it
   */
  repeat(callback: () => void, intervalMs: number): () => void {
    let cancel: () => void;
    const arm = (): void => {
      cancel = this.scheduler.callAt(this.clock.nowMs() + intervalMs, () => {
        arm();
        callback();
      });
    };
    arm();
    return () => {
      cancel();
    };
  }
}
