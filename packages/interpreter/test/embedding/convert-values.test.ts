/**
 * Values between JavaScript and Lua, checked on the Lua side by Lua.
 */
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  bytesToLua,
  fromLua,
  type HostInput,
  type HostOutput,
  InterpreterError,
  LuaState,
  LuaTable,
  LuaUserdata,
  luaToBytes,
  luaToText,
  native,
  textToLua,
  toLua,
} from "../../src/index.js";

const state = new LuaState();

/** Gives the first result of Lua text whose argument is a converted value. */
function inLua(source: string, value: HostInput): unknown {
  return state.call(state.load(source, "=test"), toLua(value))[0];
}

describe("toLua()", () => {
  it("makes tables of objects, arrays and maps", () => {
    const value = {
      name: "Zoë",
      list: [1, null, 3],
      map: new Map<HostInput, HostInput>([[7, true]]),
    };
    expect(inLua("local v = ... return v.name .. #v.name", value)).toBe("Zo\xc3\xab4");
    expect(inLua("local v = ... return v.list[1] + v.list[3]", value)).toBe(4);
    expect(inLua("local v = ... return v.list[2]", value)).toBeUndefined();
    expect(inLua("local v = ... return v.map[7]", value)).toBe(true);
  });

  it("makes a string of bytes without reading them as text", () => {
    expect(inLua("return #...", new Uint8Array([0, 255, 128]))).toBe(3);
  });

  it("keeps what refers to itself, and Lua values as they are", () => {
    const own = new LuaTable();
    const loop: Record<string, HostInput> = { own };
    loop.self = loop;
    expect(inLua("local v = ... return v.self == v", loop)).toBe(true);
    expect(inLua("local v = ... return v.own", loop)).toBe(own);
    const print = native("print", () => undefined);
    expect(toLua(print)).toBe(print);
  });

  it("converts at any depth", () => {
    let deep: HostInput = "bottom";
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(inLua("local v = ... while type(v) == 'table' do v = v[1] end return v", deep)).toBe(
      "bottom",
    );
  });

  it("refuses what Lua has not, and says where it is", () => {
    const wrong = { users: [{ born: new Date(0) }] } as unknown as HostInput;
    expect(() => toLua(wrong)).toThrow(/class Date at users\[0\]\.born has no counterpart in Lua/);
    expect(() => toLua(10n as unknown as HostInput)).toThrow(InterpreterError);
    expect(() => toLua(new Map([[NaN, 1]]))).toThrow(/the key \[NaN\] has no counterpart/);
    expect(() => toLua(new Map([[null, 1]]))).toThrow(
      expect.objectContaining({ code: "NOT_CONVERTIBLE" }),
    );
  });

  it("does not take a Date, a bigint or a promise by its type", () => {
    // @ts-expect-error -- a Date has no counterpart in Lua
    expect(() => toLua(new Date())).toThrow(InterpreterError);
    // @ts-expect-error -- nor has a bigint
    expect(() => toLua(1n)).toThrow(InterpreterError);
    // @ts-expect-error -- nor a promise
    expect(() => toLua(Promise.resolve(1))).toThrow(InterpreterError);
  });
});

/** Converts what a Lua expression gives. */
function given(expression: string): HostOutput {
  return fromLua(state.call(state.load(`return ${expression}`, "=test"))[0]);
}

describe("fromLua()", () => {
  it("makes an array, an object or a map of a table, by its keys", () => {
    expect(given("{ 'a', { 1, 2 }, 'c' }")).toEqual(["a", [1, 2], "c"]);
    expect(given("{ name = 'Zo\\195\\171', tags = {} }")).toEqual({ name: "Zoë", tags: {} });
    expect(given("{ 1, 2, x = 3 }")).toEqual(
      new Map<HostOutput, HostOutput>([
        [1, 1],
        [2, 2],
        ["x", 3],
      ]),
    );
    expect(given("{ [2] = 'gap' }")).toEqual(new Map([[2, "gap"]]));
  });

  it("keeps what refers to itself", () => {
    const loop = given("(function() local t = {} t.self = t return t end)()") as { self: unknown };
    expect(loop.self).toBe(loop);
  });

  it("makes a field of its own of a key such as __proto__", () => {
    const made = given("{ __proto__ = 1 }");
    expect(Object.entries(made as object)).toEqual([["__proto__", 1]]);
  });

  it("leaves strings as bytes when asked to, and other values as they are", () => {
    expect(fromLua("\xc3\xab")).toBe("ë");
    expect(fromLua("\xc3\xab", { strings: "raw" })).toBe("\xc3\xab");
    const object = new LuaUserdata({ id: 1 });
    expect(fromLua(object)).toBe(object);
    expectTypeOf(fromLua(object)).toEqualTypeOf<HostOutput>();
  });

  it("gives back what toLua() was given", () => {
    const value = { a: [1, 2, { b: "ü€😀" }], c: { d: true } };
    expect(fromLua(toLua(value))).toEqual(value);
  });
});

describe("text and bytes", () => {
  it("go in and out as UTF-8, with U+FFFD for what is none", () => {
    for (const text of ["", "plain", "é€😀", "\0"]) {
      expect(textToLua(text)).toBe(Buffer.from(text, "utf8").toString("latin1"));
      expect(luaToText(textToLua(text))).toBe(text);
    }
    expect(textToLua("\ud800x")).toBe("\xef\xbf\xbdx");
    expect(luaToText("a\xff\xc3z")).toBe("a\ufffd\ufffdz");
  });

  it("keep every byte", () => {
    const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => i & 255);
    expect(luaToBytes(bytesToLua(bytes))).toEqual(bytes);
  });
});
