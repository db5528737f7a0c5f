/**
 * The real clock against a host whose time the test moves by hand.
 */
import { expect, test } from "vitest";
import { DELAY_MS_MAX, RealClock, type HostTime } from "../../src/clock/real-clock.js";

class HandHost implements HostTime {
  time = 0;
  timers: { atMs: number; callback: () => void }[] = [];
  deferred: (() => void)[] = [];

  monotonicMs(): number {
    return this.time;
  }

  unixMs(): number {
    return 5000 + this.time;
  }

  utcOffsetMinutes(unixMs: number): number {
    return unixMs >= 6000 ? 120 : 60;
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    expect(delayMs).toBeGreaterThanOrEqual(1);
    expect(delayMs).toBeLessThanOrEqual(DELAY_MS_MAX);
    const timer = { atMs: this.time + delayMs, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  defer(callback: () => void): void {
    this.deferred.push(callback);
  }

  moveTo(time: number): void {
    this.time = time;
    const due = this.timers.filter((timer) => timer.atMs <= time);
    this.timers = this.timers.filter((timer) => timer.atMs > time);
    for (const timer of due) timer.callback();
  }
}

function setUp() {
  const host = new HandHost();
  const clock = new RealClock(host);
  const wakes: number[] = [];
  return { host, clock, wakes, wake: () => void wakes.push(host.time) };
}

test("RealClock reads the host's time and zone", () => {
  const { host, clock } = setUp();
  host.time = 12.5;
  expect([clock.nowMs(), clock.runningMs(), clock.unixMs()]).toEqual([12.5, 12.5, 5012.5]);
  expect([clock.utcOffsetMinutes(0), clock.utcOffsetMinutes(7000)]).toEqual([60, 120]);
});

test("RealClock.wakeAt() wakes once, at the first whole millisecond that is not too early", () => {
  const { host, clock, wakes, wake } = setUp();
  clock.wakeAt(10.2, wake);
  host.moveTo(10);
  expect(wakes).toEqual([]);
  host.moveTo(11);
  host.moveTo(100);
  expect(wakes).toEqual([11]);
});

test("RealClock.wakeAt() keeps one host timer, the earlier one", () => {
  const { host, clock, wakes, wake } = setUp();
  clock.wakeAt(50, wake);
  clock.wakeAt(20, wake);
  clock.wakeAt(90, wake);
  expect(host.timers.map((timer) => timer.atMs)).toEqual([20]);
  host.moveTo(20);
  clock.wakeAt(90, wake);
  host.moveTo(90);
  expect(wakes).toEqual([20, 90]);
});

test("RealClock.wakeAt() with Infinity leaves nothing that keeps the process alive", () => {
  const { host, clock, wakes, wake } = setUp();
  clock.wakeAt(50, wake);
  clock.wakeAt(Infinity, wake);
  expect(host.timers).toEqual([]);
  host.moveTo(60);
  expect(wakes).toEqual([]);
});

test("RealClock.wakeAt() reaches times further off than a host timer can", () => {
  const { host, clock, wakes, wake } = setUp();
  const farMs = DELAY_MS_MAX * 1.5;
  clock.wakeAt(farMs, wake);
  host.moveTo(DELAY_MS_MAX);
  clock.wakeAt(farMs, wake);
  host.moveTo(farMs + 1);
  expect(wakes).toEqual([DELAY_MS_MAX, farMs + 1]);
});

test("RealClock.wakeSoon() defers once however often it is asked", () => {
  const { host, clock, wakes, wake } = setUp();
  clock.wakeSoon(wake);
  clock.wakeSoon(wake);
  expect(host.deferred).toHaveLength(1);
  host.deferred.shift()!();
  clock.wakeSoon(wake);
  expect([wakes.length, host.deferred.length]).toEqual([1, 1]);
});
