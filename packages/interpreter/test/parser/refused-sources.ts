/**
 * Sources that are not Lua, at least one for every message and for every place it can come from.
 */

/** Faults in tokens. */
const LEXICAL = [
  ...["x = 3f", "x = 3..2", "x = 0x", "x = 0xg", "x = 1e", "x = 1e+", "x = 1e5.5", "x = 0x1p"],
  ...["x = 0x1pz", "x = 0x1p+", "x = .5.5", "x = .0x5", "x = 3and 4", "x = 3e", "x = 3ee5"],
  ...[
    "x = 0xep1p2",
    "x = 08a",
    "x = 1.2.3",
    "x = 3x",
    "x = 3 x",
    "x = 0x.p1",
    "x = 0x.",
    "x = 5..x",
  ],
  ...['x = "abc', 'x = "abc\ny"', "x = 'abc\r\ny'", 'x = "a\\', 'x = "a\\\n', 'x = "a\\z  \n b'],
  ...['x = "\\q"', 'x = "abc\\ "', 'x = "\\300"', 'x = "\\256a"', 'x = "\\999', 'x = "\\x"'],
  ...['x = "\\xg1"', 'x = "\\x1"', 'x = "\\x1', 'x = "\\x', 'x = "\\xa\n"', 'x = "\\-"'],
  ...['x = "tab\\tdec\\065', 'x = "a\\0b\n', 'x = "a\\\r\n\\q"', "x = '\\\"\\'\n'", 'x = "\\^"'],
  ...["x = [[abc", "x = [==[abc]]", "x = [=[\n\nabc", "--[[ abc", "--[==[ abc ]]\n\n", "x = [=abc"],
  ...["x = [===", "x = [=", "a[=1] = 2", "x = ]]", "--[[\r\n\n\r", "x = 1 --[=[ ]] ]=", "-- a\n x"],
  ...[
    "@",
    "x = @",
    "x = $",
    "x = !",
    "x = 1 & 2",
    "x = 1 | 2",
    "x = ~1",
    "x = 1 // 2",
    "x = 1 << 2",
  ],
  ...[
    "x = 1 >> 2",
    "x = `",
    "x = ?",
    "x = \\",
    "\0",
    "x = \0",
    "x\x7f = 1",
    "\x80",
    "x = \xff",
    "é = 1",
  ],
  ...["x = 1 ~ 2", "x = a ! b", "x = %", "\x1f", "x =\x0b\x0c= 1"],
];

/** Faults in statements. */
const STATEMENTS = [
  ...[
    "x",
    "x x",
    "x = ",
    "x =",
    "x = = 1",
    "= 1",
    "x, = 1",
    "x, y",
    "x, y = ",
    "x y = 1",
    "1",
    "'a'",
  ],
  ..."nil|true|...|{}|{} = 1|function|function () end|(x)|(x) = 1|(f()) = 1|(f())|f() = 1".split(
    "|",
  ),
  ...["a, f() = 1", "f(), a = 1", "(a), b = 1", "a, (b) = 1", "a.b", "a.b:c", "a:b = 1", "a:b.c()"],
  ...[
    "a.",
    "a. = 1",
    "a.1",
    "a['x'",
    "a[1",
    "a[] = 1",
    "a[1 = 2",
    "a:",
    "a:1()",
    "a.end = 1",
    "a:b",
  ],
  ...["f(", "f(1", "f(1,", "f(1,)", "f(,1)", "f(,)", "f(1 2)", "f(\n1\n", "f\n(\n1", "f{", "f{1"],
  ...["return return", "return 1 2", "return ,1", "return 1,", "return 1; x = 1", "return\nreturn"],
  ...["return x = 1", "do return 1 x() end", "if a then return b c end", "return;;"],
  ...["break", "do break end", "while x do end break", "while x do function f() break end end"],
  ...["\n\nbreak\n\n", "if x then break end", "repeat until break", "for i = 1, 2 do end\nbreak x"],
  ...["local", "local 1", "local x = ", "local x, ", "local x y", "local x, 1", "local x.y = 1"],
  ...[
    "local function",
    "local function f",
    "local function f.a() end",
    "local function f(",
    "local a =",
  ],
  ...["local function f() ", "local function 1() end", "local if = 1", "local x <const> = 1"],
  ...["function f", "function f(", "function f()", "function f() end end", "function f.1() end"],
  ...["function f:a.b() end", "function f:a:b() end", "function f.() end", "function (a) end"],
  ...["function f(a,) end", "function f(a b) end", "function f(..., a) end", "function f(1) end"],
  ...[
    "function f(a, ...",
    "function f(a ...) end",
    "function f(...) return ...",
    "function 'a'() end",
  ],
  ...[
    "function f() return ... end",
    "function f() local x = ... end",
    "f(function() return ... end)",
  ],
  ...["function f(a) return function(...) end, ... end", "x = function(a) g(...) end"],
];

