/**
 * Natives written as generators: called, suspended, preempted and failing like Lua functions.
 */
import { describe, expect, it } from "vitest";
import {
  callLua,
  Coroutine,
  generatorNative,
  LuaError,
  LuaState,
  type LuaStateOptions,
  LuaTable,
  type LuaValue,
  type RunOutcome,
  yieldLua,
} from "../../src/index.js";

/** `map(list, f)`: a new list of what `f` gives for each element. */
const map = generatorNative("map", function* (list, fn) {
  if (!(list instanceof LuaTable)) throw new LuaError("map wants a table");
  const result = new LuaTable();
  for (let i = 1; i <= list.length(); i++) result.set(i, (yield* callLua(fn, list.get(i)))[0]);
  return result;
});

/** `guard(f)`: what `f` gives, or "caught" and its error; and "after". */
const guard = generatorNative("guard", function* (fn) {
  try {
    return [...(yield* callLua(fn)), "after"];
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
    return ["caught", error.value];
  }
});

/** `ask(question)`: what the host answers. */
const ask = generatorNative("ask", function* (question) {
  const [answer] = yield* yieldLua("question", question);
  return answer;
});

/** `rethrow(f)`: raises another error when `f` fails. */
const rethrow = generatorNative("rethrow", function* (fn) {
  try {
    return yield* callLua(fn);
  } catch {
    throw new LuaError("another");
  }
});

function newState(options: LuaStateOptions = {}): LuaState {
  const state = new LuaState(options);
  for (const [name, fn] of Object.entries({ map, guard, ask, rethrow }))
    state.globals.set(name, fn);
  return state;
}

/** Runs Lua text to its end, preempting it whenever it may be, and answers its yields. */
function finish(source: string, options: LuaStateOptions, answers: LuaValue[] = []): RunOutcome {
  const state = newState(options);
  const coroutine = new Coroutine(state.load(source, "=test"));
  let given: LuaValue[] = [];
  for (;;) {
    const outcome = state.run(coroutine, given, { shouldPreempt: () => true });
    given = [];
    if (outcome.kind === "yielded") given = [answers.shift()];
    else if (outcome.kind !== "preempted") return outcome;
  }
}

const PROGRAMS: readonly (readonly [string, readonly LuaValue[], ...LuaValue[]])[] = [
  ["return table.concat(map({1, 2, 3}, function(x) return x * 2 end), ' ')", ["2 4 6"]],
  [
    "return table.concat(map({1, 2}, function(x) return coroutine.yield(x) end), ' ')",
    ["a b"],
    "a",
    "b",
  ],
  ["return ask('name') .. ask('age')", ["Ann7"], "Ann", "7"],
  ["return guard(function() return 1, ask('x') end)", [1, "y", "after"], "y"],
  ["return guard(function() error('oh', 0) end)", ["caught", "oh"]],
  ["return guard(function() ask('x') error('oh', 0) end)", ["caught", "oh"], "y"],
  ["return pcall(rethrow, function() error('oh', 0) end)", [false, "another"]],
  ["return pcall(rethrow, function() ask('x') error('oh', 0) end)", [false, "another"], "y"],
  ["return pcall(map, 5)", [false, "map wants a table"]],
  ["return pcall(map, {1}, 5)", [false, "attempt to call a number value"]],
  [
    "return guard(function() for i = 1, 1e5 do local x = {} end return 'looped' end)",
    ["looped", "after"],
  ],
  [
    "local function f(n) if n == 0 then return 0 end return 1 + map({n}, function(k) return f(k - 1) end)[1] end return f(3000)",
    [3000],
  ],
  [
    "return guard(function() return string.gsub('a', 'a', function() return ask('b') end) end)",
    ["b", 1, "after"],
    "b",
  ],
  [
    "local co = coroutine.wrap(function() return ask('in') end) local q, w = co() return q, w, co('out')",
    ["question", "in", "out"],
  ],
];

describe("generatorNative()", () => {
  it.each(PROGRAMS.map(([source, expected, ...answers]) => ({ source, expected, answers })))(
    "$source",
    ({ source, expected, answers }) => {
      for (const options of [{}, { stepsPerTurn: () => 1 }, { stepsPerTurn: () => 3 }]) {
        const outcome = finish(source, options, [...answers]);
        expect(outcome).toEqual({ kind: "returned", values: expected });
      }
    },
  );

  it("shows up in tracebacks", () => {
    const outcome = finish("map({1}, function() error('deep') end)", {});
    if (outcome.kind !== "failed") throw new Error("it did not fail");
    expect(outcome.error.message).toBe("test:1: deep");
    expect(outcome.error.traceback).toContain("in function 'map'");
  });

  it("lets a fault of the host through, past pcall and past catch blocks that rethrow", () => {
    const state = newState();
    const broken = generatorNative("broken", function* () {
      yield* callLua(state.globals.get("type"), 1);
      throw new TypeError("a bug");
    });
    state.globals.set("broken", broken);
    const main = state.load("return pcall(guard, broken)", "=test");
    expect(() => state.call(main)).toThrow(new TypeError("a bug"));
  });

  it("refuses by its type what is no step and what is no result", () => {
    // @ts-expect-error -- only callLua() and yieldLua() make steps
    generatorNative("wrong", function* () {
      yield 5;
      return 1;
    });
    // @ts-expect-error -- a Date is no Lua value
    generatorNative("wrong", function* () {
      yield* yieldLua();
      return new Date();
    });
    generatorNative("wrong", function* (fn) {
      // @ts-expect-error -- the results are a list, not a number
      const result: number = yield* callLua(fn);
      return result;
    });
    expect(generatorNative).toBeTypeOf("function");
  });
});
