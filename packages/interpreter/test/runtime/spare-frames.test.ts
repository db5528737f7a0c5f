/** The frames that suspended calls leave for the next ones. */
import { expect, it } from "vitest";
import { LuaState } from "../../src/index.js";
import { inspectClosure } from "../../src/runtime/inspect-closure.js";
import type { LuaFrame, Prototype } from "../../src/runtime/lua-frame.js";
import type { LuaFunction } from "../../src/value/lua-value.js";

function closureOf(source: string): { fn: LuaFunction; prototype: Prototype } {
  const state = new LuaState();
  const fn = state.call(state.load(source, "=test"))[0] as LuaFunction;
  return { fn, prototype: inspectClosure(fn)!.prototype };
}

it("keeps nothing that a finished call held, and gives the same frame to the next call", () => {
  const { fn, prototype } = closureOf("local up = {} return function(a, b) a() return up, b end");
  const { spareFrames } = prototype.reentryCodes;
  const frame = spareFrames.take(prototype, fn);
  frame.values.forEach((_, i) => (frame.values[i] = { held: i }));
  frame.release();
  expect(frame.values.every((value) => value === undefined)).toBe(true);
  expect(frame.fn).not.toBe(fn);
  expect(spareFrames.take(prototype, fn)).toBe(frame);
  expect(frame.fn).toBe(fn);
});

it("keeps a bounded number of frames, of all functions together", () => {
  const { fn, prototype } = closureOf("return function(f) f() f() end");
  const { spareFrames } = prototype.reentryCodes;
  const frames: LuaFrame[] = [];
  for (let i = 0; i < 40_000; i++) frames.push(spareFrames.take(prototype, fn));
  for (const frame of frames) frame.release();
  const known = new Set(frames);
  let kept = 0;
  while (known.has(spareFrames.take(prototype, fn))) kept++;
  expect(kept).toBeGreaterThan(30_000);
  expect(kept).toBeLessThanOrEqual(32_768);
});

it("leaves a call under way its values when the function is suspended again inside it", () => {
  const state = new LuaState();
  const source = `
    local function walk(depth)
      if depth == 0 then coroutine.yield(0) return 0 end
      local below = walk(depth - 1)
      coroutine.yield(depth)
      return below + depth
    end
    local seen = {}
    for _ = 1, 3 do
      local thread = coroutine.wrap(function() return "end", walk(5) end)
      repeat
        local value, sum = thread()
        seen[#seen + 1] = tostring(value) .. (sum and "=" .. sum or "")
      until sum
    end
    return table.concat(seen, " ")`;
  const round = "0 1 2 3 4 5 end=15";
  expect(state.call(state.load(source, "=test"))).toEqual([[round, round, round].join(" ")]);
});