/** Faults in blocks. */
const BLOCKS = [
  ...[
    "do",
    "do end end",
    "do\n\nx = 1",
    "do x = 1\n\nend end",
    "end",
    "else",
    "elseif x then",
    "until x",
  ],
  ...["while", "while x", "while do end", "while x do", "while x\ndo\n", "while x then end"],
  ...["if", "if x", "if x then", "if x\nthen\n", "if then end", "if x do end", "if x then else"],
  ...[
    "if x then elseif",
    "if x then elseif y",
    "if x then elseif y then",
    "if x then else else end",
  ],
  ...[
    "if x then else elseif y then end",
    "if x then\nelse\n\nx",
    "if x = 1 then end",
    "if x then end end",
  ],
  ...[
    "for",
    "for x",
    "for x do end",
    "for x =",
    "for x = 1",
    "for x = 1 do end",
    "for x = 1,",
    "for 1",
  ],
  ...["for x = 1, 2", "for x = 1, 2, 3, 4 do end", "for x = 1, 2 do", "for x.y = 1, 2 do end"],
  ...["for x,", "for x, y", "for x, y = 1, 2 do end", "for x in", "for x in y", "for x in y do"],
  ...["for x, 1 in y do end", "for in y do end", "for x in y\ndo\n\nx()", "for (x) in y do end"],
  ...[
    "repeat",
    "repeat x",
    "repeat until",
    "repeat\n\nend",
    "repeat return until x y",
    "repeat x = 1\n",
  ],
  ...["repeat local a until a end", "do until x", "while x do until y", "function f() until x"],
  ...[
    "x = function",
    "x = function(",
    "x = function()",
    "x = function\n()\n",
    "x = function f() end",
  ],
  ...[
    "\r\n\r\nx =",
    "\n\r\n\rx =",
    "\r\rx =",
    "--\r\nx =",
    "--[[\n\r\n]] x =",
    "[[\n\n]]",
    "f[[\n\n]] 1",
  ],
];

/** Faults in expressions. */
const EXPRESSIONS = [
  ..."x = 1 +|x = + 1|x = 1 + + 2|x = 1 2|x = not|x = #|x = -|x = (|x = (1|x = ()|x = (1 2)".split(
    "|",
  ),
  ...[
    "x = (\n1\n",
    "x = )",
    "x = 1)",
    "x = {",
    "x = {1",
    "x = {1,",
    "x = {1,,2}",
    "x = {,}",
    "x = {;}",
  ],
  ...[
    "x = {a = }",
    "x = {a = 1 b = 2}",
    "x = {[1]}",
    "x = {[1] 2}",
    "x = {[1 = 2}",
    "x = {[] = 1}",
  ],
  ...[
    "x = {a.b = 1}",
    "x = {\n1\n",
    "x = {1 = 2}",
    "x = {'a' = 2}",
    "x = {...",
    "x = {f()) }",
    "x = {a",
  ],
  ...[
    "x = a.b.",
    "x = a:b",
    "x = a:b + 1",
    "x = 'a':b()",
    "x = 'a'.b",
    "x = {}.b",
    "x = {}()",
    "x = 1()",
  ],
  ...[
    "x = a == == b",
    "x = a <> b",
    "x = a != b",
    "x = a =! b",
    "x = a and",
    "x = and b",
    "x = a or or b",
  ],
  ...[
    "x = a.and",
    "x = then",
    "x = if a then b end",
    "x = a ? b : c",
    "x = a += 1",
    "x += 1",
    "x++",
  ],
  ...[
    "x = a .. ",
    "x = .. a",
    "x = a ... b",
    "x = ....",
    "x = a . . b",
    "x = 2 ^",
    "x = ^ 2",
    "x = a..1..2",
  ],
  ...[
    "x = 'long\\65string\\10' 'b'",
    "x = [=[ long\r\n\r ]=] [[b]]",
    "x = '\\0nul' 1 'a\\0b'",
    "x = 3 4.5",
  ],
  ...[
    'x = = "a\\nb"',
    "x = = [[\n\na\r\nb]]",
    "x = = [==[]==]",
    "x = = 0X1P4",
    "x = = .5",
    "x = = 'a\\z  b'",
  ],
];

