/**
 * The string library against PUC Lua 5.2, expression by expression.
 */
import { describe, expect, it } from "vitest";
import { LuaState } from "../../src/index.js";
import { expectSameOutput, expectSameResults, runHere } from "./compare-with-puc.js";

/** Values for an argument that must be a string or a number, and for one that must not. */
const ODD_VALUES = ["nil", "true", "{}", "print", "12", "'12'", "'x'"];

function withOddArguments(call: (argument: string) => string): string[] {
  return ODD_VALUES.map(call);
}

describe("string.sub", () => {
  it("counts positions from both ends", () => {
    const positions = [-9, -6, -5, -4, -1, 0, 1, 2, 5, 6, 9];
    expectSameResults(
      positions.flatMap((from) => [
        `string.sub('abcde', ${from})`,
        ...positions.map((to) => `string.sub('abcde', ${from}, ${to})`),
      ]),
    );
  });

  it("takes numbers, fractions and NUL bytes", () => {
    expectSameResults([
      "string.sub('a\\0b\\0c', 2, 4)",
      "string.sub(12345, 2, 3)",
      "string.sub('abcde', '2', '3')",
      "string.sub('abcde', 1e9)",
      "string.sub('abcde', 1, -1e9)",
      "string.sub('abcde', 1.9, 2.9)",
      "string.sub('abcde', -2.9, -1.2)",
      "string.sub('', 1, 1)",
      "string.sub('abcde', 1, 2, 3, 4)",
    ]);
  });

  it("takes positions far beyond 32 bits", () => {
    expect(
      runHere("print(('abc'):sub(-1e300, 1e300), ('abc'):sub(1e15), ('abc'):sub(1, -1e15))"),
    ).toBe('"abc" "" ""');
    expect(runHere("print(('abc'):find('', 1e300), ('abc'):byte(0/0, 1e300))")).toBe(
      "nil 97 98 99",
    );
  });

  it("rejects wrong arguments in PUC's words", () => {
    expectSameResults([
      "string.sub()",
      "string.sub('x')",
      ...withOddArguments((v) => `string.sub(${v}, 1)`).filter((text) => !text.includes("print")),
      "string.sub('abc', nil)",
      "string.sub('abc', {})",
      "string.sub('abc', 'x')",
      "string.sub('abc', 1, true)",
      "string.sub('abc', 1, nil)",
    ]);
  });
});

describe("string.byte and string.char", () => {
  it("give ranges of every length", () => {
    const positions = [-7, -6, -5, -2, -1, 0, 1, 2, 3, 5, 6, 7];
    expectSameResults(
      positions.flatMap((from) =>
        positions.map((to) => `string.byte('\\0b\\255def', ${from}, ${to})`),
      ),
    );
  });

  it("give the bytes at positions", () => {
    expectSameResults([
      "string.byte('abc')",
      "string.byte('')",
      "string.byte('abc', 0)",
      "string.byte('abc', 3)",
      "string.byte('abc', 4)",
      "string.byte('abc', -1)",
      "string.byte('abc', -3)",
      "string.byte('abc', -4)",
      "string.byte('abc', 1, -1)",
      "string.byte('abc', 2, 100)",
      "string.byte('abc', -100, 100)",
      "string.byte('abc', 3, 2)",
      "string.byte('\\0\\255\\200', 1, 3)",
      "string.byte('abc', 1.7)",
      "string.byte('abc', -1.7)",
      "string.byte('abc', 0/0)",
      "string.byte('abc', nil, 2)",
      "string.byte(123)",
      "string.byte(nil)",
      "string.byte()",
      "string.byte('abc', {})",
      "string.byte('abc', 1, {})",
      "#{string.byte(string.rep('x', 30000), 1, -1)}",
    ]);
  });

  it("make strings of bytes", () => {
    expectSameResults([
      "string.char()",
      "string.char(72, 105)",
      "string.char(0, 255)",
      "string.char('65')",
      "string.char(65.9)",
      "string.char(256)",
      "string.char(-1)",
      "string.char(65, nil)",
      "string.char(65, 66, {})",
      "string.char(1, 2, 'x')",
      "#string.char(table.unpack({string.byte(string.rep('x', 2000), 1, -1)}))",
    ]);
  });

  it("refuse to give more bytes than fit a call", () => {
    expect(
      runHere("try(function() return id(string.byte(string.rep('x', 2e6), 1, -1)) end)"),
    ).toContain("string slice too long");
  });
});

