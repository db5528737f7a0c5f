/**
 * `textutils.serializeJSON` and `unserializeJSON`. Expected: tweaked.cc, textutils; for what is
 * JSON and what is not, JavaScript's own parser.
 */
import { expect, test } from "vitest";
import { outputOf } from "../run-program.js";

/** Prints expressions and gives the lines. */
function printed(...expressions: string[]): string[] {
  const source = expressions.map((expression) => `print(${expression})`).join("\n");
  return outputOf(source).split("\n").slice(0, -1);
}

/** A byte string as a Lua string. */
function luaString(bytes: string): string {
  const codes = Array.from(bytes, (byte) => `\\${String(byte.charCodeAt(0)).padStart(3, "0")}`);
  return `"${codes.join("")}"`;
}

test.each([
  ["'a'", '"a"'],
  [`'"\\\\/'`, '"\\"\\\\/"'],
  [`"\\b\\f\\n\\r\\t"`, '"\\b\\f\\n\\r\\t"'],
  [`"\\0\\29\\127\\129\\255"`, '"\\u0000\\u001D\\u007F\\u0081\\u00FF"'],
  ["1", "1"],
  ["0.1", "0.1"],
  ["-1e300", "-1e+300"],
  ["true", "true"],
  ["{}", "{}"],
  ["{ 1, 2, { 3 } }", "[1,2,[3]]"],
  ["{ 5, 'test', nil, nil, 7 }", '[5,"test",null,null,7]'],
  ["{ a = 1, [1] = 2 }", '{"a":1}'],
  ["{ x = { y = {} } }", '{"x":{"y":{}}}'],
  ["{ [true] = 1 }", "{}"],
  ["{ b = 1, a = 2 }", '{"b":1,"a":2}'],
  ["textutils.empty_json_array", "[]"],
  ["{ textutils.json_null, textutils.empty_json_array }", "[null,[]]"],
])("serializeJSON(%s) is %s", (value, json) => {
  expect(printed(`textutils.serializeJSON(${value})`)).toEqual([json]);
});

test("serializeJSON() writes keys without quotes in NBT style", () => {
  expect(
    printed(
      "textutils.serializeJSON({ test = 2 }, { nbt_style = true })",
      "textutils.serializeJSON({ test = 'x' }, true)",
      "textutils.serialiseJSON == textutils.serializeJSON",
    ),
  ).toEqual(["{test:2}", '{test:"x"}', "true"]);
});

test("serializeJSON() reads strings as UTF-8 when asked", () => {
  expect(
    printed(
      `textutils.serializeJSON("\\xe3\\x81\\x93\\n\\xf0\\x9f\\x98\\xaf", { unicode_strings = true })`,
      `select(2, pcall(textutils.serializeJSON, "\\xff", { unicode_strings = true }))`,
    ),
  ).toEqual(['"\\u3053\\n\\uD83D\\uDE2F"', "invalid UTF-8 code"]);
});

test("serializeJSON() refuses tables inside themselves, and twice unless that is allowed", () => {
  const output = outputOf(`
    local function try(...) print(select(2, pcall(textutils.serializeJSON, ...))) end
    local twice, inside = {}, {}
    inside.self = inside
    try({ twice, twice })
    try({ twice, { twice } }, { allow_repetitions = true })
    try(inside)
    try(inside, { allow_repetitions = true })`);
  expect(output.split("\n")).toEqual([
    "Cannot serialize table with repeated entries",
    "[{},[{}]]",
    "Cannot serialize table with recursive entries",
    "Cannot serialize table with recursive entries",
    "",
  ]);
});

test.each([
  [
    "textutils.serializeJSON()",
    "bad argument #1 (table, string, number or boolean expected, got nil)",
  ],
  ["textutils.serializeJSON('', 1)", "bad argument #2 (table or boolean expected, got number)"],
  [
    "textutils.serializeJSON(print)",
    "bad argument #1 (table, string, number or boolean expected, got function)",
  ],
  ["textutils.unserializeJSON()", "bad argument #1 (string expected, got nil)"],
  ["textutils.empty_json_array[1] = 1", "attempt to mutate textutils.empty_json_array"],
])("%s raises '%s' where it was called", (call, message) => {
  expect(outputOf(`print(pcall(function() ${call} end))`)).toBe(
    `false\t/program.lua:1: ${message}\n`,
  );
});

