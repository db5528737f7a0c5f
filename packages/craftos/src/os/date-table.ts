/**
 * Dates as Lua tables: what `os.date("*t")` gives and `os.time(table)` takes (Lua 5.2 manual §6.9).
 */
import { LuaTable, raiseAt } from "@craftos-http/interpreter";
import { type CivilTime, type TimeZone, unixSecondsOf } from "./civil-time.js";

/**
 * Makes the table of `os.date("*t")`.
 * @param time - the date and time
 */
export function tableOfCivilTime(time: CivilTime): LuaTable {
  return LuaTable.fromFields([
    ["year", time.year],
    ["month", time.month],
    ["day", time.day],
    ["hour", time.hour],
    ["min", time.minute],
    ["sec", time.second],
    ["wday", time.weekday + 1],
    ["yday", time.yearDay + 1],
    ["isdst", time.isSummerTime],
  ]);
}

/**
 * Gives the seconds since 1970 for a table as `os.date("*t")` makes it.
 * @param table - `year`, `month` and `day` must be there; the hour is noon if it is not
 * @param zone - where the clock stands that shows this time
 */
export function unixSecondsOfTable(table: LuaTable, zone: TimeZone): number {
  const seconds = unixSecondsOf(
    {
      year: field(table, "year"),
      month: field(table, "month"),
      day: field(table, "day"),
      hour: field(table, "hour", 12),
      minute: field(table, "min", 0),
      second: field(table, "sec", 0),
    },
    zone,
  );
  if (Number.isNaN(seconds)) raiseAt("time out of range", 1);
  return seconds;
}

function field(table: LuaTable, name: string, fallback?: number): number {
  const value = table.getString(name);
  if (typeof value === "number" && Number.isFinite(value)) return Math.trunc(value);
  if (value === undefined && fallback !== undefined) return fallback;
  return raiseAt(`field "${name}" missing in date table`, 1);
}
