/**
 * `vector`. Expected: tweaked.cc, vector.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

const output = (source: string): string =>
  outputOf(`local a, b = vector.new(1, 2, 3), vector.new(4, -5, 6) ${source}`);

test("new() takes three numbers, texts of numbers, or nothing for 0", () => {
  expect(output(`print(a.x, a.y, a.z, vector.new(), vector.new("1.5", 2))`)).toBe(
    "1\t2\t3\t0,0,0\t1.5,2,0\n",
  );
});

test.each([
  ["a:add(b)", "5,-3,9"],
  ["a + b", "5,-3,9"],
  ["a:sub(b)", "-3,7,-3"],
  ["a - b", "-3,7,-3"],
  ["a:mul(2)", "2,4,6"],
  ["a * 2", "2,4,6"],
  ["a:div(2)", "0.5,1,1.5"],
  ["a / 2", "0.5,1,1.5"],
  ["a:unm()", "-1,-2,-3"],
  ["-a", "-1,-2,-3"],
  ["a:dot(b)", "12"],
  ["a:cross(b)", "27,6,-13"],
  ["vector.new(3, 4, 12):length()", "13"],
  ["vector.new(0, 3, 4):normalize()", "0,0.6,0.8"],
  ["vector.new(1.4, -1.5, 2.6):round()", "1,-1,3"],
  ["vector.new(1.4, 1.6, 0.2):round(0.5)", "1.5,1.5,0"],
  ["a:tostring()", "1,2,3"],
  ["tostring(a)", "1,2,3"],
  ["a:equals(vector.new(1, 2, 3))", "true"],
  ["a == vector.new(1, 2, 3)", "true"],
  ["a == b", "false"],
])("%s is %s", (expression, value) => {
  expect(output(`print(${expression})`)).toBe(`${value}\n`);
});

test("what is no vector is refused, with the position of who gave it", () => {
  expect(
    output(
      `print(pcall(function() local sum = a:add(1) end))
       print(pcall(a.dot, a, {}))
       print(pcall(a.length, nil))
       print(pcall(a.mul, a, b))
       print(pcall(a.round, a, "x"))`,
    ).replaceAll(/\/program\.lua:\d+: /g, "HERE "),
  ).toBe(
    "false\tHERE bad argument #2 (vector expected, got number)\n" +
      "false\tbad argument #2 (vector expected, got table)\n" +
      "false\tbad argument #1 (vector expected, got nil)\n" +
      "false\tbad argument #2 (number expected, got vector)\n" +
      "false\tbad argument #2 (number expected, got string)\n",
  );
});

test("the library is a file under /rom and loads once, whoever calls it first", () => {
  expect(
    outputOf(
      `local before = vector.new
       local a, b = before(1), vector.new(1)
       print(fs.exists("/rom/apis/vector.lua"), a == b, before == vector.new, getmetatable(a) == getmetatable(before()))`,
    ),
  ).toBe("true\ttrue\tfalse\ttrue\n");
});

test("a function that a program puts in the library's place stays there", () => {
  expect(
    outputOf(
      `local new = vector.new
       function vector.new() return "mine" end
       print(new(1, 2, 3), vector.new())`,
    ),
  ).toBe("1,2,3\tmine\n");
});