/** Faults in jumps. */
const JUMPS = [
  ...[
    "goto x",
    "goto x\n\n\n",
    "goto\n\nx\n",
    "do goto x end",
    "goto x do ::x:: end",
    "goto a goto b ::b::",
  ],
  ...["::x:: ::x::", "::x::\n\n::x::", "do ::x:: ::y:: ::x:: end", "while a do ::x:: ::x:: end"],
  ...[
    "goto x local a ::x:: print(a)",
    "goto x; local a; ::x:: ; ::y:: local b",
    "::",
    "::x",
    "::x:",
  ],
  ...[
    "goto x local function f() end ::x:: f()",
    "do goto x end local a ::x:: a()",
    ":: ::",
    "::1::",
  ],
  ...[
    "repeat goto x local a ::x:: until a",
    "::x:: do goto x local y ::x:: y() end",
    "::a.b::",
    "::x::\n::",
  ],
  ...[
    "function f() goto x end ::x::",
    "::x:: function f() goto x end",
    "::x:: f(function() goto x end)",
  ],
  ...[
    "do\n goto x\n local a, b\n ::x:: a() end",
    "if a then goto x end local b ::x:: b()",
    "::x:: y",
  ],
  ...[
    "for i = 1, 2 do goto x local a ::x:: a() end",
    "goto x goto y",
    "while x do goto y end\nlocal a",
  ],
  ...[
    "if x then goto y end",
    "if x then goto y; z() end",
    "goto x local a do goto x end ::x:: a()",
  ],
  ...["::end::", "::if", "goto a; do ::a:: end ::b::", "while 1 do break; goto z end", "::break::"],
  ...["repeat if x then goto c end local y ::c:: until y", "goto x; ::y:: ; local x1 ::x:: return"],
];

const manyLocals = (count: number): string =>
  Array.from({ length: count }, (_, index) => `local a${index} = ${index}`).join("\n");
const manyNames = (count: number): string =>
  Array.from({ length: count }, (_, index) => `a${index}`).join(", ");

/** Faults of size. */
const LIMITS = [
  manyLocals(201),
  `${manyLocals(200)} local function f() end`,
  `local ${manyNames(201)}`,
  `local ${manyNames(201)} = 1`,
  `\n\nfunction f(${manyNames(201)}) end`,
  `function t:f(${manyNames(200)}) end`,
  `${manyLocals(197)} for i = 1, 2 do end`,
  `${manyLocals(196)} for i, j in x do end`,
  `do ${manyLocals(100)} end do ${manyLocals(100)} do ${manyLocals(101)} end end`,
  `local x = function(${manyNames(100)})\n${manyLocals(101)} end`,
];

/** All of them. */
export const REFUSED_SOURCES: readonly string[] = [
  ...LEXICAL,
  ...STATEMENTS,
  ...BLOCKS,
  ...EXPRESSIONS,
  ...JUMPS,
  ...LIMITS,
];
