/**
 * Acts on a virtual clock: their order, stops on the way, and programs that never come to rest.
 */
import { expect, test } from "vitest";
import { VirtualClock } from "../../src/clock/virtual-clock.js";
import { Scheduler } from "../../src/scheduler/scheduler.js";
import { SeededRandom, Timeline } from "../../src/testing/index.js";
import { Simulation } from "../simulation.js";

function timelineFor(clock: VirtualClock, seed = 1, wakeUpsMax?: number): Timeline {
  return new Timeline(clock, new SeededRandom(seed), wakeUpsMax);
}

test("Timeline.run() lets acts happen in order of time, those that acts plan too", () => {
  const clock = new VirtualClock();
  const timeline = timelineFor(clock);
  const happened: string[] = [];
  const note = (name: string) => (): void => void happened.push(`${name} ${clock.nowMs()}`);
  timeline.at(20, note("late"));
  timeline.at(10, () => {
    note("early")();
    timeline.at(5, note("past"));
    timeline.at(15, note("planned"));
  });
  timeline.run();
  expect(happened).toEqual(["early 10", "past 10", "planned 15", "late 20"]);
});

test("Timeline.run() stops at a time and goes on from there", () => {
  const simulation = new Simulation();
  simulation.boot("while true do timer(1) pull('timer') log(clock()) end");
  const timeline = timelineFor(simulation.clock);
  timeline.at(2500, () => simulation.log.push("act"));
  timeline.run(2000);
  expect([simulation.log.splice(0), simulation.clock.nowMs()]).toEqual([["1", "2"], 2000]);
  timeline.run(3500);
  expect([simulation.log, simulation.clock.nowMs()]).toEqual([["act", "3"], 3500]);
});

test("Timeline.run() says so when a program goes on for ever", () => {
  const simulation = new Simulation();
  simulation.boot("while true do timer(60) pull('timer') end");
  const timeline = timelineFor(simulation.clock, 1, 1000);
  expect(() => {
    timeline.run();
  }).toThrow(
    /^the program goes on for ever \(it was woken 1000 times, until \d+ s of virtual time\)/,
  );
});

test("Scheduler.callAt() calls back among the timers, in order of time and creation", () => {
  const simulation = new Simulation();
  const { scheduler, clock, log } = simulation;
  simulation.boot("timer(1) timer(3) for _ = 1, 2 do pull('timer') log('timer', clock()) end");
  scheduler.pump();
  scheduler.callAt(2000, () => log.push(`call ${clock.nowMs()}`));
  const cancel = scheduler.callAt(2500, () => log.push("never"));
  cancel();
  clock.runUntilIdle();
  expect(log).toEqual(["timer 1", "call 2000", "timer 3"]);
});

test("Scheduler.callAt() wakes a scheduler without computers, and may deliver events", () => {
  const clock = new VirtualClock();
  const scheduler = new Scheduler({ clock });
  const times: number[] = [];
  scheduler.callAt(5, () => {
    times.push(clock.nowMs());
    scheduler.callAt(7, () => times.push(clock.nowMs()));
  });
  clock.runUntilIdle();
  expect(times).toEqual([5, 7]);
});
