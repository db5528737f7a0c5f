/**
 * Tables made of data with known keys: a program cannot tell them from tables that it made itself.
 */
import { expect, test } from "vitest";
import { LuaState } from "../../src/lua-state.js";
import { LuaTable } from "../../src/value/lua-table.js";
import type { LuaValue } from "../../src/value/lua-value.js";
import { RecordMaker } from "../../src/value/record-maker.js";

function run(source: string, ...values: LuaValue[]): readonly LuaValue[] {
  const state = new LuaState();
  return state.call(state.load(source, "=test"), ...values);
}

const keys = (table: LuaTable) =>
  run(
    "local t = ... local list = {} for key in pairs(t) do list[#list + 1] = key end return table.concat(list, ' ')",
    table,
  )[0];

test("RecordMaker.make() gives keys their values, in the order of the keys", () => {
  const maker = RecordMaker.for(["y", "x", "made by data"])!;
  const table = maker.make(["before", 1, "two", true, "after"], 1);
  expect(run("local t = ... return t.x, t.y, t['made by data']", table)).toEqual(["two", 1, true]);
  expect(keys(table)).toBe("y x made by data");
});

test("tables of one maker share nothing that a program sees", () => {
  const maker = RecordMaker.for(["a", "b"])!;
  const [one, other] = [maker.make([1, 2], 0), maker.make([3, 4], 0)];
  run("local t = ... t.a = nil t.c = 5 t[1] = 6", one);
  expect([keys(one), keys(other)]).toEqual(["1 b c", "a b"]);
  expect(run("local t, u = ... return next(t, 1), next(u, 'a')", one, other)).toEqual([
    "b",
    "b",
    4,
  ]);
});

test("a program may walk two tables of one maker at once, clearing what it visits", () => {
  const maker = RecordMaker.for(["a", "b", "c", "d"])!;
  const source = `
    local t, u = ...
    local seen = {}
    for key, value in pairs(t) do
      for other in pairs(u) do
        if other == key then seen[#seen + 1] = key .. value end
        if other == "b" then u[other] = nil end
      end
      t[key] = nil
    end
    return table.concat(seen, " "), next(t)`;
  expect(run(source, maker.make([1, 2, 3, 4], 0), maker.make([5, 6, 7, 8], 0))).toEqual([
    "a1 c3 d4",
    undefined,
  ]);
});

test("RecordMaker.for() refuses no keys and more than a record keeps", () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `key ${index}`);
  expect(RecordMaker.for([])).toBeUndefined();
  expect(RecordMaker.for(many(60))).toBeDefined();
  expect(RecordMaker.for(many(61))).toBeUndefined();
});

test.each([
  ["known", ["__index", "__newindex"]],
  ["unknown", ["__index", "seen in no program"]],
])("LuaTable.ofKeys() makes a table of %s keys, the last value of each", (_, [first, second]) => {
  const table = LuaTable.ofKeys([first!, second!, first!], ["before", 1, 2, 3], 1);
  expect(keys(table)).toBe(`${first} ${second}`);
  expect([table.get(first), table.get(second)]).toEqual([3, 2]);
  const cleared = LuaTable.ofKeys([first!, second!, first!], [1, 2, undefined], 0);
  expect(keys(cleared)).toBe(second);
});

test("what a program adds to a table of data comes last, however the table was made", () => {
  const names = ["known to no program", "nor this one"];
  const add = "local t = ... t.added = 1 t.name = 2 t['a' .. 'b'] = 3 return t";
  const tables = [LuaTable.ofKeys(names, [1, 2], 0), RecordMaker.for(names)!.make([1, 2], 0)];
  for (const table of tables) {
    run(add, table);
    expect(keys(table)).toBe("known to no program nor this one added name ab");
    expect(run("local t = ... return t.added, t.name, t.ab", table)).toEqual([1, 2, 3]);
  }
});
