/**
 * Values of constants: what our tree holds is what PUC Lua 5.2 computes.
 */
import { describe, expect, it } from "vitest";
import { parseChunk } from "../../src/parser/parse-chunk.js";
import { askPuc } from "../puc-oracle.js";
import { SeededRandom } from "../seeded-random.js";

/** The value of the only expression of `return <literal>`. */
function parseLiteral(literal: string): unknown {
  const [statement] = parseChunk(`return ${literal}`, "=literal").body;
  const value = statement?.type === "ReturnStatement" ? statement.arguments[0] : undefined;
  if (value?.type === "StringLiteral" || value?.type === "NumericLiteral") return value.value;
  throw new Error(`not a literal: ${literal}`);
}

function expectSameValues(literals: readonly string[], note: string): void {
  const calls = literals.map((literal) => ({
    callee: "function(s) return assert(load('return ' .. s))() end",
    args: [literal],
  }));
  askPuc("5.2", calls).forEach((answer, index) => {
    const literal = literals[index] ?? "";
    expect(answer, `${note}: ${JSON.stringify(literal)}`).toEqual({
      ok: true,
      values: [parseLiteral(literal)],
    });
  });
}

const NUMERALS = [
  ...["0", "3", "007", "3.", ".5", "3.25", "1e3", "1E3", "1e+3", "1e-3", ".5e1", "5.e1", "0.1"],
  ...[
    "1e308",
    "1e309",
    "1e400",
    "1e-400",
    "4.9e-324",
    "2.4703282292062328e-324",
    "123456789012345678901",
  ],
  ...[
    "0x0",
    "0xA",
    "0Xff",
    "0x.1",
    "0x.8p1",
    "0x1.",
    "0xA.8",
    "0x.1p-3",
    "0x1p4",
    "0x1P+4",
    "0x1p-2",
  ],
  ...["0xffffffffffffffff", "0x1fffffffffffff", "0x20000000000001", "0x20000000000003", "0x1p1023"],
  ...["0x1p-1074", "0x1p1024", "0x1p-1100", "0x0.0001p1030", "0x0p99999999999"],
  ...[
    "0xdeadBEEF.cafe",
    "0x00000000000000000000000000000001",
    "0x1e1",
    "9007199254740993",
    "0x.0p0",
  ],
];

const STRINGS = [
  ...[`""`, `''`, `"a'b"`, `'a"b'`, `"\\a\\b\\f\\n\\r\\t\\v\\\\\\"\\'"`, `"\\0\\10\\1234\\255"`],
  ...[
    `"\\x41\\xff\\x00\\xAb"`,
    `"a\\z   \n\t b"`,
    `"a\\z"`,
    `"a\\\nb"`,
    `"a\\\r\nb"`,
    `"a\\\n\rb"`,
  ],
  ...[
    `"a\\\rb"`,
    `"\\z\r\n\r\n"`,
    `"\\\\n"`,
    `"\\065\\066"`,
    `"\\0651"`,
    `'\\'end\\''`,
    `"end"`,
    `";"`,
  ],
  ...["[[]]", "[[a]]", "[[\na]]", "[[\r\na]]", "[[\n\ra]]", "[[\n\na]]", "[[a\r\nb\rc\n\rd\n\re]]"],
  ...["[==[a]]b]=]c]==]", "[=[]]]=]", "[[\\n]]", "[[ [[ ]]", "[==[\r]==]", `"\x80\xfe\xff"`],
  ...[
    "[[\x00\x80\xff]]",
    "[=[ ]] [[ ]=]",
    "[[a\r\rb\n\nc]]",
    "[[\r\r\n\n]]",
    "[[-- not a comment\n]]",
  ],
];

describe("parseChunk() on constants", () => {
  it("gives numerals PUC's values", () => {
    expectSameValues(NUMERALS, "listed");
  });

  it("gives strings PUC's bytes", () => {
    expectSameValues(STRINGS, "listed");
  });

  it("gives random numerals and strings PUC's values", () => {
    const random = new SeededRandom();
    const decimal = (): string => random.text(["0", "1", "9", "5", "12345678"], 6);
    // PUC computes longer ones digit by digit and may lose the last bit.
    const hexadecimal = (): string => random.text(["0", "1", "f", "8", "A"], 6);
    const exponent = (letter: string): string =>
      random.pick(["", "", `${letter}${random.pick(["", "+", "-"])}${random.below(1100)}`]);
    const pieces = [
      "a",
      "'",
      "\\\\",
      "\\n",
      "\\\r\n",
      "\\z \n ",
      "\\0",
      "\\x7f",
      "\\200",
      "\xe9",
      "]]",
    ];
    const literals = Array.from({ length: 200 }, () => [
      `${random.below(9)}${decimal()}.${decimal()}${exponent("e")}`,
      `0x${hexadecimal()}.${random.below(9)}${hexadecimal()}${exponent("p")}`,
      `"${random.text(pieces, 12)}"`,
      `[===[${random.text(["a", "\n", "\r", "]", "]=", "[", "]]", "\\", "\xff"], 12)}]===]`,
    ]).flat();
    expectSameValues(literals, `seed ${random.seed}`);
  });

  it.each([
    [`"\\u{0}\\u{7F}"`, "\0\x7f"],
    [`"\\u{80}\\u{7ff}"`, "\xc2\x80\xdf\xbf"],
    [`"\\u{800}\\u{D800}\\u{FFFF}"`, "\xe0\xa0\x80\xed\xa0\x80\xef\xbf\xbf"],
    [`"\\u{10000}\\u{10FFFF}"`, "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"],
    [`"\\u{0000000000041}"`, "A"],
  ])("gives %s the bytes of UTF-8", (literal, bytes) => {
    expect(parseLiteral(literal)).toBe(bytes);
  });
});
