/**
 * Loading the same source again: the chunk may be compiled already, the function is a new one.
 */
import { describe, expect, it } from "vitest";
import { LuaState } from "../src/index.js";

function run(source: string): readonly unknown[] {
  const state = new LuaState();
  return state.call(state.load(source, "=test"));
}

describe("load() of a source that was loaded before", () => {
  it("gives another function with variables of its own", () => {
    const source = `
      local source = "local n = 0 return function() n = n + 1 return n end"
      local f, g = load(source), load(source)
      local a, b = f(), g()
      return f == g, a == b, a(), a(), b(), f()()`;
    expect(run(source)).toEqual([false, false, 1, 2, 1, 1]);
  });

  it("gives it the environment that it was loaded with", () => {
    const source = `
      local source = "local function get() return x end return get(), get"
      local f, g = load(source, "=a", "t", { x = 1 }), load(source, "=a", "t", { x = 2 })
      local one, get = f()
      setfenv(get, { x = 3 })
      return one, (g()), get(), (f())`;
    expect(run(source)).toEqual([1, 2, 3, 1]);
  });

  it("names the chunk as the caller wants it named", () => {
    const source = `
      local messages = {}
      for i, name in ipairs({ "=one", "=two", "=one" }) do
        messages[i] = select(2, pcall(load("error('here')", name)))
      end
      return table.unpack(messages)`;
    expect(run(source)).toEqual(["one:1: here", "two:1: here", "one:1: here"]);
  });

  it("lets one of them be suspended while another runs", () => {
    const source = `
      local source = "local a = ... a = a .. coroutine.yield(a) return a"
      local one, two = coroutine.wrap(load(source)), coroutine.wrap(load(source))
      return one("a"), two("b"), one("c"), two("d"), load(source) ~= load(source)`;
    expect(run(source)).toEqual(["a", "b", "ac", "bd", true]);
  });

  it("goes on when many other sources came in between, and when it is long", () => {
    const source = `
      local long = "local t = {" .. ("1,"):rep(5000) .. "} return #t"
      local sum = 0
      for round = 1, 3 do
        for i = 1, 200 do sum = sum + load("return " .. i)() end
        sum = sum + load(long)()
      end
      return sum, load("return = 1"), select(2, load("return = 1", "=x"))`;
    const message = "x:1: unexpected symbol near '='";
    expect(run(source)).toEqual([3 * (20_100 + 5000), undefined, message]);
  });
});
