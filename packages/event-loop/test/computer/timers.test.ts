/**
 * Timers and alarms as a program sees them, in virtual time.
 */
import { expect, test } from "vitest";
import { explore } from "../../src/testing/index.js";
import { Simulation } from "../simulation.js";

test("timers fire in order of time, then of creation", () => {
  const simulation = new Simulation();
  simulation.start(`
    for _, seconds in ipairs { 0.3, 0.1, 0.2, 0.1, 0 } do log("start", timer(seconds)) end
    for _ = 1, 5 do local _, id = pull("timer") log(id, clock()) end`);
  expect(simulation.log.slice(5)).toEqual(["5 0.001", "2 0.1", "4 0.1", "3 0.2", "1 0.3"]);
});

test("a day of sleep takes no real time and ends exactly on time", () => {
  const simulation = new Simulation();
  simulation.start(`for _ = 1, 20 do timer(4320) pull("timer") end log(clock())`);
  expect(simulation.log).toEqual(["86400"]);
});

test("a cancelled timer does not fire, though it fell due while the program ran", () => {
  const simulation = new Simulation();
  simulation.start(`
    local a, b = timer(1), timer(2)
    cancel(a) cancel(99)
    log(select(2, pull("timer")) == b)
    cancel(b)
    timer(1)
    log(pull("timer"))`);
  expect(simulation.log).toEqual(["true", "timer 3"]);
});

test("a timer that fires in the inbox of a busy program can still be cancelled", () => {
  const simulation = new Simulation();
  const computer = simulation.boot(`
    local a = timer(1)
    busy()
    cancel(a)
    timer(1)
    log(pull("timer"))`);
  simulation.globalsOf(computer).define("busy", () => {
    const due = simulation.scheduler.timers.takeDue(Infinity);
    due?.owner.timerFired(due);
    return true;
  });
  simulation.run();
  expect(simulation.log).toEqual(["timer 2"]);
});

test("zero, negative and tiny durations count as a millisecond", () => {
  const simulation = new Simulation();
  simulation.start(`
    for _, seconds in ipairs { 0, -5, 0.0001, 1.1 } do timer(seconds) pull() log(clock()) end`);
  expect(simulation.log).toEqual(["0.001", "0.002", "0.003", "1.103"]);
});

test("with ticks, durations and the clock are multiples of 0.05 seconds", () => {
  const simulation = new Simulation();
  simulation.start(
    `for _, seconds in ipairs { 0, 0.01, 0.12, 0.13, 1 } do timer(seconds) pull() log(clock()) end`,
    { timerGranularity: "tick" },
  );
  expect(simulation.log).toEqual(["0.05", "0.1", "0.2", "0.35", "1.35"]);
});

test("alarms go off at their hour of the world's day and are numbered apart from timers", () => {
  const simulation = new Simulation();
  simulation.start(`
    log(timer(1), alarm(6.5), alarm(7), alarm(5))
    cancelAlarm(2)
    for _ = 1, 3 do local name, id = pull() log(name, id, clock()) end`);
  expect(simulation.log).toEqual(["1 1 2 3", "timer 1 1", "alarm 1 25", "alarm 3 1150"]);
});

test("a program with too many timers is told, and can go on when one has fired", () => {
  const simulation = new Simulation();
  simulation.start(`log(timer(1), timer(1), timer(1)) pull("timer") log(timer(1))`, {
    limits: { timersMax: 2 },
  });
  expect(simulation.log).toEqual(["1 2 nil", "3"].map((line) => line.replace("nil", "undefined")));
});

test("timers of several computers fire in one order", () => {
  const simulation = new Simulation();
  for (const id of [1, 2, 3]) {
    simulation.boot(`
      for n = 1, 3 do timer(0.1) pull("timer") log(${id}, n) end`);
  }
  simulation.run();
  expect(simulation.log).toEqual([
    ...["1 1", "2 1", "3 1"],
    ...["1 2", "2 2", "3 2"],
    ...["1 3", "2 3", "3 3"],
  ]);
});

test("any timers fire at the time for which they were set, in order", () => {
  explore(20, (random) => {
    const durations = Array.from({ length: 50 }, () => random.below(200) / 100);
    const simulation = new Simulation();
    simulation.start(`
      for _, seconds in ipairs { ${durations.join(", ")} } do timer(seconds) end
      for _ = 1, 50 do local _, id = pull("timer") log(id, clock()) end`);
    const expected = durations
      .map((seconds, index) => ({ id: index + 1, at: Math.max(seconds, 0.001) }))
      .sort((a, b) => a.at - b.at || a.id - b.id);
    expect(simulation.log).toEqual(expected.map(({ id, at }) => `${id} ${at}`));
  });
});
