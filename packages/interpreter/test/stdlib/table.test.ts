/**
 * The table library against PUC Lua 5.2: expressions, and random sequences of operations.
 */
import { describe, expect, it } from "vitest";
import { LuaState } from "../../src/index.js";
import { SeededRandom } from "../seeded-random.js";
import { expectSameOutput, expectSameResults, runHere } from "./compare-with-puc.js";

/** Lua code that gives a list after a change to it: `changed(list, f)`. */
const CHANGED = `
  local function changed(t, f, ...)
    local results = table.pack(pcall(f, t, ...))
    local list = {}
    for i = 0, 8 do list[#list + 1] = tostring(t[i]) end
    return #t, table.concat(list, " "), table.unpack(results, 1, results.n)
  end
`;

describe("table.insert", () => {
  it("appends and inserts", () => {
    expectSameResults(
      [
        "changed({}, table.insert, 'x')",
        "changed({1, 2}, table.insert, 'x')",
        "changed({1, 2}, table.insert, nil)",
        "changed({1, 2, 3}, table.insert, 1, 'x')",
        "changed({1, 2, 3}, table.insert, 2, 'x')",
        "changed({1, 2, 3}, table.insert, 3, 'x')",
        "changed({1, 2, 3}, table.insert, 4, 'x')",
        "changed({1, 2, 3}, table.insert, '2', 'x')",
        "changed({1, 2, 3}, table.insert, 2.9, 'x')",
        "changed({1, 2, 3}, table.insert, 2, nil)",
        "changed({1, 2, 3}, table.insert, 4, nil)",
        "changed({1, 2, 3, [5] = 5}, table.insert, 2, 'x')",
        "changed({}, table.insert, 1, 'x')",
        "changed({[2] = 2}, table.insert, 1, 'x')",
        "changed(setmetatable({1, 2}, {__newindex = error}), table.insert, 'x')",
        "changed(setmetatable({}, {__len = function() return 3 end}), table.insert, 'x')",
        "changed(setmetatable({1}, {__len = function() return 3 end}), table.insert, 2, 'x')",
        "changed(setmetatable({1}, {__len = function() return '3' end}), table.insert, 2, 'x')",
      ],
      CHANGED,
    );
  });

  it("rejects wrong arguments in PUC's words", () => {
    expectSameResults([
      "table.insert()",
      "table.insert(nil)",
      "table.insert(nil, 1)",
      "table.insert('x', 1)",
      "table.insert({})",
      "table.insert({}, 1, 2, 3)",
      "table.insert({}, 0, 'x')",
      "table.insert({}, 2, 'x')",
      "table.insert({1, 2}, -1, 'x')",
      "table.insert({1, 2}, 4, 'x')",
      "table.insert({1, 2}, 'a', 'x')",
      "table.insert({1, 2}, {}, 'x')",
      "table.insert({1, 2}, nil, 'x')",
      "table.insert(setmetatable({}, {__len = function() return {} end}), 'x')",
      "table.insert(setmetatable({}, {__len = function() error('len', 0) end}), 'x')",
    ]);
  });
});

describe("table.remove", () => {
  it("takes elements out", () => {
    expectSameResults(
      [
        "changed({}, table.remove)",
        "changed({1, 2, 3}, table.remove)",
        "changed({1, 2, 3}, table.remove, 1)",
        "changed({1, 2, 3}, table.remove, 2)",
        "changed({1, 2, 3}, table.remove, 3)",
        "changed({1, 2, 3}, table.remove, 4)",
        "changed({1, 2, 3}, table.remove, nil)",
        "changed({1, 2, 3}, table.remove, '2')",
        "changed({1, 2, 3}, table.remove, 2.7)",
        "changed({[0] = 'zero'}, table.remove)",
        "changed({[0] = 'zero'}, table.remove, 0)",
        "changed({[0] = 'zero'}, table.remove, 1)",
        "changed({1, 2, 3, [5] = 5}, table.remove, 1)",
        "changed(setmetatable({1, 2, 3}, {__len = function() return 2 end}), table.remove)",
        "changed(setmetatable({1, 2, 3}, {__len = function() return 5 end}), table.remove, 1)",
        "changed({1, 2, 3}, table.remove, 1, 2, 3)",
      ],
      CHANGED,
    );
  });

  it("rejects wrong arguments in PUC's words", () => {
    expectSameResults([
      "table.remove()",
      "table.remove(nil)",
      "table.remove('x')",
      "table.remove({1, 2}, 0)",
      "table.remove({1, 2}, -1)",
      "table.remove({1, 2}, 4)",
      "table.remove({}, 2)",
      "table.remove({}, -1)",
      "table.remove({1}, {})",
      "table.remove({1}, 'x')",
    ]);
  });
});

