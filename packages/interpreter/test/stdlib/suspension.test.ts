/**
 * Library functions that call Lua, suspended in every call they make: by a yield, and by a budget
 * that is used up. Each must give what PUC Lua 5.2 gives without any suspension.
 */
import { describe, expect, it } from "vitest";
import {
  Coroutine,
  execution,
  LuaError,
  LuaState,
  native,
  NO_VALUES,
  type RunOutcome,
} from "../../src/index.js";
import { runInPuc } from "./compare-with-puc.js";

/** Programs that call `hook()` wherever Lua runs inside a library function, and return a string. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "sort with a comparator": `
    local t = {}
    for i = 1, 40 do t[i] = (i * 17) % 40 end
    table.sort(t, function(a, b) hook() return a > b end)
    return table.concat(t, " ")`,
  "sort with a comparator that raises": `
    local t, calls = {5, 3, 4, 1, 2}, 0
    local ok, message = pcall(table.sort, t, function(a, b)
      hook()
      calls = calls + 1
      if calls == 5 then error("enough", 0) end
      return a < b
    end)
    return tostring(ok) .. message`,
  "sort with a comparator that is no order": `
    local t = {}
    for i = 1, 20 do t[i] = i end
    local ok, message = pcall(function() table.sort(t, function() hook() return true end) end)
    return tostring(ok) .. message`,
  "sort by __lt": `
    local meta = {__lt = function(a, b) hook() return a[1] < b[1] end}
    local t = {}
    for i = 1, 30 do t[i] = setmetatable({(i * 7) % 30}, meta) end
    table.sort(t)
    for i = 1, 30 do t[i] = t[i][1] end
    return table.concat(t, " ")`,
  "sort inside a comparator of sort": `
    local t = {3, 1, 2, 5, 4}
    table.sort(t, function(a, b)
      local u = {b, a}
      table.sort(u, function(x, y) hook() return x < y end)
      return u[1] == a and a ~= b
    end)
    return table.concat(t, " ")`,
  "gsub with a function": `
    return (string.gsub("one two  three", "(%w)(%w*)", function(a, b) hook() return b .. a end))`,
  "gsub with a function that keeps some": `
    local n = 0
    local text, count = string.gsub("abcdef", "%w", function(c)
      hook()
      n = n + 1
      if n % 2 == 0 then return nil end
      return c .. c
    end, 5)
    return text .. count`,
  "gsub of empty matches": `
    return (string.gsub("abc", "x*", function(s) hook() return "<" .. s .. ">" end))`,
  "gsub of an anchored pattern": `
    return (string.gsub("aaa", "^a", function(s) hook() return "b" end))`,
  "gsub with a table that has __index": `
    local t = setmetatable({a = "1"}, {__index = function(_, k) hook() return k ~= "c" and k .. k end})
    return (string.gsub("abcd", "%w", t))`,
  "gsub inside gsub": `
    return (string.gsub("ab cd", "%w+", function(w)
      return (string.gsub(w, ".", function(c) hook() return c .. "-" end))
    end))`,
  "gsub whose function raises": `
    local ok, message = pcall(string.gsub, "abc", ".", function() hook() error("inside", 0) end)
    return tostring(ok) .. message`,
  "gsub whose function gives a wrong value": `
    local ok, message = pcall(function()
      local s = string.gsub("abc", ".", function() hook() return {} end)
    end)
    return tostring(ok) .. message`,
  "format with __tostring": `
    local box = setmetatable({}, {__tostring = function() hook() return "box" end})
    return string.format("%s|%5s|%d|%s|%q", box, box, 7, box, "end")`,
  "find and match between suspensions": `
    local out = {}
    for k, v in string.gmatch("a=1 b=2 c=3", "(%w)=(%w)") do
      hook()
      out[#out + 1] = k .. v .. tostring(string.find("xyz" .. k, k, 1, true))
    end
    return table.concat(out, ",")`,
};

/** The same for functions that PUC 5.2 has not, with what they give. */
const OWN_PROGRAMS: Readonly<Record<string, readonly [source: string, expected: string]>> = {
  "foreach and foreachi": [
    `local out = {}
     table.foreach({a = 1}, function(k, v) hook() out[#out + 1] = k .. v end)
     out[#out + 1] = table.foreachi({4, 5, 6}, function(i, v) hook() if v == 5 then return i .. v end end)
     return table.concat(out, " ")`,
    "a1 25",
  ],
};

/** Reads what the oracle prints in place of characters such as quotes. */
function readEscapes(text: string): string {
  return text.replace(/\\(\d{3})/g, (_, code) => String.fromCharCode(Number(code)));
}

