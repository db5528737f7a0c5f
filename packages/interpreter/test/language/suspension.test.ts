/**
 * What a host sees of suspension: that it always gets control back, that an error it raises while a
 * program is suspended is an ordinary one there, and that states do not disturb each other.
 */
import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import {
  checkToString,
  firstValue,
  LuaError,
  LuaState,
  native,
  NO_VALUES,
  type RunOutcome,
  toStringResult,
} from "../../src/index.js";

// Lets the guard against endless loops see that the tests go on.
beforeEach(() => setImmediate());

function stateWithPrint(lines: string[], stepsPerTurn?: () => number): LuaState {
  const state = new LuaState(stepsPerTurn === undefined ? {} : { stepsPerTurn });
  const print = native("print", (...values) => {
    lines.push(values.map((value) => checkToString(firstValue(toStringResult(value)))).join(" "));
    return NO_VALUES;
  });
  state.globals.set("print", print);
  return state;
}

const ENDLESS: Readonly<Record<string, string>> = {
  "an empty while loop": "while true do end",
  "an empty repeat loop": "repeat until false",
  "a loop with a condition that calls": "local function f() return true end while f() do end",
  "a numeric loop": "for i = 1, 1e300 do end",
  "a numeric loop by nothing": "for i = 1, 1, 0 do end",
  "a generic loop over a function": "for _ in function() return 1 end do end",
  "a generic loop over a native": "for _ in type, 1 do end",
  "a loop by goto": "::top:: goto top",
  "a loop by goto in a function":
    "local function f() local n = 0 ::top:: n = n + 1 goto top end f()",
  "endless tail calls": "local function f() return f() end f()",
  "tail calls back and forth":
    "local g local function f() return g() end function g() return f() end f()",
  "calls in a loop": "local function f(n) return n end while true do f(1) end",
  "method calls in a loop": "local o = {} function o:m() return self end while true do o:m() end",
  "protected calls in a loop": "while true do pcall(error) end",
  "protected calls that catch everything":
    "local function f() pcall(f) return f() end while true do pcall(f) end",
  "message handlers in a loop": "while true do xpcall(error, function(m) return m end) end",
  "coroutines back and forth":
    "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
  "coroutines made without end": "while true do coroutine.wrap(function() end)() end",
  "an endless loop in a coroutine": "coroutine.wrap(function() while true do end end)()",
  "an endless loop two coroutines deep":
    "coroutine.wrap(function() coroutine.wrap(function() while true do end end)() end)()",
  "metamethods in a loop":
    "local t = setmetatable({}, { __index = function() return 1 end }) while true do local x = t.y end",
  "a metamethod that loops":
    "local t = setmetatable({}, { __add = function() while true do end end }) return t + 1",
  "a comparison that loops": "table.sort({ 3, 2, 1 }, function() while true do end end)",
  "a replacement that loops": "('x'):gsub('x', function() while true do end end)",
  "a message handler that loops": "xpcall(error, function() while true do end end)",
  "chunks loaded in a loop": "while true do load('return 1')() end",
  "arithmetic on strings in a loop": "local s = '1' while true do s = s + 0 end",
  "a reader function without end": "load(function() return 'local x = 1 ' end)",
  "long numerals in a loop": "local s = ('1'):rep(1e5) while true do tonumber(s) end",
  "concatenation in a loop": "local s while true do s = 'a' .. 1 end",
};

