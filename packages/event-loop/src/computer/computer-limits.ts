/**
 * What one computer may hold and how long it may run.
 */

/** The limits of a computer. */
export interface ComputerLimits {
  /** Events from hosts that wait; `deliver` refuses more. `terminate` always gets in (HTTP-API 7). */
  readonly hostEventsMax: number;
  /** Events that the program queued and that wait; `queueEvent` refuses more. */
  readonly programEventsMax: number;
  /** Timers and alarms that are pending; `startTimer` and `setAlarm` refuse more. */
  readonly timersMax: number;
  /**
   * Running time after which a program that has not yielded gets the error `Too long without
   * yielding`; `Infinity` for never. Source: 7 seconds is CC: Tweaked's default.
   */
  readonly tooLongMs: number;
  /** Running time that a program which caught that error has to yield before it is stopped. */
  readonly tooLongGraceMs: number;
}

/** The limits of a computer whose options name none. */
export const DEFAULT_COMPUTER_LIMITS: ComputerLimits = {
  hostEventsMax: 4096,
  programEventsMax: 65_536,
  timersMax: 65_536,
  tooLongMs: 7000,
  tooLongGraceMs: 1500,
};
