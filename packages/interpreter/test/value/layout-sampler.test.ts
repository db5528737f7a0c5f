/**
 * Records in very many layouts: what programs see of them, and what becomes of them in V8.
 */
import { beforeEach, expect, test } from "vitest";
import { LuaState } from "../../src/lua-state.js";
import { LuaTable } from "../../src/value/lua-table.js";
import { internKey } from "../../src/value/record.js";
import { tableTemplate } from "../../src/value/table-template.js";
import { SeededRandom } from "../seeded-random.js";

const names = Array.from({ length: 24 }, (_, i) => `layout field ${i}`);
for (const name of names) internKey(name);

/** Adds some of the fields in any order; gives their names in that order. */
function addFields(table: LuaTable, random: SeededRandom): string[] {
  const added: string[] = [];
  for (let i = 0; i < 8; i++) {
    const name = random.pick(names);
    if (!added.includes(name)) added.push(name);
    table.set(name, i);
  }
  return added;
}

function keysOf(table: LuaTable): unknown[] {
  const keys: unknown[] = [];
  for (let at = table.nextPosition(0); at >= 0; at = table.nextPosition(at + 1)) {
    keys.push(table.keyAt(at));
  }
  return keys;
}

const isDictionary = ({ rec }: LuaTable) => Object.getPrototypeOf(rec) === null;

function addManyLayouts(random: SeededRandom): void {
  for (let i = 0; i < 3000; i++) addFields(new LuaTable(), random);
}

function addFewLayouts(): void {
  for (let i = 0; i < 3000; i++) {
    const table = new LuaTable();
    for (const name of names.slice(i % 5, (i % 5) + 8)) table.set(name, i);
  }
}

beforeEach(addFewLayouts);

test("records are dictionaries while very many layouts come, and objects again afterwards", () => {
  const random = new SeededRandom();
  const record = () => {
    const table = new LuaTable();
    addFields(table, random);
    return table;
  };
  const seed = `seed ${random.seed}`;
  expect(isDictionary(record()), seed).toBe(false);
  addManyLayouts(random);
  expect(isDictionary(record()), seed).toBe(true);
  addFewLayouts();
  expect(isDictionary(record()), seed).toBe(false);
});

test("a record of many layouts has its fields in the order in which they were added", () => {
  const random = new SeededRandom();
  const seed = `seed ${random.seed}`;
  const state = new LuaState();
  const make = state.load("return { zero = 0, ['layout field 3'] = 3 }", "=test");
  const use = state.load(
    `local t = ...
    t["layout field 3"] = t["layout field 3"] + 100
    t.last = "last"
    t.zero = nil
    return t["layout field 3"], t.zero, t.last, next(t, "zero")`,
    "=test",
  );
  addManyLayouts(random);
  for (let i = 0; i < 50; i++) {
    const [table] = state.call(make) as [LuaTable];
    const added = addFields(table, random).filter((name) => name !== "layout field 3");
    expect(isDictionary(table), seed).toBe(true);
    expect(keysOf(table), seed).toEqual(["zero", "layout field 3", ...added]);
    const third = table.get("layout field 3") as number;
    expect(state.call(use, table), seed).toEqual([
      third + 100,
      undefined,
      "last",
      "layout field 3",
      third + 100,
    ]);
    expect(keysOf(table), seed).toEqual(["layout field 3", ...added, "last"]);
  }
});

test("a table made of a template keeps its fields", () => {
  const make = tableTemplate<number>({ owner: (owner) => owner, twice: (owner) => owner * 2 });
  const random = new SeededRandom();
  addManyLayouts(random);
  const table = make(21);
  table.set(names[0], "added");
  expect(keysOf(table)).toEqual(["owner", "twice", names[0]]);
  expect([table.get("owner"), table.get("twice"), table.get(names[0])]).toEqual([21, 42, "added"]);
});
