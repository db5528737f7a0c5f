/**
 * Counting statements: every one that runs, once each time, in whatever form its code runs.
 */
import { expect, test } from "vitest";
import { LuaState, type LuaStateOptions, type StatementCounts } from "../src/index.js";

/** Runs a chunk; gives how often the statements of each line ran, those of one line with `+`. */
function countsOf(source: string, options: LuaStateOptions = {}): Record<number, string> {
  const all: StatementCounts[] = [];
  const state = new LuaState({ ...options, onCounts: (counts) => void all.push(counts) });
  const coroutine = state.createCoroutine(state.load(source, "@counted.lua"));
  let outcome = state.run(coroutine);
  while (outcome.kind === "yielded" || outcome.kind === "preempted") outcome = state.run(coroutine);
  const [counted] = all.filter(({ chunkName }) => chunkName === "@counted.lua");
  const lines: Record<number, string> = {};
  counted?.lines.forEach((line, index) => {
    const text = String(counted.counts[index]);
    lines[line] = lines[line] === undefined ? text : `${lines[line]}+${text}`;
  });
  return lines;
}

const EVERY_STATEMENT = `local t = {}
for i = 1, 3 do
  t[i] = i
end
for _, v in ipairs(t) do
  if v == 2 then
    t.two = true
  elseif v == 9 then
    t.nine = true
  else
    t.other = (t.other or 0) + 1
  end
end
while t.other > 0 do
  t.other = t.other - 1
  if t.other == 1 then break end
end
repeat
  do
    t.n = (t.n or 0) + 1
  end
until t.n == 4
local function f(x)
  if x then return x end
  return nil
end
function t.g() f(true) f(true) f(false) end
t.g()
local never = function()
  t.never = true
end
for i = 1, 2 do
  if i == 1 then goto continue end
  t.last = i
  ::continue::
end
coroutine.wrap(function()
  coroutine.yield(1)
  t.wrapped = 1
end)()
pcall(function()
  error("x")
  t.after = 1
end)
local a = 1; a = a + 1
return t, never, a`;

const EXPECTED = {
  ...{ 1: "1", 2: "1", 3: "3", 5: "1", 6: "3", 7: "1", 9: "0", 11: "2", 14: "1", 15: "1" },
  ...{ 16: "1+1", 20: "4", 23: "1", 24: "3+2", 25: "1", 27: "1+1+1+1", 28: "1", 29: "1", 30: "0" },
  ...{ 32: "1", 33: "2+1", 34: "1", 37: "1", 38: "1", 39: "0", 41: "1", 42: "1", 43: "0" },
  ...{ 45: "1+1", 46: "1" },
};

test("every statement is counted each time it runs, and those that do not run are there", () => {
  expect(countsOf(EVERY_STATEMENT)).toEqual(EXPECTED);
});

test("what is suspended after every step, or may be changed by the debug library, counts the same", () => {
  expect(countsOf(EVERY_STATEMENT, { stepsPerTurn: () => 1 })).toEqual(EXPECTED);
  expect(countsOf(`${EVERY_STATEMENT} -- setlocal`)).toEqual(EXPECTED);
  const hooked = `debug.sethook(function() end, "l") ${EVERY_STATEMENT}`;
  expect(countsOf(hooked)).toEqual({ ...EXPECTED, 1: "1+1" });
});

test("a chunk that only returns data has one statement", () => {
  expect(countsOf("return {\n 1, 2\n}")).toEqual({ 1: "1" });
});

test("without anybody who counts the code has nothing of it", () => {
  const source = "local x = 1 return x";
  expect(String(new LuaState().load(source, "=plain"))).not.toContain("counts");
  const counting = new LuaState({ onCounts: () => undefined });
  expect(String(counting.load(source, "=counted"))).toContain("counts");
});