test("serializeJSON() refuses functions in tables, gaps without end and depth without end", () => {
  const output = outputOf(`
    local function try(value) print(select(2, pcall(textutils.serializeJSON, value))) end
    local deep = {}
    for _ = 1, 5000 do deep = { deep } end
    try({ print }) try({ [1e9] = 1 }) try({ [math.huge] = 1 }) try(deep)`);
  expect(output.split("\n").slice(0, 4)).toEqual([
    "Cannot serialize type function",
    "Cannot serialize array with so many gaps",
    "Cannot serialize array with so many gaps",
    "Cannot serialize table nested too deeply",
  ]);
});

test("unserializeJSON() makes tables", () => {
  const output = outputOf(`
    local t = textutils.unserializeJSON('{"a": [1, true, false, "x", null, -2.5e3], "b": {"c": {}}}')
    print(#t.a, t.a[1], t.a[2], t.a[3], t.a[4], t.a[5], t.a[6], type(t.b.c), next(t.b.c))`);
  expect(output).toBe("6\t1\ttrue\tfalse\tx\tnil\t-2500\ttable\tnil\n");
});

test("unserializeJSON() gives null and empty arrays as asked", () => {
  expect(
    printed(
      "textutils.unserializeJSON('null')",
      "textutils.unserializeJSON('null', { parse_null = true }) == textutils.json_null",
      "textutils.unserializeJSON('[]') == textutils.empty_json_array",
      "textutils.unserializeJSON('[]', { parse_empty_array = false }) == textutils.empty_json_array",
      "textutils.serializeJSON(textutils.unserializeJSON('[[],{},[null]]', { parse_null = true }))",
    ),
  ).toEqual(["nil", "true", "true", "false", "[[],{},[null]]"]);
});

test("unserializeJSON() turns escapes into UTF-8 and leaves other bytes as they are", () => {
  const output = outputOf(`
    local s = textutils.unserializeJSON([["\\u00e9\\u20AC\\ud83d\\ude2f\\n\\/\\"é"]])
    print(s:byte(1, -1))`);
  const expected = [...new TextEncoder().encode('é€😯\n/"')];
  // The source is written as bytes here, so its é is the one byte E9.
  expect(output).toBe(`${[...expected, 0xe9].join("\t")}\n`);
});

test("unserializeJSON() understands Minecraft's variant when asked", () => {
  const nbt = (text: string) =>
    `textutils.serializeJSON(textutils.unserializeJSON([==[${text}]==], { nbt_style = true }))`;
  expect(
    printed(
      nbt("{ a: 1b, b:2.5d, 'c': 1 }".replace("'c'", '"c"')),
      nbt("'1\"3'"),
      nbt("[B; 1, 2]"),
    ),
  ).toEqual(['{"a":1,"b":2.5,"c":1}', '"1\\"3"', "[1,2]"]);
  expect(printed("textutils.unserializeJSON('[B;]', { nbt_style = true })")).toEqual(["[]"]);
});

test.each([
  ["", "1: Unexpected end of input, expected a value."],
  ["[1,]", "4: Unexpected ']', expected a value."],
  ["[1 2]", "4: Unexpected '2', expected ',' or ']'."],
  ['{"a" 1}', "6: Unexpected '1', expected ':'."],
  ["{a: 1}", "2: Unexpected 'a', expected an object key."],
  ['"abc', "5: Unexpected end of input, expected a closing quote."],
  ['"\\q"', "3: Unexpected 'q', expected an escape character."],
  ['"\\u12g4"', "4: Unexpected '1', expected four hexadecimal digits."],
  ["1 2", "3: Unexpected '2', expected end of input."],
  ["-", "2: Unexpected end of input, expected a digit."],
])("unserializeJSON('%s') says where it is malformed", (text, message) => {
  expect(printed(`textutils.unserializeJSON(${luaString(text)})`)).toEqual([
    `nil\tMalformed JSON at position ${message}`,
  ]);
});

