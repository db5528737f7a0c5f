/**
 * The state as a host sees it: which libraries it has, how it is run, and what it refuses.
 */
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  Coroutine,
  InterpreterError,
  LuaError,
  LuaState,
  LuaSyntaxError,
  LuaUserdata,
  native,
  type RunOutcome,
} from "../src/index.js";

describe("LuaState", () => {
  it("has the libraries that were asked for and no others", () => {
    const state = new LuaState({ libraries: ["base", "string"] });
    const source = "local s = ('x'):rep(2) return s, table, load, unpack, _VERSION";
    expect(state.call(state.load(source, "=test"))).toEqual([
      "xx",
      undefined,
      undefined,
      undefined,
      "Lua 5.2",
    ]);
    const bare = new LuaState({ libraries: [] });
    expect(bare.call(bare.load("return type, #'four'", "=test"))).toEqual([undefined, 4]);
  });

  it("refuses a library that does not exist, by its type and by a coded error", () => {
    // @ts-expect-error -- there is no library os here
    const make = (): LuaState => new LuaState({ libraries: ["os"] });
    expect(make).toThrow(InterpreterError);
    expect(make).toThrow("there is no library 'os'; there are base, load, bit");
  });

  it("refuses options that do not exist, by their types", () => {
    // @ts-expect-error -- the option is called randomSeed
    new LuaState({ seed: 1 });
    const run = (state: LuaState, coroutine: Coroutine): void => {
      // @ts-expect-error -- a slice has shouldPreempt
      state.run(coroutine, [], () => true);
      // @ts-expect-error -- arguments are a list of Lua values
      state.run(coroutine, [new Date()]);
      // @ts-expect-error -- a chunk has a name
      state.load("return 1");
      expectTypeOf(state.run(coroutine)).toEqualTypeOf<RunOutcome>();
    };
    expect(run).toBeTypeOf("function");
    expect(new LuaState()).toBeInstanceOf(LuaState);
  });

  it("runs nothing once it is disposed of, and has forgotten its globals", () => {
    const state = new LuaState();
    const main = state.load("return 1", "=test");
    state.dispose();
    const disposed = expect.objectContaining({ code: "STATE_DISPOSED" }) as unknown;
    expect(() => state.load("return 1", "=test")).toThrow(disposed);
    expect(() => state.call(main)).toThrow(disposed);
    expect(() => state.run(new Coroutine(main))).toThrow(disposed);
    expect(state.globals.isEmpty()).toBe(true);
    state.dispose();
  });

  it("refuses to run a coroutine from a native that it calls", () => {
    const state = new LuaState();
    const coroutine = new Coroutine(state.load("local again = ... pcall(again)", "=test"));
    const again = native("again", () => {
      state.run(coroutine);
      return undefined;
    });
    const run = (): RunOutcome => state.run(coroutine, [again]);
    expect(run).toThrow(expect.objectContaining({ code: "COROUTINE_BUSY" }));
  });

  it("lets a native call Lua in a coroutine of its own while a program runs", () => {
    const state = new LuaState();
    const twice = native("twice", (fn, value) => {
      if (typeof fn !== "function") throw new LuaError("twice wants a function");
      return state.call(fn, ...state.call(fn, value));
    });
    state.globals.set("twice", twice);
    const source = "return twice(function(x) return x .. '!' end, 'a'), pcall(twice, 1)";
    expect(state.call(state.load(source, "=test"))).toEqual([
      "a!!",
      false,
      "twice wants a function",
    ]);
  });

  it("refuses to yield out of a call by the host, as an error that the program can catch", () => {
    const state = new LuaState();
    const source = `
      local refused = table.pack(coroutine.isyieldable(), pcall(coroutine.yield, 1))
      local inner = coroutine.wrap(function() coroutine.yield(coroutine.isyieldable()) end)
      return refused[1], refused[2], refused[3], inner()`;
    expect(state.call(state.load(source, "=test"))).toEqual([
      false,
      false,
      "attempt to yield from outside a coroutine",
      true,
    ]);
    expect(() => state.call(state.load("coroutine.yield()", "=test"))).toThrow(
      "attempt to yield from outside a coroutine",
    );
  });

  it("tells errors of programs with a traceback, and syntax errors as such", () => {
    const state = new LuaState();
    const main = state.load("local function f() error({ code = 5 }) end f()", "@program.lua");
    try {
      state.call(main);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof LuaError)) throw error;
      expect(error.traceback).toContain("program.lua:1: in function 'f'");
    }
    expect(() => state.load("return 1 +", "@bad.lua")).toThrow(LuaSyntaxError);
    expect(() => state.load("return 1 +", "@bad.lua")).toThrow(
      "bad.lua:1: unexpected symbol near <eof>",
    );
  });

  it("gives the thread back after every part of a long program, as the host likes", () => {
    const state = new LuaState();
    const coroutine = new Coroutine(state.load("while true do end", "=test"));
    let asked = 0;
    const slice = { shouldPreempt: () => ++asked % 2 === 0 };
    expect(state.run(coroutine, [], slice)).toEqual({ kind: "preempted" });
    expect(state.run(coroutine, [], slice)).toEqual({ kind: "preempted" });
    expect(asked).toBe(4);
    const stopped = state.run(coroutine, [], {
      shouldPreempt: () => {
        throw new LuaError("stopped");
      },
    });
    expect(stopped).toMatchObject({ kind: "failed", error: { value: "test:1: stopped" } });
  });

  it("hands host objects to programs as userdata that only natives can open", () => {
    const state = new LuaState();
    const open = native("open", (handle) =>
      handle instanceof LuaUserdata ? (handle.value as { id: number }).id : undefined,
    );
    const main = state.load("local handle, open = ... return type(handle), open(handle)", "=test");
    expect(state.call(main, new LuaUserdata({ id: 7 }), open)).toEqual(["userdata", 7]);
  });
});
