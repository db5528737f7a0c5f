/**
 * Turns, slices and pre-emption, with running time counted by the virtual clock.
 */
import { LuaState } from "@craftos-http/interpreter";
import { expect, test } from "vitest";
import { Computer } from "../../src/computer/computer.js";
import { TOO_LONG_MESSAGE } from "../../src/computer/program-slice.js";
import { SLICE_MS } from "../../src/scheduler/scheduler.js";
import { Simulation } from "../simulation.js";

const FOREVER = { limits: { tooLongMs: Infinity } };
/** Short limits: what the default ones cost in real time is no gain to a test. */
const IMPATIENT = { limits: { tooLongMs: 100, tooLongGraceMs: 20 } };

test("a loop without a yield delays neither the host nor another computer by more than a slice", () => {
  const simulation = new Simulation();
  const busy = simulation.boot("while true do end", FOREVER);
  const other = simulation.boot("while true do log(pull()) end");
  for (let turn = 0; turn < 5; turn++) {
    simulation.scheduler.pump();
    other.deliver({ values: ["event", turn] });
    simulation.scheduler.pump();
    expect(simulation.log).toHaveLength(turn + 1);
  }
  expect(busy.status).toBe("ready");
  expect(simulation.scheduler.isIdle).toBe(false);
});

test("a computer that is flooded with events does not keep one that computes from getting on", () => {
  const simulation = new Simulation();
  const computing = simulation.boot(
    "local n = 0 for i = 1, 3e6 do n = n + i end log('computed', n)",
    FOREVER,
  );
  simulation.boot("while true do queue('again') pull() end");
  for (let turn = 0; turn < 200 && computing.status !== "ended"; turn++)
    simulation.scheduler.pump();
  expect(simulation.log).toEqual(["computed 4500001500000"]);
});

test("a hundred computing programs each get as much as any other", () => {
  const { scheduler } = new Simulation({ sliceMs: 2 });
  const progress = new Array<number>(100).fill(0);
  // One state for all: what is compared is their turns, not how fast a hundred programs compile.
  const state = new LuaState();
  state.globals.define("progress", (id) => ++progress[id as number]!);
  const program = state.load(
    "local id = ... while true do for _ = 1, 1e4 do end progress(id) end",
    "=p",
  );
  for (let id = 0; id < 100; id++)
    new Computer({ scheduler, state, ...FOREVER }).boot(program, [id]);
  for (let turn = 0; turn < 200; turn++) scheduler.pump(); // Now all have begun.
  progress.fill(0);
  for (let turn = 0; turn < 200; turn++) scheduler.pump();
  // Two slices, each of one budget, which is the same amount of work give or take a turn of the loop.
  const [least, most] = [Math.min(...progress), Math.max(...progress)];
  expect(least).toBeGreaterThan(5);
  expect(most - least).toBeLessThanOrEqual(2);
});

test("a computer that never yields does not hold up ninety-nine that answer, nor they it", () => {
  const simulation = new Simulation();
  const busy = simulation.boot("while true do progress() end", FOREVER);
  let progress = 0;
  simulation.globalsOf(busy).define("progress", () => ++progress);
  const others = Array.from({ length: 99 }, () =>
    simulation.boot("while true do log(pull('ask')) end"),
  );
  for (let turn = 0; turn < 100; turn++) simulation.scheduler.pump(); // Now all wait.
  for (let round = 1; round <= 3; round++) {
    simulation.log.length = 0;
    for (const [id, other] of others.entries()) other.deliver({ values: ["ask", id] });
    const before = progress;
    // On a virtual clock every reading costs 2 ms of running time, so a turn has few computers in it.
    for (let turn = 0; turn < 99 && simulation.log.length < 99; turn++) simulation.scheduler.pump();
    expect(simulation.log).toEqual(others.map((_, id) => `ask ${id}`));
    expect(progress).toBeGreaterThan(before);
  }
  expect(busy.status).toBe("ready");
});

test("programs that return, fail, stop or are switched off leave the others as they were", () => {
  const simulation = new Simulation();
  const waiting = simulation.start("while true do log('still here', pull()) end");
  const sleeping = simulation.boot("timer(10) pull() log('woken')");
  const ends = ["return", "error('x')", "stop(0)", "fault()", "timer(1) pull()"].map((source) =>
    simulation.boot(source),
  );
  simulation.run(5);
  ends[4]!.halt();
  expect(ends.map(({ end }) => end?.kind)).toEqual([
    "returned",
    "failed",
    "shutdown",
    "fault",
    "halted",
  ]);
  waiting.deliver({ values: ["event"] });
  simulation.run();
  expect(simulation.log).toEqual(["still here event", "woken"]);
  expect([waiting.status, sleeping.end?.kind]).toEqual(["waiting", "returned"]);
});

