/**
 * Virtual time: stands still while anything runs and jumps to the next timer when everything waits.
 * A program that sleeps for an hour finishes at once, and always the same way.
 *
 * Invariant: no reading depends on anything but the options and the wake-ups asked for.
 */
import type { Clock } from "./clock.js";

/** What one reading of {@link VirtualClock.runningMs} costs: about what a budget takes to run. */
const RUNNING_MS_PER_READING = 2;

/** How a virtual clock starts. */
export interface VirtualClockOptions {
  /** The date at the start, in milliseconds since 1970; default 2020-01-01T00:00:00Z. */
  readonly startUnixMs?: number;
  /** Minutes to add to UTC for local time; default 0. */
  readonly utcOffsetMinutes?: number;
}

/** A clock that is moved on by {@link advance} and {@link runUntilIdle}, never by itself. */
export class VirtualClock implements Clock {
  readonly #startUnixMs: number;
  readonly #utcOffsetMinutes: number;
  #nowMs = 0;
  #runningMs = 0;
  #wakeAtMs = Infinity;
  #wake: () => void = () => undefined;

  /**
   * Makes a clock that stands at its start.
   * @param options - how it starts
   */
  constructor(options: VirtualClockOptions = {}) {
    this.#startUnixMs = options.startUnixMs ?? 1_577_836_800_000;
    this.#utcOffsetMinutes = options.utcOffsetMinutes ?? 0;
  }

  /** See {@link Clock.nowMs}; starts at 0. */
  nowMs(): number {
    return this.#nowMs;
  }

  /** See {@link Clock.unixMs}. */
  unixMs(): number {
    return this.#startUnixMs + this.#nowMs;
  }

  /** See {@link Clock.utcOffsetMinutes}. */
  utcOffsetMinutes(): number {
    return this.#utcOffsetMinutes;
  }

  /** See {@link Clock.runningMs}. */
  runningMs(): number {
    return (this.#runningMs += RUNNING_MS_PER_READING);
  }

  /** See {@link Clock.wakeAt}. */
  wakeAt(timeMs: number, wake: () => void): void {
    this.#wakeAtMs = timeMs;
    this.#wake = wake;
  }

  /** See {@link Clock.wakeSoon}. */
  wakeSoon(wake: () => void): void {
    this.#wakeAtMs = this.#nowMs;
    this.#wake = wake;
  }

  /**
   * Jumps to the pending wake-up and gives it its turn.
   * @param untilMs - how far the jump may go
   * @returns false, with the time unchanged, when there is none up to then
   */
  advance(untilMs = Infinity): boolean {
    const wakeAtMs = this.#wakeAtMs;
    if (wakeAtMs === Infinity || wakeAtMs > untilMs) return false;
    if (wakeAtMs > this.#nowMs) this.#nowMs = wakeAtMs;
    this.#wakeAtMs = Infinity;
    this.#wake();
    return true;
  }

  /** Goes on until everything waits for something other than time, or has ended. */
  runUntilIdle(): void {
    while (this.advance());
  }

  /**
   * Goes on until what is due before a time is done, then stands at it: what is due then is not done.
   * @param timeMs - a time on the scale of {@link nowMs}
   */
  runUpTo(timeMs: number): void {
    while (this.#wakeAtMs < timeMs) this.advance();
    if (timeMs > this.#nowMs) this.#nowMs = timeMs;
  }

  /**
   * Goes on until everything waits, then stands at a time.
   * @param timeMs - a time on the scale of {@link nowMs}
   */
  runUntil(timeMs: number): void {
    while (this.advance(timeMs));
    if (timeMs > this.#nowMs) this.#nowMs = timeMs;
  }
}
