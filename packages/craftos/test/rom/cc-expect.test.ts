/**
 * The module `cc.expect`. Expected: tweaked.cc, cc.expect.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

const output = (source: string): string =>
  outputOf(`local checks = require "cc.expect" local expect, field, range = checks.expect, checks.field, checks.range
    local function try(fn, ...) print(select(2, pcall(fn, ...))) end ${source}`);

test("the module is a file under /rom", () => {
  expect(
    output(`print(fs.exists("/rom/modules/main/cc/expect.lua"), require("cc.expect") == checks)`),
  ).toBe("true\ttrue\n");
  expect(output(`print(dofile("rom/modules/main/cc/expect.lua").expect(1, "x", "string"))`)).toBe(
    "x\n",
  );
});

test("expect() gives a value of a right type, and says what else was wanted", () => {
  expect(
    output(
      `print(expect(1, nil, "string", "nil"), expect(2, 5, "number"), checks(1, "x", "string"))
       try(function(a) expect(1, a, "string") end, 1)
       try(function(a) expect(2, a, "string", "number", "nil") end, {})
       try(function(a) expect(3, a, "string", "number", "table") end, true)
       try(function(a) expect(1, a, "string") end, 0 / 0)
       try(function(a) expect(1, a, "string") end, setmetatable({}, { __name = "Thing" }))`,
    ),
  ).toBe(
    "nil\t5\tx\n" +
      "bad argument #1 (string expected, got number)\n" +
      "bad argument #2 (string or number expected, got table)\n" +
      "bad argument #3 (string, number or table expected, got boolean)\n" +
      "bad argument #1 (string expected, got nan)\n" +
      "bad argument #1 (string expected, got Thing)\n",
  );
});

test("an error has the position of the caller of the function that checks", () => {
  expect(
    outputOf(
      `local expect = require "cc.expect".expect
       local function f(a) expect(1, a, "string") end
       print(pcall(function()
         f(1)
       end))`,
    ),
  ).toBe("false\t/program.lua:4: bad argument #1 (string expected, got number)\n");
});

test("field() checks what is in a table", () => {
  expect(
    output(
      `print(field({ a = 1 }, "a", "number"), field({}, "b", "string", "nil"))
       try(function() field({}, "c", "string") end) try(function() field({ d = 1 }, "d", "string", "table") end)
       try(field, 1, "x", "string")`,
    ),
  ).toBe(
    "1\tnil\nfield 'c' missing from table\nbad field 'd' (string or table expected, got number)\n" +
      "bad argument #1 (table expected, got number)\n",
  );
});

test("range() checks that a number is within bounds", () => {
  expect(
    output(
      `print(range(1, 1, 3), range(5), range(-1, nil, 0))
       try(function() range(4, 1, 3) end) try(function() range(0 / 0) end) try(range, 1, 3, 1)
       try(range, "1") try(range, 1, {})`,
    ),
  ).toBe(
    "1\t5\t-1\nnumber outside of range (expected 4 to be within 1 and 3)\n" +
      "number outside of range (expected nan to be within -inf and inf)\n" +
      "min must be less than or equal to max)\n" +
      "bad argument #1 (number expected, got string)\nbad argument #2 (number expected, got table)\n",
  );
});
