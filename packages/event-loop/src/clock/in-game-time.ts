/**
 * The world's time: a day of 24 hours takes 20 real minutes, and a computer boots at six in the
 * morning of day 1. Source: tweaked.cc, os.time, os.day and os.epoch ("ingame").
 *
 * HOST: there is no world, so every computer has its own, which begins when it boots.
 */

/** Real milliseconds in a tick, the smallest step of the world's time. */
export const TICK_MS = 50;

const TICKS_PER_HOUR = 1000;
const TICKS_PER_DAY = 24 * TICKS_PER_HOUR;
const BOOT_TICKS = 6 * TICKS_PER_HOUR;

/** Ticks since the midnight before a computer booted. */
function ticksAt(uptimeMs: number): number {
  return Math.floor(uptimeMs / TICK_MS) + BOOT_TICKS;
}

/**
 * The hour of the day.
 * @param uptimeMs - milliseconds since the computer booted
 * @returns at least 0, less than 24, in steps of a thousandth
 */
export function inGameHour(uptimeMs: number): number {
  return (ticksAt(uptimeMs) % TICKS_PER_DAY) / TICKS_PER_HOUR;
}

/**
 * The day, from 1.
 * @param uptimeMs - milliseconds since the computer booted
 */
export function inGameDay(uptimeMs: number): number {
  return Math.floor(ticksAt(uptimeMs) / TICKS_PER_DAY) + 1;
}

/**
 * Milliseconds of the world's time since the beginning of day 0.
 * @param uptimeMs - milliseconds since the computer booted
 */
export function inGameEpochMs(uptimeMs: number): number {
  return (ticksAt(uptimeMs) + TICKS_PER_DAY) * 3600;
}

/**
 * When an alarm goes off: the next time that the clock shows an hour, today if that is still to
 * come, else tomorrow.
 * @param hour - at least 0, less than 24
 * @param uptimeMs - milliseconds since the computer booted
 * @returns the uptime at which it is due
 */
export function alarmDueMs(hour: number, uptimeMs: number): number {
  const ticks = ticksAt(uptimeMs);
  const today = ticks - (ticks % TICKS_PER_DAY) + Math.round(hour * TICKS_PER_HOUR);
  return ((today > ticks ? today : today + TICKS_PER_DAY) - BOOT_TICKS) * TICK_MS;
}
