/**
 * `os.clock`, `time`, `day`, `epoch` and `date` on a clock that starts where the test says.
 * Expected: tweaked.cc, os.
 */
import { VirtualClock } from "@craftos-http/event-loop";
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

/** 14 March 2025, 15:09:26.535 UTC; two hours later on the wall. */
function piDay(): VirtualClock {
  return new VirtualClock({
    startUnixMs: Date.UTC(2025, 2, 14, 15, 9, 26, 535),
    utcOffsetMinutes: 120,
  });
}

test("os.clock() counts the seconds since the computer booted", () => {
  const clock = new VirtualClock();
  clock.runUntil(5000);
  expect(outputOf("print(os.clock()) sleep(2.5) print(os.clock())", { clock })).toBe("0\n2.5\n");
});

test("os.time() is the hour of the world's day, of UTC or of local time", () => {
  const output = outputOf(
    `print(os.time(), os.time("ingame"))
     print(("%.4f %.4f"):format(os.time("utc"), os.time("LOCAL")))
     sleep(300) print(os.time())`,
    { clock: piDay() },
  );
  expect(output).toBe("6\t6\n15.1574 17.1574\n12\n");
});

test("os.day() is the world's day, or days since 1970", () => {
  const output = outputOf(
    `print(os.day(), os.day("utc"), os.day("local")) sleep(900) print(os.day())`,
    { clock: piDay() },
  );
  expect(output).toBe("1\t20161\t20161\n2\n");
});

test("os.epoch() is in milliseconds, and in nanoseconds where CraftOS-PC has them", () => {
  const output = outputOf(
    `print(os.epoch(), os.epoch("ingame") == os.day() * 86400000 + os.time() * 3600000)
     print(("%d %d"):format(os.epoch("utc"), os.epoch("local") - os.epoch("utc")))
     print(os.epoch("nano") / 1e6 == os.epoch("utc"))`,
    { clock: piDay() },
  );
  expect(output).toBe("108000000\ttrue\n1741964966535 7200000\ntrue\n");
});

test("os.date() writes local time, and UTC after an exclamation mark", () => {
  const output = outputOf(
    `print(os.date()) print(os.date("!%H:%M:%S")) print(os.date("%Y-%m-%d %H:%M:%S %z", 0))`,
    { clock: piDay() },
  );
  expect(output).toBe("Fri Mar 14 17:09:26 2025\n15:09:26\n1970-01-01 02:00:00 +0200\n");
});

test("os.date('*t') gives a table from which os.time() makes the time again", () => {
  const output = outputOf(
    `local t = os.date("*t", 1741964966)
     print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst)
     print(("%d"):format(os.time(t)), os.date("!*t", 0).year)
     print(("%d"):format(os.time { year = 2025, month = 1, day = 1 }))`,
    { clock: piDay() },
  );
  expect(output).toBe("2025\t3\t14\t17\t9\t26\t6\t73\tfalse\n1741964966\t1970\n1735725600\n");
});

test.each([
  ["os.time('mars')", "Unsupported operation"],
  ["os.time(1)", "bad argument #1 (string expected, got number)"],
  ["os.day({})", "bad argument #1 (string expected, got table)"],
  ["os.epoch('')", "Unsupported operation"],
  ["os.time { year = 2025, month = 1 }", 'field "day" missing in date table'],
  ["os.date(1)", "bad argument #1 (string expected, got number)"],
  ["os.date('%c', 'x')", "bad argument #2 (number expected, got string)"],
  ["os.date('%Q')", "bad argument #1: invalid conversion specifier '%Q'"],
  ["os.date('%c', 1e300)", "bad argument #2 (time out of range)"],
])("%s raises '%s' where it was called", (call, message) => {
  expect(outputOf(`print(pcall(function() ${call} end))`)).toBe(
    `false\t/program.lua:1: ${message}\n`,
  );
});
