/** In which code a program goes on when its budget is used up. */
import { expect, it } from "vitest";
import { LuaState } from "../../src/index.js";

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
