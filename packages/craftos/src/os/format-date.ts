/**
 * `os.date` with a format: C's `strftime` in the C locale. Source: tweaked.cc, os.date; ISO C §7.27.3.
 */
import { raiseAt } from "@craftos-http/interpreter";
import type { CivilTime } from "./civil-time.js";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  ["January", "February", "March", "April", "May", "June"],
  ["July", "August", "September", "October", "November", "December"],
].flat();

type Conversion = (time: CivilTime) => string;

function pad(value: number, width: number, filler = "0"): string {
  return String(value).padStart(width, filler);
}

/** Composes a conversion of others. */
function composed(format: string): Conversion {
  return (time) => formatDate(format, time);
}

const weekdayName: Conversion = (time) => WEEKDAYS[time.weekday] ?? "?";
const monthName: Conversion = (time) => MONTHS[time.month - 1] ?? "?";
const hour12: Conversion = (time) => pad(((time.hour + 11) % 12) + 1, 2);

/** The number of the week that a day of the year is in, when weeks begin on a weekday. */
function weekOfYear(time: CivilTime, firstWeekday: number): string {
  return pad(Math.floor((time.yearDay + 7 - ((time.weekday + 7 - firstWeekday) % 7)) / 7), 2);
}

/** The week and its year by ISO 8601: a week belongs to the year that its Thursday is in. */
function isoWeek(time: CivilTime): { year: number; week: number } {
  const thursday = time.yearDay + 3 - ((time.weekday + 6) % 7);
  if (thursday < 0) {
    const days = isLeapYear(time.year - 1) ? 366 : 365;
    return { year: time.year - 1, week: Math.floor((thursday + days) / 7) + 1 };
  }
  const days = isLeapYear(time.year) ? 366 : 365;
  if (thursday >= days) return { year: time.year + 1, week: 1 };
  return { year: time.year, week: Math.floor(thursday / 7) + 1 };
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function offset(time: CivilTime): string {
  const minutes = Math.abs(time.offsetMinutes);
  const sign = time.offsetMinutes < 0 ? "-" : "+";
  return `${sign}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`;
}

const CONVERSIONS: ReadonlyMap<string, Conversion> = new Map<string, Conversion>([
  ["a", (time) => weekdayName(time).slice(0, 3)],
  ["A", weekdayName],
  ["b", (time) => monthName(time).slice(0, 3)],
  ["B", monthName],
  ["c", composed("%a %b %e %H:%M:%S %Y")],
  ["C", (time) => pad(Math.floor(time.year / 100), 2)],
  ["d", (time) => pad(time.day, 2)],
  ["D", composed("%m/%d/%y")],
  ["e", (time) => pad(time.day, 2, " ")],
  ["F", composed("%Y-%m-%d")],
  ["g", (time) => pad(isoWeek(time).year % 100, 2)],
  ["G", (time) => String(isoWeek(time).year)],
  ["h", composed("%b")],
  ["H", (time) => pad(time.hour, 2)],
  ["I", hour12],
  ["j", (time) => pad(time.yearDay + 1, 3)],
  ["m", (time) => pad(time.month, 2)],
  ["M", (time) => pad(time.minute, 2)],
  ["n", () => "\n"],
  ["p", (time) => (time.hour < 12 ? "AM" : "PM")],
  ["r", composed("%I:%M:%S %p")],
  ["R", composed("%H:%M")],
  ["S", (time) => pad(time.second, 2)],
  ["t", () => "\t"],
  ["T", composed("%H:%M:%S")],
  ["u", (time) => String(time.weekday === 0 ? 7 : time.weekday)],
  ["U", (time) => weekOfYear(time, 0)],
  ["V", (time) => pad(isoWeek(time).week, 2)],
  ["w", (time) => String(time.weekday)],
  ["W", (time) => weekOfYear(time, 1)],
  ["x", composed("%m/%d/%y")],
  ["X", composed("%H:%M:%S")],
  ["y", (time) => pad(((time.year % 100) + 100) % 100, 2)],
  ["Y", (time) => String(time.year)],
  ["z", offset],
  ["Z", (time) => (time.offsetMinutes === 0 ? "UTC" : offset(time))],
  ["%", () => "%"],
]);

/**
 * Writes a date by a format.
 * @param format - text with conversions such as `%Y`
 * @param time - the date and time
 * @throws LuaError for a conversion that there is not
 */
export function formatDate(format: string, time: CivilTime): string {
  return format.replaceAll(/%([\s\S]?)/g, (_, name: string) => {
    const conversion = CONVERSIONS.get(name);
    if (conversion !== undefined) return conversion(time);
    return raiseAt(`bad argument #1: invalid conversion specifier '%${name}'`, 1);
  });
}
