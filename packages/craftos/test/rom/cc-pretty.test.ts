/**
 * The module `cc.pretty`. Expected: tweaked.cc, cc.pretty; P. Wadler, A prettier printer.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

const output = (source: string): string =>
  outputOf(`local pretty = require "cc.pretty"
    local text, group, nest, line, space_line = pretty.text, pretty.group, pretty.nest, pretty.line, pretty.space_line
    ${source}`);

test("render() lays out constructors as they are", () => {
  expect(
    output(
      `print(pretty.render(text("a") .. pretty.space .. text("b") .. pretty.empty))
       print(pretty.render(pretty.concat(text("a"), line, text("b"), space_line, text("c"))))
       print(pretty.render(nest(2, text("a") .. line .. nest(2, text("b") .. line .. text("c"))) .. line .. text("d")))
       print(pretty.render(text("a\\nb\\n")) .. "|")`,
    ),
  ).toBe("a b\na\nb\nc\na\n  b\n    c\nd\na\nb\n|\n");
});

test("a group is one line if there is room for it and what follows it", () => {
  expect(
    output(
      `local doc = group(text("hello") .. space_line .. text("world"))
       print(pretty.render(doc, 11, 1)) print(pretty.render(doc, 10, 1))
       print(pretty.render(doc .. text("!"), 11, 1))
       print(pretty.render(group(text("a") .. line .. text("b")), 10))
       print(pretty.render(doc, 15, 0.6)) print(tostring(doc))`,
    ),
  ).toBe("hello world\nhello\nworld\nhello\nworld!\nab\nhello\nworld\nhello world\n");
});

test.each([
  ["{ 1, 2, 3 }", "{ 1, 2, 3 }"],
  ["{}", "{}"],
  [
    '{ a = 1, ["b c"] = "x\\n", [true] = false, [1.5] = 2, ["end"] = 0 }',
    '{ a = 1, ["b c"] = "x\\n", ["end"] = 0, [1.5] = 2, [true] = false }',
  ],
  ["{ { 1, { } }, x = { y = { } } }", "{ { 1, {} }, x = { y = {} } }"],
  ['"it\\\'s \\"quoted\\""', '"it\'s \\"quoted\\""'],
  ["nil", "nil"],
  ["1 / 0", "inf"],
  ["setmetatable({}, { __tostring = function() return 'mine' end })", "mine"],
])("pretty(%s) shows a value", (value, shown) => {
  expect(output(`print(pretty.render(pretty.pretty(${value})))`)).toBe(`${shown}\n`);
});

test("pretty() breaks tables over lines where there is no room", () => {
  expect(
    output(`print(pretty.render(pretty.pretty({ name = "a long name", list = { 1, 2 } }), 24, 1))`),
  ).toBe('{\n  list = { 1, 2 },\n  name = "a long name"\n}\n');
});

test("pretty() shows a table inside itself by its address, and one that comes twice twice", () => {
  expect(
    output(
      `local t = {} t.me = t local u = { 1 }
       print((pretty.render(pretty.pretty(t)):gsub("table: %x+", "ADDRESS"))) print(pretty.render(pretty.pretty({ u, u })))`,
    ),
  ).toBe("{ me = ADDRESS }\n{ { 1 }, { 1 } }\n");
});

test("pretty() shows a function's parameters and source when asked", () => {
  expect(
    output(
      `local function f(a, b, ...) end
       print(pretty.render(pretty.pretty(f, { function_args = true, function_source = true })))
       print((pretty.render(pretty.pretty(f)):gsub("function: %S+", "ADDRESS")))`,
    ),
  ).toBe("function(a, b, ...) --[[/program.lua:3]]\nADDRESS\n");
});

test("print(), write() and pretty_print() go to the terminal, in colours", () => {
  expect(
    output(
      `local set, colors = term.setTextColour, {}
       term.setTextColour = function(color) colors[#colors + 1] = color set(color) end
       pretty.pretty_print({ "a", 1 })
       pretty.write(text("x")) pretty.write(text("y", colours.green)) pretty.print(text("z") .. line .. text("end"))
       term.setTextColour = set
       print(table.concat(colors, " "))`,
    ),
  ).toBe('{ "a", 1 }\nxyz\nend\n16384 1 4 1 8192 1\n');
});

test("wrong arguments are refused", () => {
  expect(
    output(
      `print(pcall(pretty.concat, text("a"), "b")) print(pcall(pretty.nest, 0, text("a"))) print(pcall(pretty.group, 1))
       print(pcall(pretty.text, 1)) print(pcall(pretty.render, {}))
       print(pcall(function() return text("a") .. "b" .. "c" end))
       print(pcall(pretty.pretty, 1, { function_args = 1 }))`,
    ).replaceAll(/\/[\w/]+\.lua:\d+: /g, ""),
  ).toBe(
    "false\tbad argument #2 (document expected, got string)\nfalse\tdepth must be at least 1\n" +
      "false\tbad argument #1 (document expected, got number)\nfalse\tbad argument #1 (string expected, got number)\n" +
      "false\tbad argument #1 (document expected, got table)\nfalse\tbad argument #2 (document expected, got string)\n" +
      "false\tbad field 'function_args' (boolean expected, got number)\n",
  );
});