describe("string.rep", () => {
  it("repeats with and without separator", () => {
    expectSameResults([
      "string.rep('ab', 3)",
      "string.rep('ab', 0)",
      "string.rep('ab', -1)",
      "string.rep('ab', 1, ',')",
      "string.rep('ab', 3, ',')",
      "string.rep('', 5, ',')",
      "string.rep('a\\0', 2, '\\0')",
      "string.rep('ab', 2.9)",
      "string.rep('ab', '2')",
      "string.rep(1, 3, 0)",
      "string.rep('', 1e5)",
      "string.rep()",
      "string.rep('x')",
      "string.rep('x', {})",
      "string.rep('x', 1, {})",
      "string.rep(nil, 1)",
    ]);
  });

  it("fails before it takes memory for a string that is too long", () => {
    expect(runHere("try(function() return id(string.rep('x', 1e10)) end)")).toBe(
      'false "t:1: resulting string too large"',
    );
    expect(runHere("try(function() return id(string.rep('', 1e10, 'y')) end)")).toBe(
      'false "t:1: resulting string too large"',
    );
  });
});

describe("string.len, reverse, lower and upper", () => {
  it("change no byte above 127", () => {
    const all =
      "(function() local t = {} for i = 0, 255 do t[i + 1] = string.char(i) end return table.concat(t) end)()";
    expectSameResults([
      `string.lower(${all})`,
      `string.upper(${all})`,
      `string.reverse(${all})`,
      `string.len(${all})`,
      "string.lower('ABC xyz')",
      "string.upper('ABC xyz')",
      "string.reverse('')",
      "string.reverse('abc')",
      "string.upper(1e100)",
    ]);
  });

  it("reject wrong arguments in PUC's words", () => {
    expectSameResults(
      ["len", "reverse", "lower", "upper"].flatMap((name) => [
        `string.${name}()`,
        `string.${name}(nil)`,
        `string.${name}({})`,
        `string.${name}(12)`,
      ]),
    );
  });
});

describe("string.find and match", () => {
  it("begin where they are told", () => {
    const starts = ["nil", -9, -3, -1, 0, 1, 2, 4, 5, 6, 1.5, -1.5, 1e9, "'2'"];
    expectSameResults(
      starts.flatMap((start) => [
        `string.find('abab', 'b', ${start})`,
        `string.find('abab', '', ${start})`,
        `string.find('abab', '()b', ${start})`,
        `string.find('abab', '^b', ${start})`,
        `string.match('abab', 'b', ${start})`,
        `string.match('abab', '^(a)(b)', ${start})`,
      ]),
    );
  });

  it("search for plain text", () => {
    expectSameResults([
      "string.find('a.b.c', '.', 2, true)",
      "string.find('a.b.c', '.', 2)",
      "string.find('a.b.c', 'b.c', 1, 1)",
      "string.find('a.b.c', 'b%.c', 1, false)",
      "string.find('a\\0b\\0c', '\\0c')",
      "string.find('abc', '', 10, true)",
      "string.find('abc', '', 4, true)",
      "string.find('', '')",
      "string.find('', '', 2)",
    ]);
  });

  it("give captures", () => {
    expectSameResults([
      "string.find('key = value', '(%w+)%s*=%s*(%w+)')",
      "string.match('key = value', '(%w+)%s*=%s*(%w+)')",
      "string.match('key', '()k()e()')",
      "string.match('  trim  ', '^%s*(.-)%s*$')",
      "string.match('abc', '%d')",
      "string.match('[[x]]', '%[(%b[])%]')",
      "string.match('THE (quick) fox', '%((%a+)%)')",
      "string.find('THE (quick) fox', '%((%a+)%)')",
      "string.match('x=\"it\\'s\"', '([\"\\'])(.-)%1')",
      "string.match('hello world', '%f[%w]%w+$')",
      "string.match(2024, '^%d%d')",
    ]);
  });

  it("reject faulty patterns and arguments in PUC's words", () => {
    expectSameResults([
      "string.find('abc', '[a')",
      "string.find('abc', '%')",
      "string.find('abc', '(')",
      "string.find('abc', ')')",
      "string.find('abc', '%1')",
      "string.find('abc', '%b')",
      "string.find('abc', '%f')",
      "string.match('abc', '(()')",
      "string.match(string.rep('a', 30000), string.rep('a?', 30000) .. 'b')",
      "string.find()",
      "string.find('x')",
      "string.find('x', nil)",
      "string.find({}, 'x')",
      "string.find('x', 'x', {})",
      "string.match('x', 'x', true)",
      "string.match()",
    ]);
  });
});