describe("LuaState.run()", () => {
  it.each(Object.keys(ENDLESS))("gets control back from %s", (name) => {
    const state = new LuaState();
    const coroutine = state.createCoroutine(state.load(ENDLESS[name]!, "=endless"));
    let asked = 0;
    const slice = {
      shouldPreempt: () => {
        // Where a native cannot be suspended, only an error ends it.
        if (++asked > 20 && asked <= 30) throw new LuaError("too long");
        return asked % 3 === 0 || asked > 30;
      },
    };
    let outcome: RunOutcome = { kind: "preempted" };
    while (outcome.kind === "preempted" && asked < 40) outcome = state.run(coroutine, [], slice);
    expect(asked).toBeGreaterThanOrEqual(20);
  });

  it(
    "raises an error of the host at any point of a program, where it can be caught",
    { timeout: 60_000 },
    () => {
      const source = `
      local log = ""
      local t = setmetatable({}, { __index = function(_, k) return k .. "!" end, __add = function(a, b) return b end })
      local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
      local function work()
        local sum = 0
        for i, v in ipairs { 1, 2, 3 } do sum = sum + fib(v) * i end
        for k in coroutine.wrap(function() coroutine.yield("a") coroutine.yield("b") end) do log = log .. k end
        local s = t.x .. (t + 1)
        repeat sum = sum + 1 until sum > 20
        table.sort({ 3, 1, 2 }, function(a, b) return a < b end)
        return sum, s
      end
      local ok, a, b = pcall(work)
      print(ok, a, b)
      print(pcall(work))
      return "end"`;
      const undisturbed: string[] = [];
      const calm = stateWithPrint(undisturbed, () => 1);
      calm.call(calm.load(source, "=calm"));
      let caughtCount = 0;
      for (let at = 0; at < 200; at++) {
        const lines: string[] = [];
        const state = stateWithPrint(lines, () => 1);
        const coroutine = state.createCoroutine(state.load(source, "=disturbed"));
        let turn = 0;
        const slice = {
          shouldPreempt: () => {
            if (turn++ === at) throw new LuaError("from the host");
            return true;
          },
        };
        let outcome: RunOutcome = { kind: "preempted" };
        while (outcome.kind === "preempted") outcome = state.run(coroutine, [], slice);
        if (outcome.kind === "failed") {
          expect(outcome.error.value, `at ${at}`).toMatch(/^(disturbed:\d+: )?from the host$/);
          continue;
        }
        expect(outcome, `at ${at}`).toEqual({ kind: "returned", values: ["end"] });
        const wrong = lines.filter((line) => !undisturbed.includes(line));
        if (turn <= at) {
          expect(wrong, `at ${at}`).toEqual([]);
        } else {
          caughtCount++;
          expect(wrong.length, `at ${at}: ${wrong.join()}`).toBeLessThanOrEqual(1);
          for (const line of wrong)
            expect(line).toMatch(/^false (\S+: )?from the host nil$|^false (\S+: )?from the host$/);
        }
      }
      expect(caughtCount).toBeGreaterThan(20);
    },
  );

  it("keeps apart states that run inside each other, both suspended everywhere", () => {
    const lines: string[] = [];
    const outer = stateWithPrint(lines, () => 1);
    const inner = stateWithPrint(lines, () => 2);
    const source =
      "local n = ... for i = 1, 3 do n = n + i end print('inner', n) return n, #tostring(n)";
    const callInner = inner.load(source, "=inner");
    outer.globals.set(
      "inner",
      native("inner", (n) => inner.call(callInner, n)),
    );
    const main = outer.load(
      "local s = 0 for i = 1, 3 do local r, l = inner(i) s = s + r * l end print('outer', s) return s",
      "=outer",
    );
    const coroutine = outer.createCoroutine(main);
    let outcome: RunOutcome = { kind: "preempted" };
    while (outcome.kind === "preempted") {
      outcome = outer.run(coroutine, [], { shouldPreempt: () => true });
    }
    expect(outcome).toEqual({ kind: "returned", values: [24] });
    expect(lines).toEqual(["inner 7", "inner 8", "inner 9", "outer 24"]);
  });

  it("carries on many suspended coroutines in any order", () => {
    const state = new LuaState({ stepsPerTurn: () => 1 });
    const main = state.load(
      "local n = ... local s = 0 for i = 1, n do s = s + i end return s",
      "=sum",
    );
    const coroutines = Array.from({ length: 20 }, () => state.createCoroutine(main));
    const results = new Map<number, unknown>();
    for (let round = 0; results.size < coroutines.length; round++) {
      coroutines.forEach((coroutine, i) => {
        if (results.has(i)) return;
        const outcome = state.run(coroutine, round === 0 ? [i] : [], { shouldPreempt: () => true });
        if (outcome.kind === "returned") results.set(i, outcome.values[0]);
      });
    }
    expect([...results].sort(([a], [b]) => a - b)).toEqual(
      coroutines.map((_, i) => [i, (i * (i + 1)) / 2]),
    );
  });
});
