/**
 * Recording and replaying runs of Lua programs: what is the same, what differs, and traces that were
 * cut short.
 */
import { LuaState, LuaTable } from "@craftos-http/interpreter";
import { expect, test } from "vitest";
import type { ComputerOptions } from "../../src/computer/computer-options.js";
import type { Computer } from "../../src/computer/computer.js";
import { TOO_LONG_MESSAGE } from "../../src/computer/program-slice.js";
import { DigestedText } from "../../src/trace/digest.js";
import { type ReplayOptions, TraceReplayer } from "../../src/trace/replayer.js";
import { TRACE_VERSION } from "../../src/trace/trace-entry.js";
import { TraceReader } from "../../src/trace/trace-reader.js";
import { Simulation } from "../simulation.js";
import { chunksOf, MemoryTrace } from "./memory-trace.js";

/** Records a program while something is done to its computer. */
function record(
  source: string,
  act: (computer: Computer, simulation: Simulation) => void = () => undefined,
  options: Partial<ComputerOptions> = {},
): { readonly bytes: string; readonly log: readonly string[] } {
  const trace = new MemoryTrace();
  const { recorder } = trace;
  const simulation = new Simulation();
  recorder.boot(null);
  const computer = simulation.boot(source, { ...options, door: recorder });
  computer.onEnd((end) => {
    recorder.end(end);
  });
  simulation.scheduler.pump();
  act(computer, simulation);
  simulation.run();
  return { bytes: trace.bytes, log: simulation.log };
}

/** Replays a trace with a program. */
function replay(bytes: string, source: string, options: ReplayOptions = {}) {
  const reader = new TraceReader(chunksOf(bytes, 64));
  const replayer = new TraceReplayer(reader, options);
  const simulation = new Simulation();
  replayer.boot();
  const computer = simulation.boot(source, {
    door: replayer,
    limits: { tooLongMs: 1 },
  });
  while (!simulation.scheduler.isIdle) simulation.scheduler.pump();
  replayer.finish(computer);
  return { replayer, reader, computer, log: simulation.log, difference: replayer.difference };
}

const SERVER = `
  while true do
    local name, value = pull()
    if name == "add" then log("sum", value + clock()) end
    if name == "timer" then log("timer", value, clock()) end
    if name == "set" then timer(value) end
    if name == "boom" then error("boom at " .. value) end
  end`;

function driveServer(computer: Computer, simulation: Simulation): void {
  computer.deliver({ values: ["add", 1] });
  simulation.run(50);
  computer.deliverNow({ values: ["set", 0.5] });
  computer.deliver({ values: ["set", 0.25] });
  simulation.run(2000);
  computer.deliver({ values: ["add", 2] });
  simulation.run(2001);
  computer.deliver({ values: ["boom", 7] });
}

test("a recorded run is replayed to its end: events, timers, clock, output and error", () => {
  const recorded = record(SERVER, driveServer);
  expect(recorded.log).toHaveLength(4);
  const { difference, computer, log, replayer } = replay(recorded.bytes, SERVER);
  expect(difference).toBeNull();
  expect(log).toEqual(recorded.log);
  expect(computer.end).toMatchObject({
    kind: "failed",
    error: { value: "program.lua:7: boom at 7" },
  });
  expect(Object.fromEntries(replayer.counts)).toEqual({
    add: 2,
    set: 2,
    timer: 2,
    boom: 1,
    log: 4,
  });
});

test("a trace that is cut anywhere replays up to the cut", () => {
  const recorded = record(SERVER, driveServer);
  const headerBytes = recorded.bytes.indexOf("\n") + 1;
  let logged = 0;
  for (let length = headerBytes + 3; length < recorded.bytes.length; length++) {
    const { difference, log, replayer, reader } = replay(recorded.bytes.slice(0, length), SERVER);
    expect(difference, `cut at ${length}`).toBeNull();
    expect(log).toEqual(recorded.log.slice(0, log.length));
    expect(log.length).toBeGreaterThanOrEqual(logged);
    expect(reader.next()).toBeNull();
    expect(replayer.isOver || length < headerBytes + 6).toBe(true);
    logged = replayer.counts.get("log") ?? 0;
  }
  expect(logged).toBe(4);
});

test("the first output that differs is shown with what was expected and where it came from", () => {
  const recorded = record(SERVER, driveServer);
  const changed = SERVER.replace('"sum", value', '"sum", (value == 2 and 99 or value)');
  const { difference, log } = replay(recorded.bytes, changed);
  expect(difference).toMatchObject({
    expected: { kind: "emit", destination: "log", data: "sum 4" },
    actual: { kind: "emit", destination: "log", data: "sum 101" },
  });
  expect(difference?.traceback).toContain("program.lua:4: in main chunk");
  expect(log.slice(0, 3)).toEqual(recorded.log.slice(0, 3));
});

