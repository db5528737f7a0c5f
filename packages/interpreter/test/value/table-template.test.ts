/**
 * Tables made of a template: a program cannot tell them from tables whose values were there from the
 * start.
 */
import { expect, test } from "vitest";
import { LuaState } from "../../src/lua-state.js";
import { LuaTable } from "../../src/value/lua-table.js";
import type { LuaValue } from "../../src/value/lua-value.js";
import { tableTemplate } from "../../src/value/table-template.js";

const makePoint = tableTemplate<{ made: string[] }>({
  x: (owner) => {
    owner.made.push("x");
    return 1;
  },
  y: (owner) => {
    owner.made.push("y");
    return 2;
  },
  self: (_, table) => () => table,
});

function run(source: string, table: LuaTable): readonly LuaValue[] {
  const state = new LuaState();
  return state.call(state.load(source, "=test"), table);
}

/** Runs a program on a table of the template and on an ordinary one; gives what both return. */
function runOnBoth(source: string): readonly LuaValue[] {
  const ordinary = LuaTable.fromFields([
    ["x", 1],
    ["y", 2],
    ["self", () => ordinary],
  ]);
  const results = run(source, makePoint({ made: [] }));
  expect(results).toEqual(run(source, ordinary));
  return results;
}

test("a table of a template makes a value when it is first asked for, and once", () => {
  const owner = { made: [] as string[] };
  const point = makePoint(owner);
  expect(owner.made).toEqual([]);
  expect(run("local p = ... return p.y, p.y, p['y']", point)).toEqual([2, 2, 2]);
  expect(owner.made).toEqual(["y"]);
});

test("a function of a template's table knows its table, and is the same one each time", () => {
  expect(runOnBoth("local p = ... return p.self() == p, p.self == p.self")).toEqual([true, true]);
});

test("tables of one template share nothing", () => {
  const [one, other] = [makePoint({ made: [] }), makePoint({ made: [] })];
  run("local p = ... p.x = 10", one);
  expect([one.getString("x"), other.getString("x")]).toEqual([10, 1]);
});

test("a template's table is traversed in the order of its keys, those that were added last", () => {
  const source = `
    local p, seen = ..., {}
    p.z = 3
    for key, value in pairs(p) do
      seen[#seen + 1] = key .. "=" .. (type(value) == "function" and "function" or value)
    end
    return table.concat(seen, " ")`;
  expect(runOnBoth(source)).toEqual(["x=1 y=2 self=function z=3"]);
});

test("fields of a template's table can be cleared, also before they were made, and set again", () => {
  const source = `
    local p = ...
    p.x = nil
    local cleared, first = p.x, next(p)
    p.x = "again"
    rawset(p, "y", nil)
    return cleared, first, p.x, rawget(p, "y"), (next(p, "x"))`;
  expect(runOnBoth(source)).toEqual([undefined, "y", "again", undefined, "self"]);
});

test("fields of a template's table can be cleared while it is traversed", () => {
  const source = `
    local p, n = ..., 0
    for key in pairs(p) do p[key] = nil n = n + 1 end
    return n, next(p)`;
  expect(runOnBoth(source)).toEqual([3, undefined]);
});

test("a metatable of a template's table is asked only for keys that it does not have", () => {
  const source = `
    local p, asked = ..., {}
    setmetatable(p, { __index = function(_, key) asked[#asked + 1] = key end })
    p.x = nil
    return p.x, p.y, p.z, table.concat(asked, " ")`;
  expect(runOnBoth(source)).toEqual([undefined, 2, undefined, "x z"]);
});

test("a template with more keys than a record keeps in order is refused", () => {
  const fields = Object.fromEntries(Array.from({ length: 61 }, (_, i) => [`key${i}`, () => i]));
  expect(() => tableTemplate(fields)).toThrow("at most 60");
});
