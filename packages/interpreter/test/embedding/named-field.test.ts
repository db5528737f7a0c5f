/**
 * Reading one field over and over: the same as reading it once, however often.
 */
import { expect, test } from "vitest";
import { namedField } from "../../src/embedding/named-field.js";
import { LuaTable } from "../../src/value/lua-table.js";

test("namedField() reads what getString() does, in all parts of a table and without metamethods", () => {
  const read = namedField("named by nobody else");
  const record = LuaTable.fromFields([["named by nobody else", 1]]);
  const dictionary = LuaTable.ofKeys(["named by nobody else", "made up"], [2, 3], 0);
  const derived = new LuaTable();
  derived.meta = LuaTable.fromFields([["__index", record]]);
  for (let i = 0; i < 1000; i++) {
    expect([record, dictionary, derived, new LuaTable()].map(read)).toEqual([
      1,
      2,
      undefined,
      undefined,
    ]);
  }
  record.setString("named by nobody else", "other");
  expect(read(record)).toBe("other");
});