describe("table.concat", () => {
  it("joins long lists of numbers and strings as PUC does", () => {
    const elements = ["7", "-0.0", "'s'", "2^31", "-2^31", "1.5", "1e15", "'\\0'", "{}", "nil"];
    expectSameResults(
      elements.flatMap((element) => [
        `table.concat(list(20, ${element}), ', ')`,
        `table.concat(list(20, ${element}), '', 3, 19)`,
        `table.concat(list(40, ${element}, 30), 0)`,
      ]),
      `local function list(count, element, only)
        local t = {}
        for i = 1, count do t[i] = (only == nil or i == only) and element or i end
        return t
      end`,
    );
  });

  it("joins strings and numbers", () => {
    expectSameResults([
      "table.concat({})",
      "table.concat({1, 2, 3})",
      "table.concat({'a', 'b'}, ', ')",
      "table.concat({'a', 1.5, 1e100}, '\\0')",
      "table.concat({1, 2, 3}, 7)",
      "table.concat({'a', 'b', 'c'}, '-', 2)",
      "table.concat({'a', 'b', 'c'}, '-', 2, 3)",
      "table.concat({'a', 'b', 'c'}, '-', 2, 2)",
      "table.concat({'a', 'b', 'c'}, '-', 3, 2)",
      "table.concat({[0] = 'z', 'a'}, '-', 0)",
      "table.concat({[-1] = 'y', [0] = 'z', 'a'}, '-', -1, 1)",
      "table.concat({'a'}, nil, nil, nil)",
      "table.concat({'a', 'b'}, '-', '1', '2')",
      "table.concat({'a', 'b'}, '-', 1.9)",
      "table.concat(setmetatable({'a', 'b', 'c'}, {__len = function() return 2 end}))",
      "#table.concat((function() local t = {} for i = 1, 5000 do t[i] = 'x' end return t end)(), ',')",
    ]);
  });

  it("rejects wrong arguments and elements in PUC's words", () => {
    expectSameResults([
      "table.concat()",
      "table.concat(nil)",
      "table.concat({}, {})",
      "table.concat(nil, {})",
      "table.concat({}, '', {})",
      "table.concat({}, '', 1, {})",
      "table.concat({1, {}, 3})",
      "table.concat({1, 2, nil, 4}, '', 1, 4)",
      "table.concat({1, 2}, '', 1, 3)",
      "table.concat({1, 2}, '', 0)",
      "table.concat({true})",
      "table.concat({print})",
      "table.concat({'a', setmetatable({}, {__tostring = function() return 'x' end})})",
      "table.concat(setmetatable({}, {__index = {'a'}, __len = function() return 1 end}))",
    ]);
  });

  it("fails before it makes a string that is too long", () => {
    const source = `
      local megabyte = ("x"):rep(2 ^ 20)
      local t = {}
      for i = 1, 1000 do t[i] = megabyte end
      print(pcall(table.concat, t))
      t[1] = 1
      print(pcall(table.concat, t))
    `;
    expect(runHere(source)).toBe(
      'false "resulting string too large"\nfalse "resulting string too large"',
    );
  });
});

describe("table.pack and unpack", () => {
  it("pack and unpack", () => {
    expectSameResults(
      [
        "table.pack().n",
        "table.pack(1, nil, 3, nil).n",
        "#table.pack(1, 2, 3)",
        "table.unpack({})",
        "table.unpack({1})",
        "table.unpack({1, 2, 3})",
        "table.unpack({1, 2, 3}, 2)",
        "table.unpack({1, 2, 3}, 2, 3)",
        "table.unpack({1, 2, 3}, 2, 2)",
        "table.unpack({1, 2, 3}, 3, 2)",
        "table.unpack({1, 2, 3}, -1, 5)",
        "table.unpack({1, nil, 3}, 1, 3)",
        "table.unpack({}, 1, 3)",
        "table.unpack({1, 2}, nil, nil)",
        "table.unpack({1, 2}, '1', 2.9)",
        "table.unpack(setmetatable({1, 2, 3}, {__len = function() return 2 end}))",
        "select('#', table.unpack({}, 1, 30000))",
        "#{table.unpack({}, 1, 250)}",
        "unpack({1, 2})",
      ],
      "unpack = table.unpack",
    );
  });

  it("reject wrong arguments in PUC's words", () => {
    expectSameResults([
      "table.unpack()",
      "table.unpack(nil)",
      "table.unpack('x')",
      "table.unpack({}, {})",
      "table.unpack({}, 1, {})",
      "table.unpack({}, 1, 1e7)",
      "table.unpack({}, 0, 1e8)",
      "table.unpack({}, -1e9, 1e9)",
    ]);
  });

  it("come to an end where one more is the same number", () => {
    const huge = ["math.huge", "-math.huge", "2^53", "-2^53", "2^53 + 2", "2^63", "1e308"];
    for (const from of huge) {
      for (const to of [from, `${from} + 1`, "math.huge"]) {
        const source = `
          local t = setmetatable({}, { __len = function() return ${to} end })
          local ok, message = pcall(table.unpack, {}, ${from}, ${to})
          assert(ok or message == "too many results to unpack", message)
          for _, f in ipairs { table.concat, table.move, table.remove, table.insert } do
            pcall(f, {}, "", ${from}, ${to})
            pcall(f, {}, ${from}, ${to}, 1)
          end
          pcall(table.remove, t)
          pcall(table.concat, t, "", ${from})
          return "ended"`;
        const state = new LuaState();
        const results = state.call(state.load(source, "=t"));
        expect(results, `${from}, ${to}`).toEqual(["ended"]);
      }
    }
  });

  it("give as many values as PUC's stack would hold", () => {
    expect(runHere("local t = {table.unpack({}, 1, 900000)} print(#t)")).toBe("0");
    expect(runHere("print(pcall(table.unpack, {}, 1, 1e6 + 1))")).toBe(
      'false "too many results to unpack"',
    );
  });

  it("honour __index, as CC: Tweaked does", () => {
    expect(
      runHere("print(unpack(setmetatable({1}, {__index = function(_, k) return -k end}), 1, 3))"),
    ).toBe("1 -2 -3");
  });
});

