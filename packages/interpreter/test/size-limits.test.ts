/**
 * The limits on strings and tables of a state, whatever makes them grow.
 */
import { describe, expect, it } from "vitest";
import { DEFAULT_LUA_LIMITS, LuaState, type LuaValue } from "../src/index.js";

const STRING_MAX = 1000;
const TABLE_MAX = 2048;

function run(source: string, limits = { stringBytesMax: STRING_MAX, tableEntriesMax: TABLE_MAX }) {
  const state = new LuaState({ limits });
  return state.call(state.load(source, "=x"));
}

/** Gives the message of an error caught in the program. */
function caught(body: string): LuaValue {
  return run(`local ok, message = pcall(function() ${body} end) return message`)[0];
}

describe("a string longer than its state allows", () => {
  it.each([
    ["..", "local s = 'x' while true do s = s .. s end"],
    [".. of a number", "local s = 'x' while true do s = s .. 12 end"],
    [".. of several", "local s = ('x'):rep(400) return s .. s .. s"],
    ["string.rep", "local s = ('x'):rep(1001) return s"],
    ["table.concat", "local t = {} for i = 1, 200 do t[i] = '123456' end t = table.concat(t)"],
    ["gsub with a string", "local s = ('x'):rep(500):gsub('x', 'yyy') return s"],
    [
      "gsub with a function",
      "local s = ('x'):rep(500):gsub('x', function() return 'yyy' end) return s",
    ],
    ["format", "local s = ('x'):rep(900) s = ('%s%s'):format(s, s) return s"],
    ["pack", "local s = string.pack('z', ('x'):rep(1000)) return s"],
  ])("is an error where %s would make it", (_name, body) => {
    expect(caught(body)).toBe("x:1: resulting string too large");
  });

  it("may be as long as the limit", () => {
    expect(run("return #('x'):rep(1000), #(('x'):rep(500) .. ('y'):rep(500))")).toEqual([
      1000, 1000,
    ]);
  });

  it("stops a reader of load() that goes on and on", () => {
    expect(run("return load(function() return '     ' end)")).toEqual([
      undefined,
      "not enough memory",
    ]);
  });

  it("is an error at V8's own limit too, where the program is", () => {
    const state = new LuaState();
    const source =
      "local s = 'x'\nlocal ok, m = pcall(function()\nwhile true do s = s .. s end\nend)\nreturn m";
    expect(state.call(state.load(source, "=x"))).toEqual(["x:3: resulting string too large"]);
  });
});

describe("a table with more entries than its state allows", () => {
  it.each([
    ["appending", "local t = {} for i = 1, 5000 do t[i] = i end"],
    ["string keys", "local t = {} for i = 1, 5000 do t['k' .. i] = i end"],
    ["number keys", "local t = {} for i = 1, 5000 do t[-i] = i end"],
  ])("is an error when it grows by %s", (_name, body) => {
    expect(caught(body)).toBe("x:1: table overflow");
  });

  it.each([
    ["table.insert", "local t = {} for i = 1, 5000 do table.insert(t, i) end"],
    ["table.insert in front", "local t = {} for i = 1, 5000 do table.insert(t, 1, i) end"],
    ["rawset", "local t = {} for i = 1, 5000 do rawset(t, i * 2, i) end"],
  ])("is an error without position when %s does it", (_name, body) => {
    expect(caught(body)).toBe("table overflow");
  });

  it("is no matter while entries come and go", () => {
    const source = `local t = {}
      for i = 1, 20000 do t["k" .. i] = i t["k" .. (i - 1000)] = nil end
      local count = 0
      for _ in pairs(t) do count = count + 1 end
      return count`;
    expect(run(source)).toEqual([1000]);
  });
});

describe("LuaState limits", () => {
  it("hold for one state, not for those beside it", () => {
    const small = new LuaState({ limits: { stringBytesMax: 10 } });
    const large = new LuaState();
    const source = "return pcall(string.rep, 'x', 100)";
    expect(small.call(small.load(source, "=x"))[0]).toBe(false);
    expect(large.call(large.load(source, "=x"))[0]).toBe(true);
    expect(small.call(small.load(source, "=x"))[0]).toBe(false);
  });

  it("are refused when they are no limits", () => {
    expect(
      () => new LuaState({ limits: { stringBytesMax: DEFAULT_LUA_LIMITS.stringBytesMax + 1 } }),
    ).toThrow("stringBytesMax is 500000001; it must be an integer from 1 to 500000000");
    expect(() => new LuaState({ limits: { tableEntriesMax: 0 } })).toThrow(
      `tableEntriesMax is 0; it must be an integer from 1 to ${DEFAULT_LUA_LIMITS.tableEntriesMax}`,
    );
  });
});
