/**
 * Natives that have much to do: the host is asked in proportion to the work, and those that take the
 * longest are suspended in the middle and carried on.
 */
import { describe, expect, it } from "vitest";
import { LuaError, LuaState, type LuaValue } from "../../src/index.js";

/** Says how often the host is asked while a chunk runs. */
function asksDuring(source: string): number {
  const state = new LuaState();
  let count = 0;
  const coroutine = state.createCoroutine(state.load(source, "=t"));
  const shouldPreempt = (): boolean => {
    count++;
    return false;
  };
  expect(state.run(coroutine, [], { shouldPreempt }).kind).toBe("returned");
  return count;
}

const NUMBERS = "t, s = {}, 1 for i = 1, 3e5 do s = s * 16807 % 2147483647 t[i] = s end";
const STRINGS = "t, s = {}, 1 for i = 1, 1e5 do s = s * 16807 % 2147483647 t[i] = 'k' .. s end";
const LONG_STRINGS =
  "t, p = {}, ('x'):rep(1e5) for i = 1, 100 do t[i] = p .. string.char(32 + i * 37 % 101) end";
const IS_SORTED = "for i = 2, #t do if t[i - 1] > t[i] then return i end end return 'sorted', #t";
/** In what comes before the `x` a pattern such as `a-a-b` takes millions of steps. */
const AX = `${"a".repeat(250)}x`;
const HARD = "s = ('a'):rep(250) .. 'xaabc'";
/** Two bytes a character. */
const TWO = "s = ('\\195\\169'):rep(2e6)";

