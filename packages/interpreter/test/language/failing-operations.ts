/**
 * Programs of one line that fail: every operation that can, on a value of every type that makes it
 * fail, named in every way that a program can name a value.
 */

/** How a program comes by a value: what goes before, and the expression. */
interface Source {
  readonly before: (value: string) => string;
  readonly expression: string;
  /** Whether the operation stands in a function of its own inside. */
  readonly isUpvalue?: boolean;
}

const SOURCES: readonly Source[] = [
  { before: (value) => `local x = ${value}`, expression: "x" },
  { before: (value) => `local x = ${value} local y = x`, expression: "y" },
  { before: (value) => `local x = ${value}`, expression: "x", isUpvalue: true },
  {
    before: (value) => `local x = 1 x = ${value} local function set() x = x end`,
    expression: "x",
    isUpvalue: true,
  },
  { before: (value) => `local x x = ${value} local function get() return x end`, expression: "x" },
  { before: (value) => `gx = ${value}`, expression: "gx" },
  { before: (value) => `gx = ${value}`, expression: "_ENV.gx" },
  { before: (value) => `local _ENV = { x = ${value}, pause = pause }`, expression: "x" },
  { before: (value) => `local t = { k = ${value} }`, expression: "t.k" },
  { before: (value) => `local t = { k = ${value} }`, expression: "t['k']" },
  { before: (value) => `local t = { k = ${value} }`, expression: "t.k", isUpvalue: true },
  { before: (value) => `gt = { k = ${value} }`, expression: "gt.k" },
  { before: (value) => `local t = { a = { b = ${value} } }`, expression: "t.a.b" },
  { before: (value) => `local t = { ${value} }`, expression: "t[1]" },
  { before: (value) => `local i, t = 1, { ${value} }`, expression: "t[i]" },
  { before: (value) => `local i, t = 'k', { k = ${value} }`, expression: "t[i .. '']" },
  { before: (value) => `local t = { [true] = ${value} }`, expression: "t[true]" },
  { before: (value) => `local function f() return ${value} end`, expression: "f()" },
  { before: (value) => `local function f() return ${value} end`, expression: "(f())" },
  { before: (value) => `local o = { m = function() return ${value} end }`, expression: "o:m()" },
  { before: (value) => `local x = ${value}`, expression: "(x)" },
];

/** Operations, with `E` for the expression; statements. */
const OPERATIONS: readonly string[] = [
  "local r = E.y",
  "local r = E[1]",
  "local r = E['a b']",
  "local k = 'v' local r = E[k]",
  "local r = E.y.z",
  "E.y = 1",
  "E[1] = 2",
  "local k = {} E[k] = k",
  "E.y, E.z = 1, 2",
  "function E.f() end",
  "function E:f() end",
  "E()",
  "E(1, 2)",
  "E 's'",
  "return E()",
  "local r = E(pause())",
  "local r = 1, E()",
  "E:m()",
  "return E:m(1)",
  "E.f()",
  "E.f.g()",
  "for v in E do end",
  "local r = E + 1",
  "local r = 1 + E",
  "local r = E + E",
  "local r = E - 2",
  "local r = 2 * E",
  "local r = E / 2",
  "local r = E % 2",
  "local r = E ^ 2",
  "local r = -E",
  "local n = 5 local r = n + E",
  "local n = 5 local r = (n + 1) * E",
  "local r = E .. 's'",
  "local r = 's' .. E",
  "local r = 's' .. E .. 't'",
  "local r = E .. 1",
  "local r = 1 .. E",
  "local r = #E",
  "local r = E < 1",
  "local r = 1 < E",
  "local r = E <= 's'",
  "local r = E > {}",
  "local r = {} >= E",
  "if E < E then end",
  "for i = E, 2 do end",
  "for i = 1, E do end",
  "for i = 1, 2, E do end",
  "local r = { [E] = 1 }",
  "local t = {} t[E] = 1",
  "pause(E + 1)",
  "return E + 1",
  "local r = { E.y }",
  "while E.y do break end",
  "repeat local r = 1 until E.y or r",
  "local r = E.y or 1",
  "local r = E and E.y.z",
  "local r = not E.y",
];

/** Values of every type; each is tried with every operation that it makes fail. */
const VALUES: readonly string[] = ["nil", "true", "5", "'str'", "{}", "function() end"];

/**
 * Operations whose statement would be no Lua with an expression that starts with a parenthesis or
 * ends in a call.
 */
function fits(operation: string, expression: string): boolean {
  if (operation.startsWith("function ")) return /^[\w.]+$/.test(expression);
  return true;
}

/** Lists all programs; some run without an error. */
export function failingOperations(): string[] {
  const programs: string[] = [];
  for (const { before, expression, isUpvalue } of SOURCES) {
    for (const operation of OPERATIONS) {
      if (!fits(operation, expression)) continue;
      const statement = operation.replaceAll("E", expression);
      for (const value of VALUES) {
        const body =
          isUpvalue === true
            ? `local function inner() pause() ${statement} end inner()`
            : statement;
        programs.push(`${before(value)} pause() ; ${body}`);
      }
    }
  }
  return programs;
}