describe("table.move", () => {
  it("moves elements within and between tables", () => {
    const source = `
      local function show(t) local l = {} for i = -2, 8 do l[#l + 1] = tostring(t[i]) end print(table.concat(l, " ")) end
      show(table.move({1, 2, 3}, 1, 3, 2))
      show(table.move({1, 2, 3}, 2, 3, 1))
      show(table.move({1, 2, 3}, 1, 3, 1, {9, 9, 9, 9}))
      show(table.move({1, 2, 3}, 1, 0, 5))
      show(table.move({1, 2, 3}, 1, 3, -1))
      print(pcall(table.move, {}, 1, 2))
      print(pcall(table.move, {}, 1, 2, 3, 4))
      show(table.move(setmetatable({}, {__index = function(_, k) return k * 10 end}), 1, 3, 1, {}))
    `;
    expect(runHere(source)).toBe(
      [
        '"nil nil nil 1 1 2 3 nil nil nil nil"',
        '"nil nil nil 2 3 3 nil nil nil nil nil"',
        '"nil nil nil 1 2 3 9 nil nil nil nil"',
        '"nil nil nil 1 2 3 nil nil nil nil nil"',
        '"nil 1 2 3 2 3 nil nil nil nil nil"',
        `false "bad argument #4 to 'move' (number expected, got no value)"`,
        `false "bad argument #5 to 'move' (table expected, got number)"`,
        '"nil nil nil 10 20 30 nil nil nil nil nil"',
      ].join("\n"),
    );
  });
});

describe("the functions of Lua 5.1", () => {
  it("work as they did", () => {
    const source = `
      print(table.maxn({}), table.maxn({1, 2, [10] = 3, [2.5] = 1, x = 1}), table.maxn({[-1] = 1}))
      print(table.getn({1, 2, 3}))
      print(table.foreach({a = 1}, function(k, v) print(k, v) end))
      print(table.foreach({5, 6, 7}, function(k, v) if v == 6 then return k, "more" end end))
      print(table.foreachi({5, 6, 7}, function(k, v) print(k, v) if k == 2 then return v end end))
      print(pcall(table.foreach, {}, 1))
      print(pcall(table.maxn))
    `;
    expect(runHere(source)).toBe(
      [
        "0 10 0",
        "3",
        '"a" 1',
        "nil",
        "2",
        "1 5",
        "2 6",
        "6",
        `false "bad argument #2 to 'foreach' (function expected, got number)"`,
        `false "bad argument #1 to 'maxn' (table expected, got no value)"`,
      ].join("\n"),
    );
  });
});

describe("random sequences of insert, remove, concat and unpack", () => {
  it("do what they do in PUC Lua", () => {
    const random = new SeededRandom();
    const lines: string[] = [];
    const show =
      "do local l = {} for i = -1, 40 do l[#l + 1] = tostring(t[i]) end print(#t, table.concat(l, ' ')) end";
    for (let i = 0; i < 2000; i++) {
      const value = random.pick([String(i), `'v${i}'`, String(i)]);
      const position = random.below(12);
      switch (random.below(9)) {
        case 0:
        case 1:
          lines.push(`table.insert(t, ${value})`);
          break;
        case 2:
        case 3:
          lines.push(`try(function() table.insert(t, ${position}, ${value}) end)`);
          break;
        case 4:
          lines.push("print(table.remove(t))");
          break;
        case 5:
          lines.push(`try(function() print(table.remove(t, ${position})) end)`);
          break;
        case 6:
          lines.push(`print(table.concat(t, ",", 1, math.min(#t, ${position})))`);
          break;
        case 7:
          lines.push(`print(table.unpack(t, ${random.below(4)}, ${position}))`);
          break;
        default:
          lines.push(show);
      }
    }
    // A Lua function may have so many constants: hand over a few hundred lines at once.
    const parts: string[] = ["local t = {}"];
    for (let i = 0; i < lines.length; i += 100) {
      parts.push("(function()", ...lines.slice(i, i + 100), "end)();");
    }
    expectSameOutput(parts.join("\n"), `CRAFTOS_TEST_SEED=${random.seed}`);
  });
});