test("unserializeJSON() takes what is JSON and refuses what is not, as JavaScript does", () => {
  const texts = [
    ...["0", "-0", "01", "1.", ".5", "1e", "1e+", "1E5", "+1", "- 1", "0x1", "1.5e-3", "1_0"],
    ...["tru", "true1", "True", "nul", "null", "nulll", "NaN", "Infinity"],
    ...['"', '""', "''", '"\t"', '"\n"', '"\\x"', '"\\u"', '"\\uD800"', '"a" "b"', '"\x7f"'],
    ...["[", "]", "[]", "[,]", "[1", "[1,,2]", "[[[]]]", "[1]]", "[null]", "[1 ]", "[\f]"],
    ...["{", "}", "{}", "{,}", '{"a"}', '{"a":}', '{"a":1,}', '{"a":1}', '{"a":1 "b":2}', "{1:1}"],
    ...['{"a":{"b":[{}]}}', '{"":0}', '{"a":1,"a":2}', " 1 ", "\r\n1\t", "\u00a01", "//1", "1,"],
    ...["[".repeat(5000), `${"[".repeat(500)}${"]".repeat(500)}`],
  ];
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const source = texts
    .map((text) => `print(select("#", textutils.unserializeJSON(${luaString(text)})))`)
    .join("\n");
  const accepted = outputOf(source)
    .trim()
    .split("\n")
    .map((count) => count === "1");
  expect(texts.filter((_, index) => accepted[index])).toEqual(texts.filter(isJson));
});

test("what serializeJSON() writes, JavaScript and unserializeJSON() read alike", () => {
  const output = outputOf(`
    local value = { list = { 1, 2.5, "three", false }, nested = { deep = { ["key \\"x\\""] = "\\1\\31" } } }
    local json = textutils.serializeJSON(value)
    print(json)
    print(textutils.serializeJSON(textutils.unserializeJSON(json)))`);
  const [first, second] = output.split("\n");
  expect(second).toBe(first);
  expect(JSON.parse(first!)).toEqual({
    list: [1, 2.5, "three", false],
    nested: { deep: { 'key "x"': "\u0001\u001f" } },
  });
});

test.each([
  ["short", "plain"],
  ["long", "x".repeat(40)],
  ["with short escapes", 'tab\\t quote\\" slash\\/ backslash\\\\ and \\b\\f\\n\\r in a long text'],
  ["with an escape by number", "a long text with \\u0041 and \\n in it, and more"],
  ["with bytes past 127", "a long text with \u00e9\u00ff and more of it \\n"],
])("a string that is %s is read and written again", (_, inside) => {
  const text = JSON.parse(`"${inside}"`) as string;
  const lua = `"${text.replaceAll(/[^ -~]|["\\]/g, (c) => `\\${String(c.charCodeAt(0)).padStart(3, "0")}`)}"`;
  const json = `"${inside}"`.replaceAll(
    /[^]/g,
    (c) => `\\${String(c.charCodeAt(0)).padStart(3, "0")}`,
  );
  expect(
    outputOf(
      `local value = textutils.unserializeJSON("${json}") print(value == ${lua})
       print(textutils.unserializeJSON(textutils.serializeJSON(value), {}) == value or textutils.serializeJSON(value))`,
    ),
  ).toMatch(/^true\n(?:true|.*\\u00E9\\u00FF.*)\n$/);
});

test.each([
  '"a long text that never ends',
  '"a long text with a \\x escape"',
  '"a long text with a \n line end"',
])("%j is no JSON", (json) => {
  const lua = json.replaceAll(/[^]/g, (c) => `\\${String(c.charCodeAt(0)).padStart(3, "0")}`);
  expect(outputOf(`print(textutils.unserializeJSON("${lua}"))`)).toMatch(
    /^nil\tMalformed JSON at position \d+/,
  );
});

