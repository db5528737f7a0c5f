/**
 * Real time, by functions that the host provides: this package reads no clock and sets no timer
 * itself.
 *
 * Invariant: at most one host timer and one deferred call are pending.
 */
import type { Clock } from "./clock.js";

/** What a real clock needs of the host. */
export interface HostTime {
  /** Milliseconds since some start, never going back: `performance.now()`. */
  monotonicMs(): number;
  /** Milliseconds since 1970: `Date.now()`. */
  unixMs(): number;
  /** Minutes to add to UTC for local time: `-new Date(unixMs).getTimezoneOffset()`. */
  utcOffsetMinutes(unixMs: number): number;
  /**
   * Calls back once after a delay.
   * @param callback - what to call
   * @param delayMs - a whole number from 1 to {@link DELAY_MS_MAX}
   * @returns a function that cancels the call
   */
  setTimer(callback: () => void, delayMs: number): () => void;
  /** Calls back once after pending input and output: `setImmediate`. */
  defer(callback: () => void): void;
}

/** The longest delay asked of a host timer: what `setTimeout` takes. */
export const DELAY_MS_MAX = 2 ** 31 - 1;

/** A clock that follows the host's. */
export class RealClock implements Clock {
  readonly #host: HostTime;
  /** When the pending host timer is to fire; `Infinity` when there is none. */
  #timerAtMs = Infinity;
  #cancelTimer: (() => void) | null = null;
  #deferred = false;
  #wake: () => void = () => undefined;

  /**
   * Makes a clock.
   * @param host - the host's functions
   */
  constructor(host: HostTime) {
    this.#host = host;
  }

  /** See {@link Clock.nowMs}. */
  nowMs(): number {
    return this.#host.monotonicMs();
  }

  /** See {@link Clock.unixMs}. */
  unixMs(): number {
    return this.#host.unixMs();
  }

  /** See {@link Clock.utcOffsetMinutes}. */
  utcOffsetMinutes(unixMs: number): number {
    return this.#host.utcOffsetMinutes(unixMs);
  }

  /** See {@link Clock.runningMs}. */
  runningMs(): number {
    return this.#host.monotonicMs();
  }

  /** See {@link Clock.wakeAt}. */
  wakeAt(timeMs: number, wake: () => void): void {
    this.#wake = wake;
    if (timeMs === Infinity) {
      this.#dropTimer();
      return;
    }
    // A timer that fires too early is cheaper than moving it on every change: the scheduler finds
    // nothing due and asks again.
    if (timeMs >= this.#timerAtMs) return;
    this.#dropTimer();
    const delayMs = Math.ceil(timeMs - this.nowMs());
    this.#timerAtMs = timeMs;
    this.#cancelTimer = this.#host.setTimer(
      () => {
        this.#timerAtMs = Infinity;
        this.#cancelTimer = null;
        this.#wake();
      },
      Math.min(Math.max(delayMs, 1), DELAY_MS_MAX),
    );
  }

  /** See {@link Clock.wakeSoon}. */
  wakeSoon(wake: () => void): void {
    this.#wake = wake;
    if (this.#deferred) return;
    this.#deferred = true;
    this.#host.defer(() => {
      this.#deferred = false;
      this.#wake();
    });
  }

  #dropTimer(): void {
    this.#timerAtMs = Infinity;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
