/**
 * What the kernel knows of time: one interface over real and virtual time.
 *
 * Nothing else in the kernel tells the time or waits. A clock holds at most one pending wake-up; a
 * later request replaces an earlier one.
 */

/** A source of time and of wake-ups. */
export interface Clock {
  /** Milliseconds since some start, possibly fractional; never goes back. */
  nowMs(): number;

  /** Milliseconds since 1970-01-01T00:00:00Z. */
  unixMs(): number;

  /**
   * Minutes to add to UTC for local time.
   * @param unixMs - the moment in question: the answer changes with summer time
   */
  utcOffsetMinutes(unixMs: number): number;

  /**
   * Milliseconds that programs have been running, for time slices: only differences count. Real time
   * on a real clock; on a virtual one, whose time stands still while a program runs, every reading
   * costs a fixed amount, so that slices end at the same place each time.
   */
  runningMs(): number;

  /**
   * Everything waits: asks to be called once the time has come.
   * @param timeMs - a time on the scale of {@link nowMs}; `Infinity` for never
   * @param wake - what to call
   */
  wakeAt(timeMs: number, wake: () => void): void;

  /**
   * There is more to do: asks to be called again after the host has had a turn.
   * @param wake - what to call
   */
  wakeSoon(wake: () => void): void;
}
