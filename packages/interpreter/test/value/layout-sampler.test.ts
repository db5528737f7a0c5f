/**
 * Records in very many layouts: what programs see of them, and what becomes of them in V8.
 */
import { beforeEach, expect, test } from "vitest";
import { LuaState } from "../../src/lua-state.js";
import { LuaTable } from "../../src/value/lua-table.js";
import { internKey } from "../../src/value/record.js";
import { tableTemplate } from "../../src/value/table-template.js";
import { SeededRandom } from "../seeded-random.js";

const manyNames = Array.from({ length: 90 }, (_, i) => `layout field ${i}`);
for (const name of manyNames) internKey(name);
/** So few that a class has a property for each. */
const names = manyNames.slice(0, 24);

/** Adds some of the fields in any order; gives their names in that order. */
function addFields(table: LuaTable, random: SeededRandom, names: readonly string[]): string[] {
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

/** What V8 keeps a record as: a common class has properties that the record lacks. */
function kindOf(table: LuaTable): string {
  if (Object.getPrototypeOf(table.rec) === null) return "dictionary";
  return Object.keys(table.rec).length > keysOf(table).length ? "common" : "own layout";
}

/** A record of some fields, that lacks some. */
function record(random: SeededRandom, names: readonly string[]): LuaTable {
  const table = new LuaTable();
  addFields(table, random, names);
  return table;
}

function addManyLayouts(random: SeededRandom, names: readonly string[]): void {
  for (let i = 0; i < 6000; i++) record(random, names);
}

function addFewLayouts(): void {
  for (let i = 0; i < 3000; i++) {
    const table = new LuaTable();
    for (const name of names.slice(i % 5, (i % 5) + 8)) table.set(name, i);
  }
}

beforeEach(addFewLayouts);

test("records have one layout while very many come, or are dictionaries, and their own afterwards", () => {
  const random = new SeededRandom();
  const seed = `seed ${random.seed}`;
  expect(kindOf(record(random, names)), seed).toBe("own layout");
  addManyLayouts(random, names);
  expect(kindOf(record(random, names)), seed).toBe("common");
  addManyLayouts(random, manyNames);
  expect(kindOf(record(random, manyNames)), seed).toBe("dictionary");
  addManyLayouts(random, names);
  expect(kindOf(record(random, names)), seed).toBe("common");
  addFewLayouts();
  expect(kindOf(record(random, names)), seed).toBe("own layout");
});

test("a record of the common layout is given other fields, in any of its parts", () => {
  const random = new SeededRandom();
  addManyLayouts(random, names);
  const table = record(random, names);
  const [absent = ""] = names.filter((name) => table.get(name) === undefined);
  const before = keysOf(table);
  expect(table.get(absent), `seed ${random.seed}`).toBeUndefined();
  table.set("made up while running", 1);
  for (const name of manyNames.slice(24, 60)) table.set(name, name);
  // Beside a hash part, what the record has not goes there, though its object has a property for it.
  table.set(absent, "there");
  expect(table.get(absent)).toBe("there");
  expect(new Set(keysOf(table))).toEqual(
    new Set([...before, absent, "made up while running", ...manyNames.slice(24, 60)]),
  );
  expect(keysOf(table)).toHaveLength(before.length + 38);
  for (const key of keysOf(table)) table.set(key as string, undefined);
  expect(keysOf(table)).toEqual([]);
});

test.each([
  ["common", names],
  ["dictionary", manyNames],
])(
  "a record of many layouts, %s, has its fields in the order in which they were added",
  (kind, names) => {
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
    addManyLayouts(random, names);
    for (let i = 0; i < 50; i++) {
      const [table] = state.call(make) as [LuaTable];
      const added = addFields(table, random, names).filter((name) => name !== "layout field 3");
      expect(kindOf(table), seed).toBe(kind);
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
  },
);

test("a table made of a template keeps its fields", () => {
  const make = tableTemplate<number>({ owner: (owner) => owner, twice: (owner) => owner * 2 });
  const random = new SeededRandom();
  addManyLayouts(random, names);
  const table = make(21);
  table.set(names[0], "added");
  expect(keysOf(table)).toEqual(["owner", "twice", names[0]]);
  expect([table.get("owner"), table.get("twice"), table.get(names[0])]).toEqual([21, 42, "added"]);
});