test("output that is missing, and output that is too much, are differences", () => {
  const { bytes } = record(`pull() log("a") pull()`, (computer) => {
    computer.deliver({ values: ["go"] });
  });
  expect(replay(bytes, `pull() pull()`).difference).toMatchObject({ actual: { kind: "wait" } });
  // The trace ends after the output, so what comes then is nobody's business.
  expect(replay(bytes, `pull() log("a") log("b") pull()`).difference).toBeNull();
  const whole = record(`pull() log("a")`, (computer) => {
    computer.deliver({ values: ["go"] });
  }).bytes;
  expect(replay(whole, `pull()`).difference).toMatchObject({
    expected: { kind: "emit", data: "a" },
    actual: { kind: "end", end: "returned" },
  });
  expect(replay(whole, `pull() pull()`).difference).toMatchObject({ actual: { kind: "wait" } });
  expect(replay(whole, `pull() log("a") log("b")`).difference).toMatchObject({
    expected: { kind: "end", end: "returned" },
    actual: { kind: "emit", data: "b" },
  });
  expect(replay(whole, `pull() log("a") error("x", 0)`).difference).toMatchObject({
    actual: { kind: "end", end: "failed", detail: "x" },
  });
});

test("a long output is compared by its digest", () => {
  const { bytes } = record(`log(("x"):rep(5000))`);
  expect(replay(bytes, `log(("x"):rep(5000))`).difference).toBeNull();
  const { difference } = replay(bytes, `log(("x"):rep(4999) .. "y")`);
  expect(difference?.expected).toMatchObject({ kind: "emit" });
  const { expected } = difference!;
  expect(expected?.kind === "emit" && expected.data).toBeInstanceOf(DigestedText);
});

test("a program that reads what the recorded one did not is a difference, with its place", () => {
  const { bytes } = record(`log("a")`);
  const { difference } = replay(bytes, `\nlocal t = clock() log("a")`);
  expect(difference).toMatchObject({
    expected: { kind: "emit" },
    actual: { kind: "read", source: "uptime" },
  });
  expect(difference?.traceback).toContain("program.lua:2");
});

test("a changed program may read more and less than the recorded one did", () => {
  const { bytes } = record(`log(clock() < 1) pull() clock() log("end")`, (computer, simulation) => {
    simulation.run(1500);
    computer.deliver({ values: ["go"] });
  });
  const changed = `clock() log(clock() < 1) clock() pull() log("end")`;
  expect(replay(bytes, changed, { hasChanged: true }).difference).toBeNull();
  expect(replay(bytes, changed).difference).not.toBeNull();
});

test("a changed program that never ends is given up", () => {
  const { bytes } = record(`log("a")`);
  const { difference } = replay(bytes, "local function f() return f() end f()", {
    hasChanged: true,
  });
  expect(difference).toMatchObject({ actual: { kind: "run" } });
}, 60_000);

test("'Too long without yielding' comes at the same place in a replay, caught or not", () => {
  const source = `
    local n = 0
    local ok, message = pcall(function() while true do n = n + 1 end end)
    log(n, message)
    pull("go")
    n = 0
    pcall(function() while true do n = n + 1 end end)
    log(n)
    while true do n = n + 1 end`;
  const limits = { tooLongMs: 30, tooLongGraceMs: 20 };
  const recorded = record(source, (computer) => computer.deliver({ values: ["go"] }), { limits });
  expect(recorded.log[0]).toContain(TOO_LONG_MESSAGE);
  expect(recorded.log).toHaveLength(2);
  const { difference, log, computer } = replay(recorded.bytes, source);
  expect(difference).toBeNull();
  expect(log).toEqual(recorded.log);
  expect(computer.end).toMatchObject({
    kind: "failed",
    error: { value: `program.lua:9: ${TOO_LONG_MESSAGE}` },
  });
});

test("a trace that is cut while the program computes ends the replay there", () => {
  const source = `log("begins") while true do end`;
  const { bytes } = record(`log("begins")`);
  const cut = bytes.slice(0, -3);
  const { difference, log, computer } = replay(cut, source);
  expect(difference).toBeNull();
  expect(log).toEqual(["begins"]);
  expect(computer.end).toEqual({ kind: "halted" });
});

test("events carry tables into a replay", () => {
  const source = `local _, t = pull() log(t.a, t[1], #t, t.self == t)`;
  const table = LuaTable.fromArray(["x", "y"]);
  table.set("a", 1);
  table.set("self", table);
  const recorded = record(source, (computer) => computer.deliver({ values: ["e", table] }));
  expect(recorded.log).toEqual(["1 x 2 true"]);
  expect(replay(recorded.bytes, source).log).toEqual(recorded.log);
});

test("an event that describes itself is made again from its description", () => {
  const source = `local _, handle = pull("request") log(handle())`;
  const make = (text: string) => ({
    values: ["request", () => `handled ${text}`] as const,
    describe: () => ({ text }),
  });
  const recorded = record(source, (computer) => computer.deliver(make("one")));
  const { log, difference } = replay(recorded.bytes, source, {
    revive: (_name, description) => make((description as { text: string }).text),
  });
  expect(difference).toBeNull();
  expect(log).toEqual(["handled one"]);
  expect(() => replay(recorded.bytes, source)).toThrow("cannot be made again");
});

