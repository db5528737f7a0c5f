/**
 * The functions of `textutils` that show text, and `complete`. Expected: tweaked.cc, textutils.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

test("slowWrite() and slowPrint() write twenty characters in a second, or at a rate", () => {
  expect(
    outputOf(
      `local start = os.clock()
       textutils.slowWrite("ab") textutils.slowPrint("cd", 2)
       print(("%.2f"):format(os.clock() - start))
       textutils.slowPrint("") print(pcall(textutils.slowPrint, "x", -1))`,
    ),
  ).toBe("abcd\n1.10\n\nfalse\tRate must be positive\n");
});

test("pagedPrint() shows everything and gives the number of lines", () => {
  expect(
    outputOf(
      `local text = ("line\\n"):rep(30) print(textutils.pagedPrint(text), textutils.pagedPrint("x", 2))`,
    ),
  ).toBe(`${"line\n".repeat(30)}\nx\n31\t1\n`);
});

test.each(["tabulate", "pagedTabulate"])("%s() shows rows in columns of one width", (name) => {
  expect(
    outputOf(
      `textutils.${name}({ "Name", "Count" }, colors.red, { "apples", 12 }, {}, { ("x"):rep(30), "y" })`,
    ),
  ).toBe(`Name\nCount\napples\n12\n${"x".repeat(30)}\ny\n`);
  expect(
    outputOf(
      `textutils.${name}({ "Name", "Count" }, colors.red, { "apples", 12 }) print(term.getTextColor())
       textutils.${name}({ ("n"):rep(16), 2, 3, 4 })`,
    ),
  ).toBe(`Name   Count\napples 12\n1\n${"n".repeat(16)} 2                3\n4\n`);
});

test("tabulate() refuses what is no row", () => {
  expect(
    outputOf(`print(pcall(textutils.tabulate, "x")) print(pcall(textutils.tabulate, { "a", {} }))`),
  ).toBe(
    "false\tbad argument #1 (table or number expected, got string)\n" +
      "false\tbad item #2 of argument #1 (string expected, got table)\n",
  );
});

test.each([
  [
    '"al", { alpha = 1, also = function() end, all = { 1 }, al = {}, beta = 1, ["al x"] = 1 }',
    "l.|pha|so(",
  ],
  ['"a.b", { a = { bc = 1, b = function() end } }', "(|c"],
  [
    '"a:b", { a = { bc = 1, b = function() end, bd = setmetatable({}, { __call = print }) } }',
    "(|d(",
  ],
  ['"a.b.c", { a = { b = { cde = 1 } } }', "de"],
  ['"a.b", { a = setmetatable({}, { __index = { bc = 1 } }) }', "c"],
  ['"x.y", { x = 1 }', ""],
  ['"x:y.z", { x = { y = { z = 1 } } }', ""],
  ['"textutils.urlE"', "ncode("],
  ['"e", { ["end"] = 1, e1 = 1 }', "1"],
])("complete(%s) gives what can follow", (args, results) => {
  expect(outputOf(`print("<" .. table.concat(textutils.complete(${args}), "|") .. ">")`)).toBe(
    `<${results}>\n`,
  );
});

test("complete() refuses wrong arguments", () => {
  expect(
    outputOf(`print(pcall(textutils.complete, 1)) print(pcall(textutils.complete, "a", 1))`),
  ).toBe(
    "false\tbad argument #1 (string expected, got number)\nfalse\tbad argument #2 (table expected, got number)\n",
  );
});
