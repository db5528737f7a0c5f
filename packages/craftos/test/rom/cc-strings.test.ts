/**
 * The module `cc.strings`. Expected: tweaked.cc, cc.strings.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

const output = (source: string): string =>
  outputOf(`local strings = require "cc.strings"
    local function show(list) print("<" .. table.concat(list, "|") .. ">") end ${source}`);

test.each([
  ['"one two three", 8', "one two |three"],
  ['"abcdefghij", 4', "abcd|efgh|ij"],
  ['"a\\nb\\n", 4', "a|b|"],
  ['"", 4', ""],
  ['"abcd efgh", 4', "abcd|efgh"],
  ['"ab      cd", 4', "ab  |cd"],
])("wrap(%s) makes lines", (args, lines) => {
  expect(output(`show(strings.wrap(${args}))`)).toBe(`<${lines}>\n`);
});

test("wrap() and ensure_width() take the terminal's width when they are given none", () => {
  expect(
    output(
      `local lines = strings.wrap(("x"):rep(60)) print(#lines, #lines[1], #strings.ensure_width("x"))
       print(pcall(strings.wrap, "x", 0))`,
    ),
  ).toBe("2\t51\t51\nfalse\tbad argument #2 (width must be at least 1)\n");
});

test("ensure_width() cuts or fills", () => {
  expect(output(`show { strings.ensure_width("abc", 5), strings.ensure_width("abcdef", 5) }`)).toBe(
    "<abc  |abcde>\n",
  );
});

test.each([
  ['"a,b,,c", ","', "a|b||c"],
  ['"a1b22c", "%d+"', "a|b|c"],
  ['"a.b.c", ".", true', "a|b|c"],
  ['"a.b.c", ".", true, 2', "a|b.c"],
  ['"a.b.c", ".", true, 1', "a.b.c"],
  ['"abc", ","', "abc"],
  ['"", ","', ""],
])("split(%s) gives parts", (args, parts) => {
  expect(output(`show(strings.split(${args}))`)).toBe(`<${parts}>\n`);
});

test("split() refuses a separator that is empty, and wrong arguments", () => {
  expect(
    output(
      `print(pcall(strings.split, "abc", "")) print(pcall(strings.split, "abc", "x*"))
       print(pcall(strings.split, "abc")) print(pcall(strings.wrap, 1)) print(pcall(strings.ensure_width, "x", "y"))`,
    ),
  ).toBe(
    "false\tseparator is empty\n".repeat(2) +
      "false\tbad argument #2 (string expected, got nil)\nfalse\tbad argument #1 (string expected, got number)\n" +
      "false\tbad argument #2 (number expected, got string)\n",
  );
});
