/**
 * Dates and times of day as people write them, from seconds since 1970 and back. Pure: a time zone
 * is a function that is handed in.
 */

/** A time zone. */
export interface TimeZone {
  /**
   * Minutes to add to UTC for its time.
   * @param unixMs - the moment in question
   */
  offsetMinutes(unixMs: number): number;
}

/** Coordinated universal time. */
export const UTC: TimeZone = { offsetMinutes: () => 0 };

/** A moment as a calendar and a clock show it. */
export interface CivilTime {
  /** The year. */
  readonly year: number;
  /** The month, from 1. */
  readonly month: number;
  /** The day of the month, from 1. */
  readonly day: number;
  /** The hour, 0 to 23. */
  readonly hour: number;
  /** The minute. */
  readonly minute: number;
  /** The second. */
  readonly second: number;
  /** The day of the week: 0 is Sunday. */
  readonly weekday: number;
  /** The day of the year, from 0. */
  readonly yearDay: number;
  /** Minutes that were added to UTC. */
  readonly offsetMinutes: number;
  /** Whether summer time was in effect. */
  readonly isSummerTime: boolean;
}

/** Seconds from 1970 to either end of what a JavaScript date can hold. */
const SECONDS_MAX = 8.64e12;

const DAY_MS = 86_400_000;

/**
 * Gives what calendar and clock show at a moment.
 * @param unixSeconds - seconds since 1970, whole
 * @param zone - where
 * @returns null outside the years that can be told
 */
export function civilTimeAt(unixSeconds: number, zone: TimeZone): CivilTime | null {
  if (Math.abs(unixSeconds) > SECONDS_MAX - 86_400) return null;
  const offsetMinutes = zone.offsetMinutes(unixSeconds * 1000);
  const date = new Date(unixSeconds * 1000 + offsetMinutes * 60_000);
  const year = date.getUTCFullYear();
  const firstOfYear = utcMs(year, 1, 1, 0, 0, 0);
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
    yearDay: Math.floor((date.getTime() - firstOfYear) / DAY_MS),
    offsetMinutes,
    isSummerTime: offsetMinutes > standardOffsetMinutes(year, zone),
  };
}

/**
 * Gives the moment at which calendar and clock show a date and time. Parts past their range carry
 * over, as with C's `mktime`.
 * @returns seconds since 1970, or NaN outside the years that can be told
 */
export function unixSecondsOf(
  parts: Pick<CivilTime, "year" | "month" | "day" | "hour" | "minute" | "second">,
  zone: TimeZone,
): number {
  const { year, month, day, hour, minute, second } = parts;
  const shownMs = utcMs(year, month, day, hour, minute, second);
  if (Number.isNaN(shownMs)) return NaN;
  // The offset is that of the moment sought; a second look corrects the first near a change.
  const guessMs = shownMs - zone.offsetMinutes(shownMs) * 60_000;
  return Math.floor((shownMs - zone.offsetMinutes(guessMs) * 60_000) / 1000);
}

/** The lesser of the offsets in winter and in summer. */
function standardOffsetMinutes(year: number, zone: TimeZone): number {
  return Math.min(
    zone.offsetMinutes(utcMs(year, 1, 1, 0, 0, 0)),
    zone.offsetMinutes(utcMs(year, 7, 1, 0, 0, 0)),
  );
}

/** As `Date.UTC`, which takes the years 0 to 99 for those of the last century. */
function utcMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second, 0);
}