test("a silent event changes what the program sees at its wait, in place and in a replay", () => {
  const source = `while true do log(open()) if pull() == "end" then return end end`;
  const open = { isOpen: true };
  const closing = () => ({
    values: ["closing"] as const,
    isSilent: true,
    describe: () => null,
    onTakenUp: () => {
      open.isOpen = false;
    },
  });
  const trace = new MemoryTrace();
  const { recorder } = trace;
  const live = new Simulation();
  const computer = live.boot(source, { door: recorder, limits: { hostEventsMax: 2 } });
  live.globalsOf(computer).define("open", () => open.isOpen);
  for (const name of ["a", "b"]) computer.deliver({ values: [name] });
  expect(computer.deliver(closing())).toBe(true); // There is room although two wait.
  live.run();
  computer.deliver({ values: ["end"] });
  live.run();
  expect(live.log).toEqual(["true", "false", "false"]);
  expect(computer.end?.kind).toBe("returned");

  open.isOpen = true;
  const reader = new TraceReader(chunksOf(trace.bytes, 50));
  const replayer = new TraceReplayer(reader, { revive: closing });
  const again = new Simulation();
  const second = again.boot(source, { door: replayer });
  again.globalsOf(second).define("open", () => open.isOpen);
  while (!again.scheduler.isIdle) again.scheduler.pump();
  expect(replayer.difference).toBeNull();
  expect(again.log).toEqual(live.log);
});

test("tables have the same addresses in a replay", () => {
  const source = `for i = 1, 3 do log(tostring({}), tostring(print)) end`;
  const recorded = record(source);
  record("log(tostring({}))");
  expect(replay(recorded.bytes, source).difference).toBeNull();
});

test("what is no trace, or one of another version, is refused", () => {
  const { bytes } = record("return 1");
  expect(() => new TraceReader(chunksOf("#!/bin/sh\n", 9))).toThrow("this is no trace");
  expect(() => new TraceReader(chunksOf("", 9))).toThrow("this is no trace");
  const newer = bytes.replace(`trace ${TRACE_VERSION}`, "trace 99");
  expect(() => new TraceReader(chunksOf(newer, 9))).toThrow("this is a trace of version 99");
});

/** Programs that run until they are stopped and count how far they came, each in its own way. */
const ENDLESS: Readonly<Record<string, string>> = {
  "a loop": "while true do n = n + 1 end",
  "a loop inside calls": `
    local function f(depth)
      if depth > 0 then local x = f(depth - 1) return x end
      while true do n = n + 1 end
    end
    f(60)`,
  calls: "local function add() n = n + 1 end while true do add() end",
  recursion: "local function f(d) n = n + 1 if d > 0 then f(d - 1) f(d - 1) end end f(60)",
  "a comparison in a sort": `
    local t = {}
    for i = 1, 1e5 do t[i] = (i * 7919) % 100003 end
    table.sort(t, function(a, b) n = n + 1 for _ = 1, 500 do end return a < b end)`,
  coroutines: `
    local co = coroutine.wrap(function() while true do n = n + 1 coroutine.yield() end end)
    while true do co() end`,
  natives: `while true do n = n + 1 local s = ("x"):rep(1000):upper():find("y") end`,
};

/** Calls a function with so many further calls on the stack. */
function insideCalls<T>(count: number, fn: () => T): T {
  return count === 0 ? fn() : insideCalls(count - 1, fn);
}

test.each(Object.entries(ENDLESS))(
  "wherever slices end, %s that was too long is stopped in the same place in a replay",
  (_name, body) => {
    const source = `
      n = 0
      log(pcall(function() ${body} end))
      log(n)
      pull("again")
      n = 0
      log(pcall(function() ${body} end))
      log(n)`;
    for (const sliceMs of [1, 1e9]) {
      const trace = new MemoryTrace();
      const live = new Simulation({ sliceMs });
      trace.recorder.boot(null);
      const computer = live.boot(source, {
        door: trace.recorder,
        limits: { tooLongMs: 30, tooLongGraceMs: 10 },
      });
      computer.onEnd((end) => {
        trace.recorder.end(end);
      });
      // What other computers in the process leave behind makes no difference either.
      const other = new LuaState();
      other.call(other.load("local s = ('x'):rep(1e5):upper()", "=other"));
      live.run();
      computer.deliver({ values: ["again"] });
      live.run();
      expect(computer.end?.kind).toBe("returned");
      // Nor does what the host has on the stack.
      for (const hostCalls of [0, 200]) {
        const { difference, log } = insideCalls(hostCalls, () => replay(trace.bytes, source));
        expect(difference).toBeNull();
        expect(log).toEqual(live.log);
      }
    }
  },
  60_000,
);
