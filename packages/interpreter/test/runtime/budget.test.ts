/** In which code a program goes on when its budget is used up. */
import { expect, it } from "vitest";
import { LuaState } from "../../src/index.js";
import { execution } from "../../src/runtime/execution.js";

/**
 * Runs a program to its end.
 * @param source - its `carriedOn()` says whether its caller runs in the code that carries on a suspended call
 * @param shouldPreempt - whether the host wants its turn
 * @returns what it returned
 */
function run(source: string, shouldPreempt: () => boolean): readonly unknown[] {
  const state = new LuaState();
  state.globals.define("carriedOn", () => /at \$\$\d/.test(new Error().stack!));
  const program = state.createCoroutine(state.load(source, "=test"));
  for (;;) {
    const outcome = state.run(program, [], { shouldPreempt });
    if (outcome.kind === "preempted") continue;
    if (outcome.kind !== "returned") throw new Error(`the program ${outcome.kind}`);
    return outcome.values;
  }
}

/** Calls of functions with loops are charged for turns that are not counted one by one. */
const LOOP_OF_CALLS = `
  local function spin(n) local sum = 0 for i = 1, n do sum = sum + i end return sum end
  local total = 0
  for i = 1, 50000 do total = total + spin(i % 3) end
  return total, carriedOn()`;

const RECURSION = `
  local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
  return fib(29), carriedOn()`;

it.each([
  ["a loop whose calls use up the budget", LOOP_OF_CALLS, 66_668],
  ["shallow recursion", RECURSION, 514_229],
])("%s stays in the code it began in while nobody else wants a turn", (_, source, expected) => {
  let asked = 0;
  const values = run(source, () => {
    asked++;
    return false;
  });
  expect(values).toEqual([expected, false]);
  expect(asked).toBeGreaterThan(0);
});

it("a loop whose calls use up the budget is suspended when the host wants its turn", () => {
  expect(run(LOOP_OF_CALLS, () => true)).toEqual([66_668, true]);
});

it("a call that is only rehearsed has its arguments, and the host is not asked", () => {
  const source = `
    local kept, seen = "kept", 0
    local function pass(a, b, ...)
      for _ = 1, 1 do seen = seen + 1 end
      return kept, a, b, select("#", ...), ...
    end
    for i = 1, 700 do
      local up, a, b, count, c, d = pass(i, nil, -i)
      if up ~= "kept" or a ~= i or b ~= nil or count ~= 1 or c ~= -i or d ~= nil then return i end
    end
    return seen, carriedOn()`;
  let asked = 0;
  const values = run(source, () => {
    asked++;
    return false;
  });
  expect(values).toEqual([700, false]);
  expect(asked).toBe(0);
  expect(execution.l).toBeGreaterThan(50_000);
});
