/**
 * What time it is: `os.clock`, `os.time`, `os.day`, `os.epoch` and `os.date`, all by the computer's
 * clock. Source: tweaked.cc, os.
 */
import {
  type Computer,
  expectString,
  optionalFiniteNumber,
  optionalString,
  raiseBadArgument,
} from "@craftos-http/event-loop";
import { LuaTable, raiseAt } from "@craftos-http/interpreter";
import type { LibraryFields } from "../native/define-library.js";
import { civilTimeAt, type TimeZone, UTC } from "./civil-time.js";
import { unixSecondsOfTable, tableOfCivilTime } from "./date-table.js";
import { formatDate } from "./format-date.js";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The clocks that the functions know by name. */
type Locale = "ingame" | "utc" | "local";

function localeOf(value: string | undefined, fallback: Locale): Locale {
  if (value === undefined) return fallback;
  const name = value.toLowerCase();
  if (name === "ingame" || name === "utc" || name === "local") return name;
  return raiseAt("Unsupported operation", 1);
}

/**
 * Makes the functions of `os` that tell the time.
 * @param computer - whose time they tell
 */
export function osTime(computer: Computer): LibraryFields {
  const localZone: TimeZone = {
    offsetMinutes: (unixMs) => computer.utcOffsetMinutes(unixMs),
  };

  /** Milliseconds since 1970 on a clock that shows UTC or local time. */
  function wallMs(locale: "utc" | "local"): number {
    const unixMs = computer.unixMs();
    return locale === "utc" ? unixMs : unixMs + computer.utcOffsetMinutes(unixMs) * 60_000;
  }

  return {
    clock: () => computer.clockSeconds(),

    time: (value) => {
      if (value instanceof LuaTable) return unixSecondsOfTable(value, localZone);
      if (value !== undefined && typeof value !== "string") raiseBadArgument(1, "string", value);
      const locale = localeOf(value, "ingame");
      if (locale === "ingame") return computer.inGameHour();
      const ms = wallMs(locale);
      return (ms - Math.floor(ms / DAY_MS) * DAY_MS) / HOUR_MS;
    },

    day: (value) => {
      const locale = localeOf(optionalString(1, value), "ingame");
      return locale === "ingame" ? computer.inGameDay() : Math.floor(wallMs(locale) / DAY_MS);
    },

    epoch: (value) => {
      const name = optionalString(1, value);
      // CC: not in CC: Tweaked; CraftOS-PC has it.
      if (name?.toLowerCase() === "nano") return Math.floor(computer.unixMs() * 1e6);
      const locale = localeOf(name, "ingame");
      return locale === "ingame" ? computer.inGameEpochMs() : Math.floor(wallMs(locale));
    },

    date: (format, time) => {
      let pattern = format === undefined ? "%c" : expectString(1, format);
      const seconds = optionalFiniteNumber(2, time) ?? computer.unixMs() / 1000;
      const zone = pattern.startsWith("!") ? UTC : localZone;
      if (zone === UTC) pattern = pattern.slice(1);
      const civil = civilTimeAt(Math.floor(seconds), zone);
      if (civil === null) return raiseAt("bad argument #2 (time out of range)", 1);
      return pattern === "*t" ? tableOfCivilTime(civil) : formatDate(pattern, civil);
    },
  };
}
