/**
 * A computer's life: boot, waiting, events, filters, ends.
 */
import { expect, test, vi } from "vitest";
import { Simulation } from "../simulation.js";

test("Computer.boot() runs the program with its arguments in the next turn", () => {
  const simulation = new Simulation();
  const computer = simulation.boot("log(...)  return 1, 2");
  expect([computer.status, simulation.log]).toEqual(["ready", []]);
  simulation.run();
  expect(simulation.log).toEqual([""]);
  expect(computer.end).toEqual({ kind: "returned", values: [1, 2] });
  expect(() => {
    computer.boot(() => 1);
  }).toThrow("boots once");
});

test("a program gets events in the order in which they came, whoever queued them", () => {
  const simulation = new Simulation();
  const computer = simulation.start("while true do log(pull()) end");
  for (const name of ["a", "b", "c"]) computer.deliver({ values: [name, name.length] });
  simulation.run();
  expect(simulation.log).toEqual(["a 1", "b 1", "c 1"]);
  expect(computer.status).toBe("waiting");
});

test("a program that queues events sees them before host events that came while it ran", () => {
  const simulation = new Simulation();
  const computer = simulation.start(`
    queue("own", 1)
    log(pull("start"))
    queue("own", 2)
    while true do log(pull()) end`);
  computer.deliver({ values: ["start"] });
  computer.deliver({ values: ["host"] });
  simulation.run();
  // The wait for "start" passed over the first; "host" was taken up when the program waited again.
  expect(simulation.log).toEqual(["start", "own 2", "host"]);
});

test("an event that a filter passes over is discarded and its source is told at once", () => {
  const simulation = new Simulation();
  const computer = simulation.start(`log(pull("wanted"))`);
  const onDiscarded = vi.fn();
  expect(computer.deliver({ values: ["other"], onDiscarded })).toBe(true);
  expect(onDiscarded).toHaveBeenCalledTimes(1);
  computer.deliver({ values: ["wanted"], onDiscarded });
  simulation.run();
  expect(simulation.log).toEqual(["wanted"]);
  expect(onDiscarded).toHaveBeenCalledTimes(1);
});

test("a filter that is no string lets every event pass", () => {
  const simulation = new Simulation();
  const computer = simulation.start("while true do log(pull(1)) end");
  computer.deliver({ values: ["a"] });
  simulation.run();
  expect(simulation.log).toEqual(["a"]);
});

test("Computer.terminate() passes every filter and gets in when there is no room", () => {
  const simulation = new Simulation();
  const limits = { hostEventsMax: 1 };
  const computer = simulation.boot(`log(pull("never")) log(pull("never"))`, { limits });
  expect(computer.deliver({ values: ["a"] })).toBe(true);
  expect(computer.deliver({ values: ["b"] })).toBe(false);
  computer.terminate();
  simulation.run();
  expect(simulation.log).toEqual(["terminate"]);
  expect(computer.status).toBe("waiting");
});

test("Computer.deliverNow() runs a program that waits for the event before it returns", () => {
  const simulation = new Simulation();
  const computer = simulation.start(`while true do log(pull("request")) end`);
  computer.deliverNow({ values: ["request", 1] });
  expect(simulation.log).toEqual(["request 1"]);
  computer.deliverNow({ values: ["other"] });
  expect(simulation.log).toHaveLength(1);
});

test("Computer.deliverNow() queues the event when the program is running", () => {
  const simulation = new Simulation();
  const computer = simulation.start(`log(pull("go")) again() log("after") log(pull())`);
  let depth = 0;
  const again = (): boolean => {
    depth++;
    return computer.deliverNow({ values: ["nested"] });
  };
  simulation.globalsOf(computer).define("again", again);
  computer.deliverNow({ values: ["go"] });
  expect(simulation.log).toEqual(["go", "after", "nested"]);
  expect(depth).toBe(1);
});

test("Computer.deliver() refuses events past the bound and calls back when there is room", () => {
  const simulation = new Simulation();
  const computer = simulation.boot("while true do log(pull()) end", {
    limits: { hostEventsMax: 4 },
  });
  const accepted = [1, 2, 3, 4, 5].map((n) => computer.deliver({ values: ["e", n] }));
  expect(accepted).toEqual([true, true, true, true, false]);
  expect(computer.hasRoom).toBe(false);
  const onRoom = vi.fn(() => {
    expect(computer.hasRoom).toBe(true);
  });
  computer.whenRoom(onRoom);
  expect(onRoom).not.toHaveBeenCalled();
  simulation.run();
  expect(onRoom).toHaveBeenCalledTimes(1);
  expect(simulation.log).toEqual(["e 1", "e 2", "e 3", "e 4"]);
});

