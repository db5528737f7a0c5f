/**
 * The basic functions against PUC Lua 5.2: how many arguments there are, what they are, and what is
 * said about the wrong ones.
 */
import { describe, expect, it } from "vitest";
import { expectSameOutput, expectSameResults, runHere } from "./compare-with-puc.js";

describe("select", () => {
  it("gives what is left from any position, however many there are", () => {
    const lists = [0, 1, 2, 3, 4, 5, 6, 63, 64, 65, 100].map((count) =>
      Array.from({ length: count }, (_, index) => (index % 3 === 1 ? "nil" : String(index))),
    );
    expectSameResults(
      lists.flatMap((list) =>
        ["1", "2", "3", "5", "6", "64", "200", "-1", "-2", "-3", "'1'", "1.9"].map(
          (wanted) => `select(${[wanted, ...list].join(", ")})`,
        ),
      ),
    );
  });

  it("counts", () => {
    expectSameResults([
      "select('#')",
      "select('#', nil)",
      "select('#', nil, nil, 3)",
      "select('#' .. 'x', 1, 2)",
      "select('#', table.unpack({}, 1, 100))",
    ]);
  });

  it("rejects positions that are none", () => {
    expectSameResults(
      ["", "0", "-0", "0.5", "0/0", "-3, 1, 2", "nil, 1", "'x', 1", "{}, 1", "true"].map(
        (list) => `select(${list})`,
      ),
    );
  });

  it("gives lists that nobody else has", () => {
    expectSameOutput(`
      local function tail(...) return select(2, ...) end
      local function both(...)
        local a, b = { tail(...) }, { tail(...) }
        a[1], a[#a + 1] = "changed", "more"
        return b[1], #b, (...), select(-1, ...)
      end
      for count = 2, 8 do print(both(table.unpack({ 1, 2, 3, 4, 5, 6, 7, 8 }, 1, count))) end
    `);
  });
});

describe("the basic functions", () => {
  const FUNCTIONS = [
    "getmetatable",
    "ipairs",
    "pairs",
    "rawequal",
    "rawget",
    "rawlen",
    "rawset",
    "setmetatable",
    "tonumber",
    "type",
  ];
  const LISTS = [
    "",
    "nil",
    "nil, nil",
    "nil, nil, nil",
    "1",
    "'x'",
    "'10', 2",
    "'10', nil",
    "10, 16",
    "nil, 16",
    "true, 'x', 3",
    "false",
    "false, 'x'",
    "{}",
    "{}, nil",
    "{}, 1",
    "{}, 1, nil",
    "{}, 1, 2",
    "{}, nil, 2",
    "{}, 0/0, 2",
    "{}, {}",
    "{}, {}, {}, {}",
    "setmetatable({}, { __metatable = 1 })",
    "setmetatable({}, { __metatable = 1 }), {}",
    "setmetatable({}, {}), {}",
    "setmetatable({}, {}), nil",
    "'x', {}",
  ];

  it.each(FUNCTIONS)("%s takes any arguments as PUC does", (name) => {
    expectSameResults(LISTS.map((list) => `${name}(${list})`));
  });

  it("tostring takes what has no address as PUC does", () => {
    expectSameResults(
      ["", "nil", "nil, 1", "true", "'x', 2", "1e15", "-0.0"].map((list) => `tostring(${list})`),
    );
  });

  it("assert passes on what it was given", () => {
    expectSameResults(["assert(1)", "assert('x', nil)", "assert({}, 2, nil)", "assert(0, false)"]);
  });

  // CC: the message has no position and may be any value, and nothing is no value, as in PUC Lua 5.1.
  it("assert raises its second argument as it is", () => {
    const source = `
      try(assert, nil) try(assert, false, 'x') try(assert, nil, nil) try(assert, false, {}, 1)
      try(assert)`;
    expect(runHere(source).split("\n")).toEqual([
      'false "assertion failed!"',
      'false "x"',
      "false nil",
      "false table",
      `false "bad argument #1 to 'assert' (value expected)"`,
    ]);
  });
});
