/**
 * The utf8 library and `string.pack` against PUC Lua 5.3, from which they come.
 */
import { describe, expect, it } from "vitest";
import { expectSameResults, runHere, runInPuc } from "./compare-with-puc.js";

/** Valid texts, and some that are broken in different ways. */
const TEXTS = [
  "''",
  "'abc'",
  "'h\\xc3\\xa4\\xe2\\x82\\xac\\xf0\\x9f\\x98\\x80z'",
  "'\\xff'",
  "'a\\x80b'",
  "'\\xc3'",
  "'\\xc0\\x80'",
  "'\\xed\\xa0\\x80'",
  "'\\xf4\\x90\\x80\\x80'",
];

describe("utf8", () => {
  it("reads and counts as PUC does", () => {
    const positions = ["", ", 1", ", 2", ", -1", ", 2, 3", ", 1, -1", ", 0", ", 99", ", 1, 99"];
    expectSameResults(
      TEXTS.flatMap((text) => [
        ...positions.map((position) => `utf8.len(${text}${position})`),
        ...positions.map((position) => `utf8.codepoint(${text}${position})`),
        ...[-9, -2, -1, 0, 1, 2, 3, 9].flatMap((n) => [
          `utf8.offset(${text}, ${n})`,
          `utf8.offset(${text}, ${n}, 2)`,
          `utf8.offset(${text}, ${n}, -1)`,
        ]),
      ]),
      "",
      "5.3",
    );
  });

  it("writes as PUC does, and rejects wrong arguments in its words", () => {
    expectSameResults(
      [
        "utf8.char()",
        "utf8.char(72, 228, 8364, 0x1f600)",
        "utf8.char(0, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff)",
        "utf8.char(0x110000)",
        "utf8.char(1, -1)",
        "utf8.char('x')",
        "utf8.char(nil)",
        "utf8.charpattern",
        "utf8.len()",
        "utf8.len({})",
        "utf8.len('x', {})",
        "utf8.codepoint()",
        "utf8.offset('x')",
        "utf8.codes()",
        "utf8.codes({})",
        "utf8.len(12)",
      ],
      "",
      "5.3",
    );
  });

  it("walks over the characters as PUC does", () => {
    for (const text of TEXTS) {
      const source = `
        print(pcall(function()
          for position, code in utf8.codes(${text}) do print(position, code) end
        end))`;
      // The iterator's name in the message is not the same.
      expect(runHere(source), text).toBe(runInPuc(source, "5.3"));
    }
  });
});

describe("string.pack, packsize and unpack", () => {
  it("do what PUC does", () => {
    expectSameResults(
      [
        "string.pack('<i4', 7)",
        "string.pack('>i4 b B h', 7, -1, 255, -2)",
        "string.pack('z s1 s4', 'ab', 'cd', 'ef')",
        "string.pack('<d f', 1.5, 2.5)",
        "string.pack('c5', 'ab')",
        "string.pack('!4 b i4', 1, 2)",
        "string.pack('i16', -3)",
        "string.pack('')",
        "string.unpack('<i4', '\\1\\0\\0\\0rest')",
        "string.unpack('<i4', 'xx\\1\\0\\0\\0', 3)",
        "string.unpack('z s1', 'ab\\0\\2cd')",
        "string.unpack('', 'abc')",
        "string.unpack('', 'abc', 4)",
        "string.unpack('b', '\\255', -1)",
        "string.packsize('i4 i8 d')",
        "string.packsize('!8 b i8')",
      ],
      "",
      "5.3",
    );
  });

  it("reject wrong arguments in PUC's words", () => {
    expectSameResults(
      [
        "string.pack()",
        "string.pack('i4')",
        "string.pack('i4', 'x')",
        "string.pack('i4', {})",
        "string.pack('i1', 200)",
        "string.pack('z', 'a\\0b')",
        "string.pack('c1', 'ab')",
        "string.pack('y')",
        "string.pack('i17', 1)",
        "string.packsize('s')",
        "string.packsize('z')",
        "string.packsize()",
        "string.unpack('i4', 'abc')",
        "string.unpack('i4')",
        "string.unpack('i4', 'abcd', 9)",
        "string.unpack({}, 'abcd')",
        "string.unpack('i16', ('\\255'):rep(8) .. ('\\1'):rep(8))",
      ],
      "",
      "5.3",
    );
  });
});
