/**
 * `os.date` on a time that is already broken down: C's strftime in the C locale.
 * Invariant: depends on its arguments alone, neither on the clock nor on the host's time zone or
 * language. Accepts the conversions that CC: Tweaked accepts, which are those of C99 without the
 * modifiers `E` and `O`; the caller deals with `*t` and a leading `!`.
 */
import { ArgumentError } from "./library-error.js";

/** A moment on the calendar and clock of some zone. */
export interface BrokenDownTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  /** 0 to 23. */
  readonly hour: number;
  /** 0 to 59. */
  readonly minute: number;
  /** 0 to 60. */
  readonly second: number;
  /** 0 for Sunday to 6. */
  readonly weekday: number;
  /** 1 to 366. */
  readonly yearDay: number;
  /** How far the zone is ahead of UTC, in minutes. */
  readonly utcOffsetMinutes: number;
  /** The zone's name, for `%Z`. */
  readonly zoneName: string;
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June", "July", "August", "September"],
  ...["October", "November", "December"],
];

/** How many letters a short name has. */
const SHORT = 3;

function nameOf(names: readonly string[], index: number): string {
  return names[index] ?? "?";
}

function pad(n: number, width: number, fill = "0"): string {
  return String(n).padStart(width, fill);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** How many weeks, counted from Monday and beginning with that of 4 January, a year has. */
function isoWeeksIn(year: number): number {
  const firstWeekday = (y: number): number => {
    const before = y - 1;
    const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
    return (before + leapDays + 1) % 7;
  };
  const first = firstWeekday(year);
  return first === 4 || (first === 3 && isLeapYear(year)) ? 53 : 52;
}

/** The week of ISO 8601 and the year it belongs to. */
function isoWeek(time: BrokenDownTime): { readonly year: number; readonly week: number } {
  const weekday = time.weekday === 0 ? 7 : time.weekday;
  const week = Math.floor((time.yearDay - weekday + 10) / 7);
  if (week < 1) {
    return { year: time.year - 1, week: isoWeeksIn(time.year - 1) };
  }
  return week > isoWeeksIn(time.year)
    ? { year: time.year + 1, week: 1 }
    : { year: time.year, week };
}

function formatOffset(minutes: number): string {
  const magnitude = Math.abs(minutes);
  const sign = minutes < 0 ? "-" : "+";
  return sign + pad(Math.floor(magnitude / 60), 2) + pad(magnitude % 60, 2);
}

type Conversion = (time: BrokenDownTime) => string;

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  "%": () => "%",
  a: (time) => nameOf(WEEKDAYS, time.weekday).slice(0, SHORT),
  A: (time) => nameOf(WEEKDAYS, time.weekday),
  b: (time) => nameOf(MONTHS, time.month - 1).slice(0, SHORT),
  B: (time) => nameOf(MONTHS, time.month - 1),
  c: (time) => formatDate("%a %b %e %H:%M:%S %Y", time),
  C: (time) => pad(Math.floor(time.year / 100), 2),
  d: (time) => pad(time.day, 2),
  D: (time) => formatDate("%m/%d/%y", time),
  e: (time) => pad(time.day, 2, " "),
  F: (time) => formatDate("%Y-%m-%d", time),
  g: (time) => pad(isoWeek(time).year % 100, 2),
  G: (time) => String(isoWeek(time).year),
  h: (time) => nameOf(MONTHS, time.month - 1).slice(0, SHORT),
  H: (time) => pad(time.hour, 2),
  I: (time) => pad(((time.hour + 11) % 12) + 1, 2),
  j: (time) => pad(time.yearDay, 3),
  m: (time) => pad(time.month, 2),
  M: (time) => pad(time.minute, 2),
  n: () => "\n",
  p: (time) => (time.hour < 12 ? "AM" : "PM"),
  r: (time) => formatDate("%I:%M:%S %p", time),
  R: (time) => formatDate("%H:%M", time),
  S: (time) => pad(time.second, 2),
  t: () => "\t",
  T: (time) => formatDate("%H:%M:%S", time),
  u: (time) => String(time.weekday === 0 ? 7 : time.weekday),
  // HOST: weeks begin on Sunday, as in C; CC: Tweaked counts them from 1 January.
  U: (time) => pad(Math.floor((time.yearDay + 6 - time.weekday) / 7), 2),
  V: (time) => pad(isoWeek(time).week, 2),
  w: (time) => String(time.weekday),
  W: (time) => pad(Math.floor((time.yearDay + 6 - ((time.weekday + 6) % 7)) / 7), 2),
  x: (time) => formatDate("%m/%d/%y", time),
  X: (time) => formatDate("%H:%M:%S", time),
  y: (time) => pad(time.year % 100, 2),
  Y: (time) => String(time.year),
  z: (time) => formatOffset(time.utcOffsetMinutes),
  // HOST: the zone's name, as in C; CC: Tweaked writes "ISO".
  Z: (time) => time.zoneName,
};

/**
 * Writes a time according to a format. A `%` at the format's end writes nothing, as in CC: Tweaked.
 *
 * @param format - text and conversions, such as `%Y-%m-%d`.
 * @param time - the time to write.
 * @throws ArgumentError for a conversion that does not exist.
 * @see Lua 5.2 manual §6.9 (`os.date`), ISO C99 §7.23.3.5
 */
export function formatDate(format: string, time: BrokenDownTime): string {
  let result = "";
  let copied = 0;
  for (let index = format.indexOf("%"); index >= 0; index = format.indexOf("%", copied)) {
    result += format.slice(copied, index);
    copied = index + 2;
    if (index + 1 < format.length) {
      const letter = format.charAt(index + 1);
      const convert = CONVERSIONS[letter];
      if (convert === undefined) {
        throw new ArgumentError(1, `invalid conversion specifier '%${letter}'`);
      }
      result += convert(time);
    }
  }
  return result + format.slice(copied);
}

/**
 * Breaks a moment down to calendar and clock of a zone.
 *
 * @param epochSeconds - seconds since 1970-01-01 00:00 UTC; a fraction is cut off.
 * @param utcOffsetMinutes - how far the zone is ahead of UTC at that moment.
 * @param zoneName - the zone's name.
 */
export function breakDownTime(
  epochSeconds: number,
  utcOffsetMinutes: number,
  zoneName: string,
): BrokenDownTime {
  // The calendar of UTC at the shifted moment is that of the zone.
  const date = new Date((Math.floor(epochSeconds) + utcOffsetMinutes * 60) * 1000);
  const year = date.getUTCFullYear();
  const midnight = Date.UTC(year, date.getUTCMonth(), date.getUTCDate());
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
    yearDay: Math.round((midnight - Date.UTC(year, 0, 1)) / 86_400_000) + 1,
    utcOffsetMinutes,
    zoneName,
  };
}
