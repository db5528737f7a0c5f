/** How V8 keeps the record parts that every program reads. */
import { setFlagsFromString } from "node:v8";
import { runInThisContext } from "node:vm";
import { beforeAll, expect, it } from "vitest";
import type { LuaTable } from "../../src/index.js";
import { LuaState, native } from "../../src/index.js";

let hasFastProperties: (object: object) => boolean;

beforeAll(() => {
  setFlagsFromString("--allow-natives-syntax");
  const ask = runInThisContext("(object) => %HasFastProperties(object)") as (o: object) => boolean;
  // Functions are parsed to the end when they are first called.
  expect(ask({})).toBe(true);
  setFlagsFromString("--no-allow-natives-syntax");
  hasFastProperties = ask;
});

it("keeps the globals and libraries of a new state out of dictionary mode", () => {
  const { globals } = new LuaState();
  expect(hasFastProperties(globals.rec)).toBe(true);
  for (const name of ["string", "table", "math", "debug", "bit32"]) {
    expect(hasFastProperties((globals.getString(name) as LuaTable).rec)).toBe(true);
  }
});

it("keeps them so when a host defines more, one by one or together, and a program does", () => {
  const state = new LuaState();
  for (let i = 0; i < 20; i++) {
    state.globals.define(
      `native${i}`,
      native(`native${i}`, () => i),
    );
  }
  state.globals.defineAll(Array.from({ length: 20 }, (_, i) => [`value${i}`, i] as const));
  const program = "first, second = native7(), value19 function third() end return first, second";
  expect(state.call(state.load(program, "=test"))).toEqual([7, 19]);
  expect(hasFastProperties(state.globals.rec)).toBe(true);
});

it("keeps a constructor's table so, however many fields it has", () => {
  const state = new LuaState();
  const fields = Array.from({ length: 90 }, (_, i) => `field${i} = ${i}`).join(", ");
  const [table] = state.call(state.load(`return { ${fields} }`, "=test")) as [LuaTable];
  expect(table.getString("field89")).toBe(89);
  expect(hasFastProperties(table.rec)).toBe(true);
});