describe("string.gmatch", () => {
  it("walks over all matches", () => {
    expectSameOutput(`
      for w in string.gmatch("one two  three", "%a+") do print(w) end
      for k, v in string.gmatch("a=1, b=2", "(%w+)=(%w+)") do print(k, v) end
      for p in string.gmatch("abc", "()") do print(p) end
      for w in string.gmatch("abc", "x*") do print(w) end
      for w in string.gmatch("^a^b", "^a") do print(w) end
      for w in string.gmatch("", "") do print(w) end
      local next = string.gmatch("ab", ".")
      print(next(), next(), next(), next())
    `);
  });

  it("rejects faulty patterns and arguments in PUC's words", () => {
    expectSameResults([
      "string.gmatch()",
      "string.gmatch('x')",
      "string.gmatch({}, 'x')",
      "string.gmatch('x', {})",
    ]);
  });
});

describe("string.gsub", () => {
  it("replaces by a string", () => {
    expectSameResults([
      "string.gsub('hello world', 'o', '0')",
      "string.gsub('hello world', '(%w+)', '<%1>')",
      "string.gsub('hello world', '%w+', '%0 %0', 1)",
      "string.gsub('abc', '', '-')",
      "string.gsub('abc', 'b*', '-')",
      "string.gsub('abc', '^a', 'x')",
      "string.gsub('aaa', '^a', 'x')",
      "string.gsub('abc', 'x', 'y')",
      "string.gsub('abc', '.', '%%')",
      "string.gsub('abc', '.', '%1')",
      "string.gsub('abc', '(.)(.)', '%2%1')",
      "string.gsub('abc', '().', '%1')",
      "string.gsub('abc', 'b', 7)",
      "string.gsub('a\\0b', '%z', '0')",
      "string.gsub('abc', '.', 'x', 0)",
      "string.gsub('abc', '.', 'x', 2)",
      "string.gsub('abc', '.', 'x', 1.9)",
      "string.gsub('abc', '.', 'x', 1e300)",
      "string.gsub('', '', 'x')",
      "string.gsub('abc', '$', 'x')",
    ]);
  });

  it("replaces by a table or a function", () => {
    expectSameResults(
      [
        "string.gsub('$a $b $c', '%$(%w)', {a = 'x', b = 2, c = false})",
        "string.gsub('abc', '.', {a = 'long text'})",
        "string.gsub('abc', '()', {'x', 'y', [4] = 'z'})",
        "string.gsub('abc', '%w', setmetatable({}, {__index = function(_, k) return k .. k end}))",
        "string.gsub('abc', '%w', setmetatable({}, {__index = {a = 'A'}}))",
        "string.gsub('hello world', '%w+', string.upper)",
        "string.gsub('hello world', '(%w)(%w*)', function(a, b) return b .. a end)",
        "string.gsub('abc', '.', function(c) if c == 'b' then return nil end return c .. '!' end)",
        "string.gsub('abc', '.', function() return false end)",
        "string.gsub('abc', '.', function() return 1, 2 end)",
        "string.gsub('abc', '.', function() end)",
        "string.gsub('abc', '', function(s) return '<' .. s .. '>' end)",
        "string.gsub('abc', '^.', function(s) return '<' .. s .. '>' end)",
        "string.gsub('abc def', '%w+', function(s) return s:gsub('.', '%0%0') end)",
        "string.gsub('abab', 'b', function() return '' end, 1)",
        "(string.gsub('abc', '()', function(p) return p end))",
      ],
      "",
    );
  });

  // Expected: lua5.1 (Debian 5.1.5).
  it("takes % before any character for that character, as Lua 5.1 and CC: Tweaked do", () => {
    expect(runHere("print(string.gsub('a.b', '%.', '%%%.'))")).toBe(runHere("print('a%.b', 1)"));
    expect(runHere("print(string.gsub('abc', 'b', 'x%yz'))")).toBe(runHere("print('axyzc', 1)"));
  });

  it("rejects faulty arguments and values in PUC's words", () => {
    expectSameResults([
      "string.gsub()",
      "string.gsub('x')",
      "string.gsub('x', 'x')",
      "string.gsub('x', 'x', nil)",
      "string.gsub('x', 'x', true)",
      "string.gsub('x', 'x', 'y', {})",
      "string.gsub({}, 'x', 'y')",
      "string.gsub('abc', '.', '%2')",
      "string.gsub('abc', '(', 'x')",
      "string.gsub('abc', '.', '%')",
      "string.gsub('abc', '.', {a = {}})",
      "string.gsub('abc', '.', {a = true})",
      "string.gsub('abc', '.', function() return {} end)",
      "string.gsub('abc', '.', function() error('inside', 0) end)",
      "string.gsub('abc', '.', function() error({}) end)",
      "string.gsub('abc', '.', setmetatable({}, {__index = function() error('index', 0) end}))",
    ]);
  });

  it("replaces nothing when told to replace a negative number of matches, as CC: Tweaked does", () => {
    expect(runHere("print(string.gsub('abc', '.', 'x', -1))")).toBe('"abc" 0');
  });
});