/** What a value is read as, written by `textutils.serialize` with its keys in order. */
const SHOW = `local function show(value)
  if type(value) ~= "table" then return ("%q"):format(tostring(value)) .. type(value) end
  local parts = {}
  for key, inner in pairs(value) do parts[#parts + 1] = tostring(key) .. "=" .. show(inner) end
  table.sort(parts)
  return "{" .. table.concat(parts, ",") .. "}"
end `;

const DOCUMENTS: readonly string[] = [
  '["\\u00e9", "\u00c3\u00a9", "\\ud83d\\ude00", "\\ud83d", "\\ude00x", "\\\\u00e9", "\\\\\\u00E9"]',
  '["\\u0022\\u005c\\u000a\\u007f\\u0080"]',
  '{"__proto__":{"a":1},"constructor":2,"toString":null,"\\u00e9":3,"10":4,"9":5,"":6}',
  '[null,1,null,[],{},[null],{"a":null},true,false,-0,1e400,-12.5e-3]',
  '{"a":1,"a":{"b":2},"c":[[[1,2],[]],{"d":[]}]}',
  ' \t\r\n"text" ',
  "null",
];

test.each(DOCUMENTS)("both readers of JSON read %j alike", (json) => {
  const text = luaString(json);
  const output = outputOf(`${SHOW}
    local plain, careful = textutils.unserializeJSON(${text}), textutils.unserializeJSON(${text}, { nbt_style = true })
    print(show(plain) == show(careful)) print(show(plain))`);
  expect(output).toMatch(/^true\n/);
});

test("unserializeJSON() reads escapes past ASCII as UTF-8, and none behind a backslash of its own", () => {
  const json = luaString('"\\u00e9 \\ud83d\\ude00 \\\\u00e9 \\ud83d."');
  expect(printed(`textutils.unserializeJSON(${json})`)).toEqual([
    "\u00c3\u00a9 \u00f0\u009f\u0098\u0080 \\u00e9 \u00ef\u00bf\u00bd.",
  ]);
});

test("serializeJSON() writes long strings as it does short ones, whatever is in them", () => {
  const output = outputOf(`
    local filler = ("x"):rep(100)
    for _, text in ipairs { "plain", "\\"\\\\/\\n", "\\31", "\\127", "\\128", "\\\\u00", "\\200\\0" } do
      local short, long = textutils.serializeJSON(text), textutils.serializeJSON(filler .. text)
      local list = textutils.serializeJSON({ filler .. text, filler, { key = text .. filler } })
      print(long == '"' .. filler .. short:sub(2), list == "[" .. long .. ',"' .. filler .. '",{"key":' .. short:sub(1, -2) .. filler .. '"}]')
    end`);
  expect(output).toBe("true\ttrue\n".repeat(7));
});

test("serializeJSON() writes documents longer than it looks at at once", () => {
  const output = outputOf(`
    local list = {}
    for i = 1, 3000 do list[i] = ("line %d "):format(i):rep(8) end
    local json = textutils.serializeJSON(list)
    list[3000] = list[3000] .. "\\200"
    print(#json > 2 ^ 17, textutils.unserializeJSON(json)[2999] == list[2999], textutils.serializeJSON(list):sub(-8))`);
  expect(output).toBe('true\ttrue\t\\u00C8"]\n');
});

test("a table may come again where repetitions are allowed, but never inside itself", () => {
  const output = outputOf(`
    local inner = { 1 } local both = { inner, inner, { inner } }
    print(textutils.serializeJSON(both, { allow_repetitions = true })) print(pcall(textutils.serializeJSON, both))
    inner[1] = both print(pcall(textutils.serializeJSON, both, { allow_repetitions = true }))`);
  expect(output).toBe(
    "[[1],[1],[[1]]]\nfalse\tCannot serialize table with repeated entries\nfalse\tCannot serialize table with recursive entries\n",
  );
});