describe("a native with a large operand", () => {
  it.each([
    ["reverse", "s = ('abc'):rep(2e6)", "return s:reverse() == ('cba'):rep(2e6)", [true]],
    ["upper", "s = ('a\\233'):rep(4e6)", "return s:upper() == ('A\\233'):rep(4e6)", [true]],
    ["lower", "s = ('AB'):rep(4e6)", "return s:lower() == ('ab'):rep(4e6)", [true]],
    ["find", "s = ('x'):rep(1e7) .. 'xy'", "return s:find('xxy', 3, true)", [1e7, 1e7 + 2]],
    ["find in vain", "s = ('x'):rep(1e7)", "return s:find('xy', 1, true)", [undefined]],
    ["find that backtracks", HARD, "return s:find('(a-)(a-)bc')", [252, 255, "", "aa"]],
    ["find in vain that backtracks", HARD, "return s:find('a-a-d')", [undefined]],
    [
      "find in a very long string",
      "s = (' '):rep(17e6) .. 'x'",
      "return s:find('^ *(%S)')",
      [1, 17e6 + 1, "x"],
    ],
    ["match", HARD, "return s:match('(a-)(a-)bc')", ["", "aa"]],
    [
      "gmatch",
      HARD,
      "local t = {} for a, b in s:gmatch('()(a-)a-bc') do t[#t + 1] = a .. b end return table.concat(t)",
      ["252"],
    ],
    [
      "gmatch to the end",
      `${HARD} following = s:gmatch('a-a-d')`,
      "return select('#', following()), select('#', following())",
      [0, 0],
    ],
    ["gsub", "s = ('a'):rep(5e5)", "local r, n = s:gsub('a', 'bc') return #r, n", [1e6, 5e5]],
    ["gsub that backtracks", HARD, "return s:gsub('(a-)(a-)bc', '<%2>')", [`${AX}<aa>`, 1]],
    ["gsub in vain", HARD, "return s:gsub('a-a-d', '')", [`${AX}aabc`, 0]],
    [
      "gsub with a function",
      HARD,
      "return s:gsub('(a-)(a-)bc', function(_, a) return a .. a end)",
      [`${AX}aaaa`, 1],
    ],
    ["gsub with a table", "s = ('a'):rep(3e5)", "return #s:gsub('a', { a = 'xy' })", [6e5]],
    ["packsize", "s = ('i'):rep(2e5)", "return string.packsize(s)", [8e5]],
    ["unpack", "s = ('b'):rep(1e5)", "return (select('#', string.unpack(s, s)))", [1e5 + 1]],
    [
      "pack",
      "s, t = ('b'):rep(1e5), {} for i = 1, 1e5 do t[i] = 7 end",
      "return string.pack(s, table.unpack(t)) == ('\\7'):rep(1e5)",
      [true],
    ],
    [
      "format of a literal",
      "s = ('a\\n'):rep(1e6)",
      "local q = ('%s%q%d'):format('<', s, 7) return #q, q:sub(1, 5), q:sub(-4)",
      [3e6 + 4, '<"a\\\n', '\\\n"7'],
    ],
    ["utf8.len", "s = ('a\\195\\169\\226\\130\\172'):rep(5e5)", "return utf8.len(s)", [15e5]],
    [
      "utf8.len to a fault",
      `${TWO} s = s .. '\xff' .. s`,
      "return utf8.len(s)",
      [undefined, 4e6 + 1],
    ],
    ["utf8.len of a part", TWO, "return utf8.len(s, 3, -3)", [2e6 - 2]],
    ["utf8.offset", TWO, "return utf8.offset(s, 18e5)", [36e5 - 1]],
    ["utf8.offset from the end", TWO, "return utf8.offset(s, -18e5)", [4e5 + 1]],
    ["utf8.offset too far", TWO, "return utf8.offset(s, 2e6 + 2)", [undefined]],
    [
      "concat",
      "t = {} for i = 1, 3e5 do t[i] = i % 10 end",
      "local s = table.concat(t, ',') return #s, s:sub(-3), s:sub(32766, 32770)",
      [6e5 - 1, "9,0", ",4,5,"],
    ],
    ["sort of numbers", NUMBERS, `table.sort(t) ${IS_SORTED}`, ["sorted", 3e5]],
    ["sort of strings", STRINGS, `table.sort(t) ${IS_SORTED}`, ["sorted", 1e5]],
    ["sort of long strings", LONG_STRINGS, `table.sort(t) ${IS_SORTED}`, ["sorted", 100]],
  ])("is suspended in the middle: %s", (_, setup, body, expected) => {
    const state = new LuaState();
    state.call(state.load(setup, "=setup"));
    const coroutine = state.createCoroutine(state.load(body, "=t"));
    let preemptionCount = 0;
    let outcome = state.run(coroutine, [], { shouldPreempt: () => true });
    for (; outcome.kind === "preempted"; preemptionCount++) {
      outcome = state.run(coroutine, [], { shouldPreempt: () => true });
    }
    expect(outcome).toEqual({ kind: "returned", values: expected });
    expect(preemptionCount).toBeGreaterThan(0);
  });

  it("is in the traceback of an error that ends it", () => {
    const state = new LuaState();
    const coroutine = state.createCoroutine(
      state.load("return (('a'):rep(9e3):find('.-.-b'))", "=t"),
    );
    let asked = 0;
    const shouldPreempt = (): boolean => {
      if (++asked === 6) throw new LuaError("Too long");
      return true;
    };
    let outcome = state.run(coroutine, [], { shouldPreempt });
    while (outcome.kind === "preempted") outcome = state.run(coroutine, [], { shouldPreempt });
    if (outcome.kind !== "failed") throw new Error(outcome.kind);
    expect(outcome.error.value).toBe("t:1: Too long");
    expect(outcome.error.traceback).toContain("[C]: in function 'find'\n\tt:1: in main chunk");
  });

  it("leaves out what another coroutine takes out of the list meanwhile", () => {
    const state = new LuaState();
    state.call(state.load("t = {} for i = 1, 4e5 do t[i] = -i end", "=setup"));
    const sorting = state.createCoroutine(state.load("table.sort(t)", "=sorting"));
    const first = state.run(sorting, [], { shouldPreempt: () => true });
    expect(first.kind).toBe("preempted");
    state.call(state.load("for i = #t, 3e5 + 1, -1 do t[i] = nil end", "=taking"));
    while (state.run(sorting, [], { shouldPreempt: () => true }).kind === "preempted");
    expect(state.call(state.load("return #t, t[1], t[#t]", "=t"))).toEqual([3e5, -3e5, -1]);
  });
});

