/**
 * Dates and times against JavaScript's own in UTC, and in a zone with summer time.
 */
import { expect, test } from "vitest";
import { civilTimeAt, type TimeZone, unixSecondsOf, UTC } from "../../src/os/civil-time.js";

/** One hour before UTC, two from 30 March to 26 October 2025, 01:00 UTC. */
const SUMMER_START_MS = Date.UTC(2025, 2, 30, 1);
const SUMMER_END_MS = Date.UTC(2025, 9, 26, 1);
const CENTRAL_EUROPE: TimeZone = {
  offsetMinutes: (unixMs) => (unixMs >= SUMMER_START_MS && unixMs < SUMMER_END_MS ? 120 : 60),
};

test("civilTimeAt() and unixSecondsOf() are opposites in UTC", () => {
  for (let step = 0; step < 500; step++) {
    const seconds = Math.floor(Math.sin(step) * 5e10);
    const time = civilTimeAt(seconds, UTC)!;
    expect(unixSecondsOf(time, UTC)).toBe(seconds);
    const { year, month, day, hour, minute, second } = time;
    const shown = [month, day, hour, minute, second].map((part) => String(part).padStart(2, "0"));
    const iso = new Date(seconds * 1000).toISOString();
    expect(iso).toContain(`${shown[0]}-${shown[1]}T${shown.slice(2).join(":")}`);
    expect(Number(/^[+-]?\d+/.exec(iso)?.[0])).toBe(year);
  }
});

test("civilTimeAt() follows the zone's summer time", () => {
  const before = civilTimeAt(SUMMER_START_MS / 1000 - 1, CENTRAL_EUROPE)!;
  const after = civilTimeAt(SUMMER_START_MS / 1000, CENTRAL_EUROPE)!;
  expect([before.hour, before.isSummerTime]).toEqual([1, false]);
  expect([after.hour, after.isSummerTime]).toEqual([3, true]);
});

test("unixSecondsOf() finds the moment in a zone on both sides of a change", () => {
  for (const changeMs of [SUMMER_START_MS, SUMMER_END_MS]) {
    for (const hours of [-30, -3, 3, 30]) {
      const seconds = changeMs / 1000 + hours * 3600;
      const time = civilTimeAt(seconds, CENTRAL_EUROPE)!;
      expect(unixSecondsOf(time, CENTRAL_EUROPE)).toBe(seconds);
    }
  }
});

test("unixSecondsOf() carries parts past their range over", () => {
  const time = { year: 2024, month: 14, day: 0, hour: 25, minute: 61, second: -1 };
  // The day before 1 February 2025, and then 26 hours, one minute less a second.
  expect(unixSecondsOf(time, UTC)).toBe(Date.UTC(2025, 1, 1, 2, 0, 59) / 1000);
});

test("years before 100 are themselves", () => {
  const time = { year: 50, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  expect(civilTimeAt(unixSecondsOf(time, UTC), UTC)?.year).toBe(50);
});

test("moments beyond what can be told have no civil time", () => {
  expect(civilTimeAt(1e13, UTC)).toBeNull();
  expect(
    unixSecondsOf({ year: 1e6, month: 1, day: 1, hour: 0, minute: 0, second: 0 }, UTC),
  ).toBeNaN();
});