test("timers that fire while a program is busy take no room from events of hosts", () => {
  const simulation = new Simulation();
  const computer = simulation.boot(
    `for _ = 1, 3 do timer(0) end busy() log(pull()) busy() while true do log(pull()) end`,
    { limits: { hostEventsMax: 1 } },
  );
  const accepted: boolean[] = [];
  const busy = (): undefined => {
    let timer;
    while ((timer = simulation.scheduler.timers.takeDue(Infinity)) !== null) {
      timer.owner.timerFired(timer);
    }
    accepted.push(computer.deliver({ values: ["host"] }), computer.deliver({ values: ["more"] }));
  };
  simulation.globalsOf(computer).define("busy", busy);
  simulation.run();
  expect(simulation.log).toEqual(["timer 1", "timer 2", "timer 3", "host"]);
  expect(accepted).toEqual([true, false, false, false]);
  expect(computer.hasRoom).toBe(true);
});

test("a program that queues too many events is told", () => {
  const simulation = new Simulation();
  simulation.start(`log(queue("a"), queue("a"), queue("a")) pull() log(queue("a"))`, {
    limits: { programEventsMax: 2 },
  });
  expect(simulation.log).toEqual(["true true false", "true"]);
});

test("a program's error ends its computer with the error and its traceback", () => {
  const simulation = new Simulation();
  const computer = simulation.start("local function f() error('oops') end\nf()");
  expect(computer.end?.kind).toBe("failed");
  const error = computer.end?.kind === "failed" ? computer.end.error : null;
  expect(error?.value).toBe("program.lua:1: oops");
  expect(error?.traceback).toContain("program.lua:2");
});

test("ProgramStop ends the program through pcall and coroutines, at once", () => {
  const simulation = new Simulation();
  const computer = simulation.start(`
    pcall(coroutine.wrap(function() log(pcall(stop, 3)) log("not reached") end))
    log("nor this")`);
  expect(computer.end).toEqual({ kind: "shutdown", exitStatus: 3 });
  expect(simulation.log).toEqual([]);
});

test("a fault of ours ends the computer as such, past pcall, and leaves others running", () => {
  const simulation = new Simulation();
  const healthy = simulation.start(`while true do log(pull()) end`);
  const faulty = simulation.start("pcall(fault) log('not reached')");
  expect(faulty.end?.kind).toBe("fault");
  healthy.deliverNow({ values: ["still here"] });
  expect(simulation.log).toEqual(["still here"]);
});

test("Computer.halt() ends a waiting program, discards its events and cancels its timers", () => {
  const simulation = new Simulation();
  const computer = simulation.start(`timer(5) pull("never")`);
  const onEnd = vi.fn();
  computer.onEnd(onEnd);
  computer.halt();
  computer.halt();
  expect(onEnd).toHaveBeenCalledTimes(1);
  expect(onEnd).toHaveBeenCalledWith({ kind: "halted" });
  expect(simulation.scheduler.timers.size).toBe(0);
  expect(computer.deliver({ values: ["a"] })).toBe(false);
});

test("events that wait when a program ends are discarded and their sources told", () => {
  const simulation = new Simulation();
  const computer = simulation.boot(`pull("go")`);
  const discarded: string[] = [];
  for (const name of ["before", "go", "after"]) {
    computer.deliver({ values: [name], onDiscarded: () => discarded.push(name) });
  }
  simulation.run();
  expect(discarded).toEqual(["before", "after"]);
});

test("Computer.onEnd() calls back at once when the computer has ended", () => {
  const simulation = new Simulation();
  const computer = simulation.start("return 7");
  const onEnd = vi.fn();
  computer.onEnd(onEnd);
  expect(onEnd).toHaveBeenCalledWith({ kind: "returned", values: [7] });
});

test("how many events wait, and how often the program has waited, can be told from outside", () => {
  const simulation = new Simulation();
  const computer = simulation.boot(`pull("a") pull("b") pull("c")`);
  computer.deliver({ values: ["a"] });
  computer.deliver({ values: ["b"] });
  expect([computer.waitingEvents, computer.waits]).toEqual([2, 0]);
  simulation.run();
  expect([computer.waitingEvents, computer.waits]).toEqual([0, 3]);
});
