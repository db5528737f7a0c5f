/** Chunks that only return data: nothing but speed may tell them from others. */
import { describe, expect, it } from "vitest";
import { LuaState, LuaSyntaxError } from "../src/index.js";

const DESCRIBE = `
  local function describe(value)
    if type(value) ~= "table" then return type(value) .. " " .. tostring(value) end
    local parts = {}
    for key, field in pairs(value) do parts[#parts + 1] = tostring(key) .. "=" .. describe(field) end
    table.sort(parts)
    return "#" .. #value .. "{" .. table.concat(parts, ",") .. "}"
  end
  local function all(...)
    local parts = {}
    for i = 1, select("#", ...) do parts[i] = describe((select(i, ...))) end
    return table.concat(parts, "; ")
  end
`;

/** Describes what a chunk returns when it is called twice, the second time after its tables changed. */
function resultsOf(chunk: string): unknown {
  const state = new LuaState();
  const program = `${DESCRIBE}
    local chunk = ...
    local f = assert(load(chunk))
    local first = f()
    if type(first) == "table" then first.added = true first[1] = "changed" end
    return all(f(1, 2)), all(first)`;
  const fn = state.load(program, "=test");
  return state.call(fn, chunk);
}

describe("a chunk that returns data", () => {
  it.for([
    "return 1",
    "return -1.5, 'two', true, nil",
    "return nil",
    "return -0",
    "return {}",
    "return { 1, 2, 3 }",
    "return { name = 'x', ['with space'] = 2, [true] = 3, [10] = 'ten', [-1] = -1, [2.5] = 5 }",
    "return { 'a', 'b', name = { nested = { { {} } } }, 'c' }",
    "return { a = 1, a = 2, ['a'] = 3 }",
    "return { 'a', [1] = 'b' }, { [1] = 'b', 'a' }",
    "return { nil, 2, nil }, { x = nil }",
    "return { [1] = 1, [2] = 2, [3] = 3 }",
    "return ({ 1 })",
    "return 1, { 2 } -- comment",
    "return { end_ = 1; 2; }",
    `return { ${Array.from({ length: 120 }, (_, i) => `field${String(i)} = ${String(i)}`).join(", ")} }`,
  ])("gives what compiled code gives: %s", (chunk) => {
    // A local makes it no data chunk.
    expect(resultsOf(chunk)).toEqual(resultsOf(`local _ ${chunk}`));
  });

  it("is a Lua function to the debug library as compiled code is", () => {
    const program = `
      local f = load(..., "=data")
      local info = debug.getinfo(f)
      local copy = load(string.dump(f))
      return info.what, info.short_src, info.isvararg, info.nparams, copy()[1], f()[1], type(f)`;
    const facts = ["return { 1 }", "local _ return { 1 }"].map((chunk) => {
      const state = new LuaState();
      return state.call(state.load(program, "=test"), chunk);
    });
    expect(facts[0]).toEqual(["main", "data", true, 0, 1, 1, "function"]);
    expect(facts[1]).toEqual(facts[0]);
  });

  it("is told to hooks as compiled code is", () => {
    const program = `
      local seen = {}
      local f = load(..., "=data")
      debug.sethook(function(event, line)
        local info = debug.getinfo(2, "S")
        if info.short_src == "data" then seen[#seen + 1] = event .. (line or "") end
      end, "clr")
      local value = f()
      debug.sethook()
      return value, table.concat(seen, " ")`;
    const told = ["return 7", "local _ return 7"].map((chunk) => {
      const state = new LuaState();
      return state.call(state.load(program, "=test"), chunk);
    });
    expect(told[0]).toEqual([7, expect.stringContaining("call")]);
    expect(told[1]).toEqual(told[0]);
  });

  it("lets its caller be suspended though it is called without end", () => {
    const state = new LuaState();
    const thread = state.createCoroutine(
      state.load("local f = load('return { 1, 2, 3 }') while true do f() end", "=test"),
    );
    let asked = 0;
    const outcome = state.run(thread, [], { shouldPreempt: () => ++asked === 3 });
    expect(outcome.kind).toBe("preempted");
  });

  it("reports mistakes as any chunk does", () => {
    const state = new LuaState();
    for (const source of ["return {", "return 1 1", "return return", "return { 1 2 }"]) {
      expect(() => state.load(source, "=test")).toThrow(LuaSyntaxError);
    }
  });
});
