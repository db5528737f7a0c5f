/**
 * What protected calls leave of the budget when they fail. That they do what PUC's do is tested by the scripts.
 */
import { describe, expect, it } from "vitest";
import { LuaState } from "../../src/index.js";
import { execution } from "../../src/runtime/execution.js";
import { native } from "../../src/runtime/native.js";

/** A function whose loop charges the budget before it fails. */
const FAILS = `function() for i = 1, 1000 do end string.rep() end`;

describe("a loop after a protected call that failed", () => {
  it.each([
    ["pcall", `pcall(${FAILS})`],
    ["xpcall", `xpcall(${FAILS}, function(e) return e end)`],
    ["xpcall with a handler that fails too", `xpcall(error, ${FAILS})`],
  ])("is not forgiven turns of the one that failed inside: %s", (_, call) => {
    const state = new LuaState();
    let ticks: number | undefined;
    state.globals.set(
      "look",
      native("look", () => (ticks = execution.tickCost)),
    );
    state.call(state.load(`${call} look()`, "=test"));
    expect(ticks).toBe(0);
  });
});
