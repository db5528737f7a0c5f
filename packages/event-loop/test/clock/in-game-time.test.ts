/**
 * The world's time: expected values from tweaked.cc's rules (24 hours in 20 minutes).
 */
import { expect, test } from "vitest";
import { alarmDueMs, inGameDay, inGameEpochMs, inGameHour } from "../../src/clock/in-game-time.js";
import { explore } from "../../src/testing/index.js";

const MINUTE_MS = 60_000;

test("the world's time begins at six on day 1", () => {
  expect(inGameHour(0)).toBe(6);
  expect(inGameDay(0)).toBe(1);
});

test("a day of the world takes twenty minutes and changes at midnight", () => {
  expect(inGameHour(5 * MINUTE_MS)).toBe(12);
  expect(inGameHour(15 * MINUTE_MS - 50)).toBe(23.999);
  expect(inGameDay(15 * MINUTE_MS - 50)).toBe(1);
  expect(inGameHour(15 * MINUTE_MS)).toBe(0);
  expect(inGameDay(15 * MINUTE_MS)).toBe(2);
  expect(inGameHour(20 * MINUTE_MS)).toBe(6);
});

test("the world's time moves in ticks of 0.05 seconds", () => {
  expect(inGameHour(49.9)).toBe(6);
  expect(inGameHour(50)).toBe(6.001);
});

test("inGameEpochMs() is made of the day and the hour", () => {
  for (const uptimeMs of [0, 50, 12_345, 15 * MINUTE_MS, 100 * MINUTE_MS]) {
    const expected = inGameDay(uptimeMs) * 86_400_000 + inGameHour(uptimeMs) * 3_600_000;
    expect(inGameEpochMs(uptimeMs)).toBeCloseTo(expected, 3);
  }
});

test("alarmDueMs() is today for an hour to come and tomorrow for one that is here or past", () => {
  expect(alarmDueMs(7, 0)).toBe(50_000);
  expect(alarmDueMs(6, 0)).toBe(20 * MINUTE_MS);
  expect(alarmDueMs(5, 0)).toBe(23 * 50_000);
});

test("alarmDueMs() is in the future, within a day, and when the clock shows the hour", () => {
  explore(500, (random) => {
    const uptimeMs = random.below(10 * 20 * MINUTE_MS);
    const hour = random.below(24_000) / 1000;
    const dueMs = alarmDueMs(hour, uptimeMs);
    expect(dueMs).toBeGreaterThan(uptimeMs);
    expect(dueMs - uptimeMs).toBeLessThanOrEqual(20 * MINUTE_MS);
    expect(inGameHour(dueMs)).toBe(hour);
  });
});
