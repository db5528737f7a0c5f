/**
 * `textutils.serialize`, `unserialize`, `urlEncode` and `formatTime`. Expected: tweaked.cc,
 * textutils.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

test.each([
  ["{ 1, 2, 3, a = 1, b = {} }", "{\n  1,\n  2,\n  3,\n  a = 1,\n  b = {},\n}"],
  ["{ 0 / 0, 1 / 0, -1 / 0 }", "{\n  0/0,\n  1/0,\n  -1/0,\n}"],
  [
    "{ ['end'] = 1, ['a b'] = { true } }",
    '{\n  [ "end" ] = 1,\n  [ "a b" ] = {\n    true,\n  },\n}',
  ],
  ["{ 1, nil, 3 }", "{\n  1,\n  [ 3 ] = 3,\n}"],
  ["'a\"\\n\\0001'", '"a\\"\\\n\\0001"'],
  ["nil", "nil"],
  ["1.5", "1.5"],
  ["setmetatable({ 1 }, { __index = { x = 2 } })", "{\n  1,\n}"],
])("serialize(%s) writes Lua", (value, lua) => {
  expect(outputOf(`print(textutils.serialize(${value}))`)).toBe(`${lua}\n`);
});

test("serialize() writes without spaces when asked", () => {
  const source = "print(textutils.serialise({ 1, 2, a = 1, [false] = {} }, { compact = true }))";
  expect(outputOf(source)).toBe("{1,2,a=1,[false]={},}\n");
});

test("serialize() refuses tables inside themselves or twice, and functions", () => {
  const output = outputOf(`
    local function try(...) print(select(2, pcall(textutils.serialize, ...))) end
    local t = { 1 }
    try({ t, t })
    try({ t, t }, { allow_repetitions = true, compact = true })
    t[1] = t
    try(t)
    try({ print })`);
  expect(output.split("\n")).toEqual([
    "Cannot serialize table with repeated entries",
    "{{1,},{1,},}",
    "Cannot serialize table with recursive entries",
    "Cannot serialize type function",
    "",
  ]);
});

test("unserialize() makes again what serialize() wrote", () => {
  const output = outputOf(`
    local text = textutils.serialize({ 1, "two\\n\\0003", { x = { true } }, [10] = 1 / 0, ["a b"] = -0.5 })
    print(textutils.serialize(textutils.unserialize(text)) == text)`);
  expect(output).toBe("true\n");
});

test("unserialize() gives nil for what is no expression, fails, or wants globals", () => {
  const output = outputOf(
    `
    print(textutils.unserialize("{"), textutils.unserialize("error('x')"), textutils.unserialize("print"))
    print(textutils.unserialize("1, 2"), textutils.unserialise("(function() while true do end end)()"))`,
    {
      computer: { limits: { tooLongMs: 50 } },
    },
  );
  expect(output).toBe("nil\tnil\tnil\n1\n");
});

test("urlEncode() writes spaces as plus, line ends as CR LF and other bytes by number", () => {
  expect(outputOf(`print(textutils.urlEncode("a b&c=d/é?\\n-_.~"))`)).toBe(
    "a+b%26c%3Dd%2F%C3%A9%3F%0D%0A-_.%7E\n",
  );
});

test("formatTime() writes an hour with twelve or twenty-four", () => {
  const output = outputOf(`
    for _, hour in ipairs { 0, 0.1, 11.99, 12, 12.5, 13, 23.999 } do
      print(textutils.formatTime(hour), textutils.formatTime(hour, true))
    end`);
  expect(output.trim().split("\n")).toEqual([
    "12:00 AM\t0:00",
    "12:06 AM\t0:06",
    "11:59 AM\t11:59",
    "12:00 PM\t12:00",
    "12:30 PM\t12:30",
    "1:00 PM\t13:00",
    "11:59 PM\t23:59",
  ]);
});
