/**
 * Sources that are large or deep in one way. What the large ones give is what Debian's `lua5.2` gives;
 * the build in WebAssembly has no room for them.
 */
import { describe, expect, it } from "vitest";
import { LuaState } from "../../src/index.js";
import { LuaSyntaxError } from "../../src/parser/syntax-error.js";

function repeat(count: number, piece: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => piece(index)).join("");
}

const SOURCES: readonly (readonly [what: string, source: string, values: readonly unknown[]])[] = [
  ["statements", `local x = 0 ${"x = x + 1 ".repeat(20_000)} return x`, [20_000]],
  [
    "statements of a function",
    `return (function(x) ${"x = x + 1 ".repeat(10_000)} return x end)(0)`,
    [10_000],
  ],
  [
    "calls",
    `local n = 0 local function f() n = n + 1 end ${"f() ".repeat(10_000)} return n`,
    [10_000],
  ],
  [
    "functions",
    `${repeat(5_000, (i) => `local f = function() return ${i} end `.slice(6))} return f()`,
    [4_999],
  ],
  [
    "clauses",
    `local x = 4999 if x < 0 then ${repeat(5_000, (i) => `elseif x == ${i} then return ${2 * i} `)} end`,
    [9_998],
  ],
  [
    "fields",
    `local t = {${repeat(100_000, (i) => `${i},`)}} return #t, t[77777]`,
    [100_000, 77_776],
  ],
  [
    "named fields",
    `local t = {${repeat(50_000, (i) => `k${i} = ${i},`)}} return t.k49999`,
    [49_999],
  ],
  [
    "computed fields",
    `local function f(x) return x end local t = {${repeat(5_000, (i) => `f(${i}),`)}} return #t`,
    [5_000],
  ],
  [
    "string constants",
    `local t = {${repeat(70_000, (i) => `"s${i}",`)}} return #t, t[70000]`,
    [70_000, "s69999"],
  ],
  [
    "numbers",
    `local t = {${repeat(70_000, (i) => `${i}.5,`)}} return #t, t[70000]`,
    [70_000, 69_999.5],
  ],
  [
    "constants in statements",
    `local x ${repeat(10_000, (i) => `x = "v${i}" `)} return x`,
    ["v9999"],
  ],
  [
    "keys in statements",
    `local t = {} ${repeat(10_000, (i) => `t.k${i} = ${i} `)} return t.k9999`,
    [9_999],
  ],
  ["additions", `return ${"1 + ".repeat(50_000)}1`, [50_001]],
  ["and", `return ${"1 and ".repeat(3_000)}2`, [2]],
  [
    "or in a condition",
    `local x = 5 if ${repeat(3_000, (i) => `x == ${i} - 2990 or `)} false then return x end`,
    [5],
  ],
  ["dots", `local t = {} t.t = t return type(t${".t".repeat(10_000)})`, ["table"]],
  ["indexes", `local t = {} t[1] = t return type(t${"[1]".repeat(10_000)})`, ["table"]],
  [
    "method calls",
    `local t = {} function t:m() return self end return type(t${":m()".repeat(5_000)})`,
    ["table"],
  ],
  ["calls of results", `local f f = function() return f end f${"()".repeat(5_000)} return 1`, [1]],
  ["gotos", `${repeat(3_000, (i) => `do goto l${i} end ::l${i}:: `)} return 1`, [1]],
  [
    "gotos out of blocks",
    `if false then ${"do goto e end ".repeat(3_000)} end ::e:: return 1`,
    [1],
  ],
  ["a line", `return ${"{} and ".repeat(100)}1${" ".repeat(300_000)}`, [1]],
  ["a string", `return #[==[${"x".repeat(1_000_000)}]==]`, [1_000_000]],
  ["a name", `local ${"n".repeat(50_000)} = 1 return ${"n".repeat(50_000)}`, [1]],
  ["a comment", `--[[${"-".repeat(1_000_000)}]] return 1 --[=[${"]]".repeat(1000)}]=]`, [1]],
];

describe("a large source of", () => {
  it.each(SOURCES)("%s does what it does in PUC Lua", (_what, source, values) => {
    const state = new LuaState();
    expect(state.call(state.load(source, "=large"))).toEqual(values);
  });

  it("entries that later ones could change takes a time that grows with their number", () => {
    const source = `local a, b = 1, 2 local function f() a = b end return #{${"a, ".repeat(50_000)}}`;
    const state = new LuaState();
    expect(state.call(state.load(source, "=large"))).toEqual([50_000]);
  });
});

describe("a source that nests", () => {
  const NESTED: readonly (readonly [what: string, opening: string, closing: string])[] = [
    ["parentheses", "(", ")"],
    ["tables", "{", "}"],
    ["functions", "function() return ", " end"],
    ["calls", "f(", ")"],
    ["minus signs", "- ", ""],
    ["concatenations", "'a' .. (", ")"],
  ];

  it.each(NESTED)("%s runs, or is refused in words", (_what, opening, closing) => {
    for (let depth = 50; depth < 100_000; depth *= 3) {
      const nested = opening.repeat(depth) + "1" + closing.repeat(depth);
      const state = new LuaState();
      const source = `local function f(x) return x end local x = ${nested} return 1`;
      try {
        expect(state.call(state.load(source, "=deep"))).toEqual([1]);
      } catch (error) {
        expect(error).toEqual(new LuaSyntaxError("=deep", 1, "chunk has too many syntax levels"));
        expect(depth).toBeGreaterThan(90);
      }
    }
  });
});