describe("string.format", () => {
  it("formats any value", () => {
    expectSameResults([
      "string.format('%s %s %s', nil, true, 'x')",
      "string.format('%d', '10')",
      "string.format('%5s|%-5s|%.2s', 'ab', 'ab', 'abc')",
      "string.format('%s', setmetatable({}, {__tostring = function() return 'T' end}))",
      "string.format('%q', 'a\\n\"\\0\\r1')",
      "string.format('%q', 12)",
      "string.format('%%')",
      "string.format('no directive', 1, 2)",
      "string.format('%c%c', 72, 0)",
      "string.format('%x %X %o', 255, 255, 8)",
      "string.format('%5.1f %e %g', 3.14159, 12345.678, 1e20)",
      "string.format(12)",
      "string.format('%s', 1e15)",
      "string.format('%s', 0.1)",
    ]);
  });

  it("rejects faulty formats and arguments in PUC's words", () => {
    expectSameResults([
      "string.format()",
      "string.format(nil)",
      "string.format({})",
      "string.format('%d')",
      "string.format('%d', 'x')",
      "string.format('%d', {})",
      "string.format('%s')",
      "string.format('%q', {})",
      "string.format('%y', 1)",
      "string.format('%', 1)",
      "string.format('%123d', 1)",
      "string.format('%.123d', 1)",
      "string.format('%0000000d', 1)",
      "string.format('%s %s', 1)",
      "string.format('%s', setmetatable({}, {__tostring = function() error('inside', 0) end}))",
    ]);
  });
});

describe("the metatable of strings", () => {
  it("makes the library's functions methods", () => {
    expectSameOutput(`
      print(("x"):rep(3), ("abc"):len(), ("abc").upper("d"), #"abc")
      print(("%d"):format(3), ("a,b"):find(",", 1, true))
      print(getmetatable("").__index == string)
      string.twice = function(s) return s .. s end
      print(("ab"):twice())
      print(("ab").missing)
    `);
  });

  it("belongs to one state alone", () => {
    const first = new LuaState();
    const second = new LuaState();
    first.call(first.load("function string.own() return 1 end", "=a"));
    expect(second.call(second.load("return ('x').own", "=b"))).toEqual([undefined]);
  });
});
