/**
 * Functions of long sources, whose code is generated when they are first called. That they do what others do
 * is tested by the scripts, which run in a long source too.
 */
import { describe, expect, it } from "vitest";
import { LuaState } from "../src/index.js";
import { CompiledChunk } from "../src/load-chunk.js";
import { LuaTable } from "../src/value/lua-table.js";

/** A comment that makes any source long. */
const LONG = `\n--${"long".repeat(10_000)}`;

/** A function's body that is long enough to be put off, and says a number. */
function body(number: number, length = 100): string {
  return `local text = "${"x".repeat(length)}" return ${number}`;
}

function run(source: string): readonly unknown[] {
  const state = new LuaState();
  return state.call(state.load(source + LONG, "=long"));
}

describe("a function of a long source", () => {
  it("is generated at its first call, with its neighbours", () => {
    const parts = Array.from({ length: 300 }, (_, i) => `function f${i}() ${body(i)} end`);
    const chunk = new CompiledChunk(parts.join("\n"), "=long");
    const known = (): number[] => Object.keys(chunk.info.prototypes).map(Number);
    const globals = new LuaTable();
    expect(known()).toEqual([0]);
    chunk.instantiate(globals)();
    expect(known()).toEqual([0]);
    const call = (name: string): unknown => (globals.get(name) as () => unknown)();
    expect(call("f150")).toBe(150);
    const generated = known();
    expect(generated).toContain(151);
    expect(generated.length).toBeGreaterThan(20);
    expect(generated.length).toBeLessThan(150);
    expect(call("f151")).toBe(151);
    expect(known()).toEqual(generated);
  });

  it("is generated with the others where the source is short", () => {
    const chunk = new CompiledChunk(`function f() ${body(1)} end`, "=short");
    expect(Object.keys(chunk.info.prototypes)).toEqual(["0", "1"]);
  });

  it("is one value for the program, whoever asks for it", () => {
    const source = `
      local seen = {}
      local function f(n)
        seen[#seen + 1] = f
        seen[#seen + 1] = debug.getinfo(1, "f").func
        if n > 0 then f(n - 1) end
        return debug.getinfo(1, "n").name
      end
      local name = f(2)
      local same = 0
      for i = 1, #seen do if seen[i] == f then same = same + 1 end end
      return #seen, same, name`;
    expect(run(source)).toEqual([6, 6, "f"]);
  });

  it("shares variables with closures that were made before and after it was generated", () => {
    const source = `
      local makers = {}
      local function make(start)
        local count = start
        local function add(by) ${body(0)}, by end
        return function(by) count = count + by ${body(0).replace("return 0", "return count")} end
      end
      local a = make(10)
      local first, second = a(1), a(1)
      local b = make(20)
      return first, second, b(1), a(1), b(1)`;
    expect(run(source)).toEqual([11, 12, 21, 13, 22]);
  });

  it("can be generated where the stack is deep", () => {
    const nested = `${"(".repeat(180)}1${")".repeat(180)}`;
    const tables = `${"{".repeat(150)}${"}".repeat(150)}`;
    const source = `
      local function late(n) local text, t = "${"x".repeat(100)}", ${tables} return ${nested} + n end
      local function deep(n) if n == 0 then return late(1) end return 1 + deep(n - 1) end
      local results = {}
      for _, depth in ipairs { 1500, 1000, 100000 } do results[#results + 1] = deep(depth) end
      return unpack(results)`;
    expect(run(source)).toEqual([1502, 1002, 100_002]);
  });
});