test("how long slices are can be changed while a program runs", () => {
  const simulation = new Simulation();
  const { scheduler, clock } = simulation;
  const busy = simulation.boot("while true do end", FOREVER);
  const turnMs = (): number => {
    const startedMs = clock.runningMs();
    scheduler.pump();
    return clock.runningMs() - startedMs;
  };
  expect(turnMs()).toBeLessThan(30);
  scheduler.sliceMs = 500;
  expect(turnMs()).toBeGreaterThanOrEqual(500);
  scheduler.sliceMs = SLICE_MS;
  expect(turnMs()).toBeLessThan(30);
  expect(busy.status).toBe("ready");
});

test("a long slice ends when a timer is due", () => {
  const simulation = new Simulation();
  const { scheduler, clock } = simulation;
  simulation.boot("while true do end", FOREVER);
  scheduler.sliceMs = 500;
  const sleeping = simulation.boot("timer(0.05) pull() log('woken')");
  scheduler.pump(); // The busy one first, which was booted first; then the other starts its timer.
  const startedMs = clock.runningMs();
  scheduler.pump();
  const ranMs = clock.runningMs() - startedMs;
  expect(ranMs).toBeGreaterThanOrEqual(50);
  expect(ranMs).toBeLessThan(100);
  expect(sleeping.status).toBe("waiting");
});

test("pre-emption makes no difference to the order of events", () => {
  const program = `
    while true do
      local _, n = pull()
      if n % 3 == 0 then queue("own", n * 100 + 1) end
      for _ = 1, n % 5 == 0 and 2e6 or 1 do end
      log(n)
    end`;
  const orders = [1, 10, 1e9].map((sliceMs) => {
    const simulation = new Simulation({ sliceMs });
    const computer = simulation.start(program);
    for (let n = 1; n <= 12; n++) computer.deliver({ values: ["event", n] });
    simulation.run();
    return simulation.log.join(" ");
  });
  expect(new Set(orders).size).toBe(1);
});

test("a program that runs too long without yielding gets an error that it can catch", () => {
  const simulation = new Simulation();
  const computer = simulation.start(
    `
    log(pcall(function() while true do end end))
    log(pull())`,
    IMPATIENT,
  );
  expect(simulation.log).toHaveLength(1);
  expect(simulation.log[0]).toContain(TOO_LONG_MESSAGE);
  expect(computer.status).toBe("waiting");
});

test("a program that runs on after the error is stopped with it", () => {
  const simulation = new Simulation();
  const computer = simulation.start(
    "while true do pcall(function() while true do end end) end",
    IMPATIENT,
  );
  expect(computer.end).toMatchObject({
    kind: "failed",
    error: { value: `program.lua:1: ${TOO_LONG_MESSAGE}` },
  });
});

test("a program that yields now and then may run for ever", () => {
  const simulation = new Simulation();
  const computer = simulation.start(
    `
    for _ = 1, 6 do
      for _ = 1, 2e6 do end
      queue("rest") pull("rest")
    end
    log("done")`,
    { limits: { tooLongMs: 60 } },
  );
  expect(computer.end?.kind).toBe("returned");
  expect(simulation.log).toEqual(["done"]);
});

test("a loop inside a native that cannot be suspended is too long as well", () => {
  const simulation = new Simulation();
  simulation.start(`log(pcall(table.sort, { 3, 2, 1 }, function() while true do end end))`, {
    ...IMPATIENT,
  });
  expect(simulation.log[0]).toContain(TOO_LONG_MESSAGE);
});

test("Scheduler.nextWakeMs is the next timer, now while something is to be done, else never", () => {
  const simulation = new Simulation();
  expect(simulation.scheduler.nextWakeMs).toBe(Infinity);
  simulation.boot("timer(2) pull()");
  expect(simulation.scheduler.nextWakeMs).toBe(0);
  simulation.scheduler.pump();
  expect(simulation.scheduler.nextWakeMs).toBe(2000);
});

test("the same inputs give the same outputs a hundred times", () => {
  const program = `
    local function worker(n)
      for i = 1, 5 do
        timer((n * i) % 7 / 10)
        local name, id = pull()
        log(n, i, name, id, clock(), math.random(1000))
      end
    end
    local all = {}
    for n = 1, 4 do all[n] = coroutine.create(worker) coroutine.resume(all[n], n) end
    while #all > 0 do
      local event = table.pack(pull())
      for n = #all, 1, -1 do
        coroutine.resume(all[n], table.unpack(event, 1, event.n))
        if coroutine.status(all[n]) == "dead" then table.remove(all, n) end
      end
    end`;
  const logs = Array.from({ length: 100 }, () => {
    const simulation = new Simulation();
    const computer = simulation.boot(program);
    for (let n = 0; n < 3; n++) computer.deliver({ values: ["host", n] });
    simulation.run();
    return simulation.log.join("\n");
  });
  expect(new Set(logs).size).toBe(1);
  expect(logs[0]).toContain("timer");
});