describe("a loop around a native", () => {
  it.each([
    [
      "comparing long strings",
      "local a, b = ('x'):rep(1e5) .. 'a', ('x'):rep(1e5) .. 'b' for i = 1, 1e4 do local _ = a < b end",
      20,
    ],
    [
      "comparing equal long strings",
      "local a, b = ('x'):rep(1e5), ('x'):rep(1e5) for i = 1, 1e4 do local _ = a == b end",
      20,
    ],
    ["joining long strings", "local a = ('x'):rep(1e5) for i = 1, 1e4 do local _ = a .. i end", 10],
    [
      "string.byte",
      "local a = ('x'):rep(1e3) for i = 1, 1e4 do local _ = { a:byte(1, -1) } end",
      10,
    ],
    [
      "table.unpack",
      "local t = {} for i = 1, 1e3 do t[i] = i end for i = 1, 1e4 do local _ = { table.unpack(t) } end",
      10,
    ],
    [
      "select",
      "local function f(...) for i = 1, 2e3 do local _ = select(i, ...) end end local t = {} for i = 1, 2e3 do t[i] = i end f(table.unpack(t))",
      2,
    ],
    [
      "string.format",
      "for i = 1, 2e4 do local _ = ('%d %s %g %x %o %5.3f'):format(i, i, i, i, i, i) end",
      4,
    ],
    ["string.pack", "for i = 1, 2e4 do local _ = string.pack('i4i4i4i4', i, i, i, i) end", 4],
    ["debug.traceback", "for i = 1, 2e3 do local _ = debug.traceback() end", 4],
    ["debug.getinfo", "for i = 1, 2e3 do local _ = debug.getinfo(1) end", 4],
    ["caught errors", "for i = 1, 2e3 do pcall(error, 'x') end", 4],
    ["string.dump", "local function f() end for i = 1, 5e3 do local _ = string.dump(f) end", 4],
    [
      "sorting short lists",
      "local t = {} for i = 1, 50 do t[i] = i end for i = 1, 5e3 do table.sort(t) end",
      2,
    ],
    [
      "a long body",
      `local t = {} for i = 1, 2e3 do ${"t[i % 7] = { i, x = i } ".repeat(50)} end`,
      4,
    ],
  ])("asks the host: %s", (_, source, least) => {
    expect(asksDuring(source)).toBeGreaterThanOrEqual(least);
  });

  it("is stopped at the same place in every run: a callback of gsub", () => {
    const stoppedAfter = (): LuaValue => {
      const state = new LuaState();
      const source = `
        local n = 0
        local f = function() n = n + 1 end
        pcall(string.gsub, ("ab"):rep(5e6), "%a", f)
        return n`;
      let asked = 0;
      const shouldPreempt = (): boolean => {
        if (++asked === 4) throw new LuaError("Too long");
        return false;
      };
      const coroutine = state.createCoroutine(state.load(source, "=t"));
      const outcome = state.run(coroutine, [], { shouldPreempt });
      return outcome.kind === "returned" ? outcome.values[0] : outcome.kind;
    };
    const first = stoppedAfter();
    const other = new LuaState();
    for (let size = 1; size < 12_000; size += 977) {
      other.call(other.load("local n = ... return (('x'):rep(n):find('x*y'))", "=other"), size);
      expect(stoppedAfter()).toBe(first);
    }
    expect(first).toBeGreaterThan(1000);
  });
});

describe("a numeral", () => {
  it("has at most a million bytes", () => {
    const state = new LuaState();
    const source = `
      local function numeral(n) return ("0"):rep(n - 1) .. "7" end
      return tonumber(numeral(1e6)), tonumber(numeral(1e6 + 1)), tonumber(numeral(1e6), 8),
        tonumber(numeral(1e6 + 1), 8), pcall(function() return numeral(1e6 + 1) + 1 end)`;
    expect(state.call(state.load(source, "=t"))).toEqual([
      7,
      undefined,
      7,
      undefined,
      false,
      "t:4: attempt to perform arithmetic on a string value",
    ]);
  });
});
