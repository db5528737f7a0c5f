/**
 * Virtual time: when it stands, when it jumps.
 */
import { expect, test } from "vitest";
import { VirtualClock } from "../../src/clock/virtual-clock.js";

test("VirtualClock stands still until it is moved on", () => {
  const clock = new VirtualClock({ startUnixMs: 1000, utcOffsetMinutes: 90 });
  clock.wakeAt(500, () => undefined);
  expect([clock.nowMs(), clock.unixMs(), clock.utcOffsetMinutes()]).toEqual([0, 1000, 90]);
  clock.advance();
  expect([clock.nowMs(), clock.unixMs()]).toEqual([500, 1500]);
});

test("VirtualClock.runUntilIdle() follows wake-ups asked for by wake-ups", () => {
  const clock = new VirtualClock();
  const times: number[] = [];
  const wake = (): void => {
    times.push(clock.nowMs());
    if (times.length < 4) clock.wakeAt(clock.nowMs() + 3_600_000, wake);
  };
  clock.wakeSoon(wake);
  clock.runUntilIdle();
  expect(times).toEqual([0, 3_600_000, 7_200_000, 10_800_000]);
  expect(clock.advance()).toBe(false);
});

test("VirtualClock.runUntil() stops before a later wake-up, which stays pending", () => {
  const clock = new VirtualClock();
  let woken = false;
  clock.wakeAt(100, () => {
    woken = true;
  });
  clock.runUntil(99);
  expect([woken, clock.nowMs()]).toEqual([false, 99]);
  clock.runUntil(100);
  expect([woken, clock.nowMs()]).toEqual([true, 100]);
});

test("VirtualClock.runUpTo() does what is due before a time and leaves what is due at it", () => {
  const clock = new VirtualClock();
  const times: number[] = [];
  const wake = (): void => {
    times.push(clock.nowMs());
    clock.wakeAt(clock.nowMs() + 10, wake);
  };
  clock.wakeAt(10, wake);
  clock.runUpTo(30);
  expect([times, clock.nowMs()]).toEqual([[10, 20], 30]);
  clock.advance(30);
  expect(times).toEqual([10, 20, 30]);
});

test("VirtualClock takes back a wake-up when asked for another or for never", () => {
  const clock = new VirtualClock();
  clock.wakeAt(10, () => {
    throw new Error("replaced");
  });
  clock.wakeAt(Infinity, () => undefined);
  clock.runUntilIdle();
  expect(clock.nowMs()).toBe(0);
});

test("VirtualClock never goes back for a wake-up that is overdue", () => {
  const clock = new VirtualClock();
  clock.runUntil(50);
  clock.wakeAt(20, () => undefined);
  clock.advance();
  expect(clock.nowMs()).toBe(50);
});

test("VirtualClock.runningMs() moves by the same amount at every reading", () => {
  const clock = new VirtualClock();
  const readings = [clock.runningMs(), clock.runningMs(), clock.runningMs()];
  expect(readings[2]! - readings[1]!).toBe(readings[1]! - readings[0]!);
  expect(clock.nowMs()).toBe(0);
});