function newState(): LuaState {
  const state = new LuaState();
  // Uses up the budget, so that the next call of a Lua function is put off.
  state.globals.define(
    "exhaust",
    native("exhaust", () => {
      execution.c = 2_000_000;
      return NO_VALUES;
    }),
  );
  return state;
}

function runWith(hook: string, source: string): { outcome: RunOutcome; stops: number } {
  const state = newState();
  const program = state.load(`local hook = ${hook} ${source}`, "=t");
  const coroutine = new Coroutine(program);
  let stops = 0;
  while (true) {
    const outcome = state.run(coroutine, [], { shouldPreempt: () => true });
    if (outcome.kind !== "preempted" && outcome.kind !== "yielded") return { outcome, stops };
    stops++;
  }
}

function resultOf(outcome: RunOutcome): unknown {
  if (outcome.kind === "failed") throw new Error(outcome.error.message);
  return outcome.kind === "returned" ? outcome.values[0] : outcome.kind;
}

const HOOKS: Readonly<Record<string, string>> = {
  "is not suspended": "function() end",
  yields: "coroutine.yield",
  "is pre-empted": "(function() local function f() end return function() exhaust() f() end end)()",
  "yields and is pre-empted by turns":
    "(function() local n, f = 0, function() end return function() n = n + 1 if n % 2 == 0 then coroutine.yield() else exhaust() f() end end end)()",
};

describe.each(Object.entries(HOOKS))("a library function whose callback %s", (name, hook) => {
  const programs = [
    ...Object.entries(PROGRAMS).map(([title, source]) => {
      const puc = (): string =>
        runInPuc(`local hook = function() end print((function() ${source} end)())`);
      return [title, source, puc] as const;
    }),
    ...Object.entries(OWN_PROGRAMS).map(
      ([title, [source, expected]]) => [title, source, () => `"${expected}"`] as const,
    ),
  ];
  it.each(programs)("gives the same result: %s", (_title, source, expected) => {
    const { outcome, stops } = runWith(hook, source);
    const text = String(resultOf(outcome));
    expect(`"${text}"`).toBe(readEscapes(expected()));
    if (name !== "is not suspended") expect(stops).toBeGreaterThan(0);
  });
});

describe("a library function that is suspended after every step of Lua code", () => {
  it.each(Object.entries(PROGRAMS))("gives the same result: %s", (_title, source) => {
    const state = new LuaState({ stepsPerTurn: () => 1 });
    const program = `local hook = function() end print((function() ${source} end)())`;
    const run = state.load(`local out function print(s) out = s end ${program} return out`, "=t");
    const coroutine = new Coroutine(run);
    let outcome = state.run(coroutine, [], { shouldPreempt: () => true });
    while (outcome.kind === "preempted") {
      outcome = state.run(coroutine, [], { shouldPreempt: () => true });
    }
    expect(`"${String(resultOf(outcome))}"`).toBe(readEscapes(runInPuc(program)));
  });
});

describe("recursion through library functions", () => {
  it.each([
    ["gsub", `return (("x"):gsub("x", function() return f(n - 1) end))`],
    ["sort", `local r; table.sort({1, 2}, function() r = r or f(n - 1) return false end) return r`],
    [
      "format",
      `return ("%s"):format(setmetatable({}, {__tostring = function() return f(n - 1) end}))`,
    ],
    ["foreach", `return table.foreach({1}, function() return f(n - 1) end)`],
    ["foreachi", `return table.foreachi({1}, function() return f(n - 1) end)`],
  ])("goes far deeper than JavaScript's stack: %s", (_title, body) => {
    const state = new LuaState();
    const source = `local function f(n) if n == 0 then return "bottom" end ${body} end return f(20000)`;
    expect(state.call(state.load(source, "=t"))).toEqual(["bottom"]);
  });
});

describe("a long run inside a native", () => {
  const tooLong = {
    shouldPreempt: (): boolean => {
      throw new LuaError("too long");
    },
  };

  it.each([
    ["a pattern that tries everything", `string.find(("a"):rep(60), ("a-"):rep(20) .. "b")`],
    ["many large strings", `for i = 1, 1e6 do local s = ("x"):rep(1e6) end`],
    [
      "sorting by a native function",
      `
      local t = {}
      for i = 1, 3e5 do t[i] = i % 1000 end
      table.sort(t, rawequal)`,
    ],
    ["moving endless elements", `table.move({}, 1, 1e15, 2)`],
    [
      "unpacking through __len",
      `table.insert(setmetatable({}, {__len = function() return 2^52 end}), 1, 1)`,
    ],
  ])("asks the host, who may end it: %s", (_title, source) => {
    const state = newState();
    const outcome = state.run(new Coroutine(state.load(source, "=t")), [], tooLong);
    expect(outcome.kind === "failed" && outcome.error.value).toMatch(/^t:\d+: too long$/);
  });
});
