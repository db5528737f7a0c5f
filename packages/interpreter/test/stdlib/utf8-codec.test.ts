/**
 * The core of the utf8 library against PUC Lua 5.3.
 */
import { describe, expect, it } from "vitest";
import { ArgumentError, LibraryError } from "../../src/stdlib/library-error.js";
import * as utf8 from "../../src/stdlib/utf8-codec.js";
import { type OracleAnswer, type OracleCall, type OracleValue, askPuc } from "../puc-oracle.js";
import { SeededRandom } from "../seeded-random.js";

function callOurs(callee: string, args: readonly OracleValue[]): OracleValue[] {
  const [first, second, third] = args;
  const text = String(first);
  const numberOr = <T>(value: OracleValue, other: T): number | T =>
    value === undefined ? other : Number(value);
  switch (callee) {
    case "utf8.char":
      return [args.map((code, i) => utf8.encodeArgument(Number(code), i + 1)).join("")];
    case "utf8.len": {
      const count = utf8.countCharacters(text, numberOr(second, 1), numberOr(third, -1));
      return count < 0 ? [undefined, -count] : [count];
    }
    case "utf8.codepoint":
      return utf8.readCodePoints(text, numberOr(second, 1), numberOr(third, undefined));
    case "utf8.offset":
      return [utf8.findCharacter(text, Number(second), numberOr(third, undefined))];
    default: {
      const values: OracleValue[] = [];
      for (let at = utf8.nextCharacter(text, 0); at > 0; at = utf8.nextCharacter(text, at)) {
        values.push(at, utf8.decodeCodePoint(text, at - 1));
      }
      return values;
    }
  }
}

const ITERATE = `function(s)
  local all = {}
  for p, c in utf8.codes(s) do all[#all + 1] = p; all[#all + 1] = c end
  return table.unpack(all)
end`;

function attempt({ callee, args }: OracleCall): OracleAnswer {
  try {
    return { ok: true, values: callOurs(callee, args) };
  } catch (error) {
    if (error instanceof ArgumentError) {
      const message = `bad argument #${error.argument} to '${callee}' (${error.message})`;
      return { ok: false, message };
    }
    if (error instanceof LibraryError) {
      return { ok: false, message: error.message };
    }
    throw error;
  }
}

function expectSameAsPuc(calls: readonly OracleCall[], note: string): void {
  askPuc("5.3", calls).forEach((answer, i) => {
    const call = calls[i]!;
    const expected = answer.ok
      ? answer
      : { ok: false, message: answer.message.replace(/^\[string [^\n]*\]:\d+: /, "") };
    expect(attempt(call), `${note}: ${call.callee} ${JSON.stringify(call.args)}`).toEqual(expected);
  });
}

const TEXTS = [
  ...[
    "",
    "a",
    "abc",
    "a\xc3\xa9z",
    "\xe2\x82\xac",
    "\xf0\x9f\x98\x80!",
    "\xed\xa0\x80",
    "\xef\xbf\xbf",
  ],
  ...["\x80", "a\xffb", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80"],
  ...[
    "\xf0\x80\x80\x80",
    "\xf4\x8f\xbf\xbf",
    "\xf4\x90\x80\x80",
    "\xf8\x88\x80\x80\x80",
    "\xfe",
    "\0",
  ],
  ...["\xe2\x82\xac\x80", "\xc3\xa9\xc3\xa9\xc3\xa9", "\xe0\x9f\xbf", "\xe0\xa0\x80", "\xc2\x80"],
];

const POSITIONS = [undefined, -9, -3, -2, -1, 0, 1, 2, 3, 4, 5, 9];

describe("utf8", () => {
  it("encodes every kind of code point as PUC does", () => {
    const codes = [
      ...[0, 1, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdfff, 0xffff, 0x10000, 0x10ffff],
      ...[-1, 0x110000, 2 ** 31],
    ];
    expectSameAsPuc(
      codes.flatMap((code) => [
        { callee: "utf8.char", args: [code] },
        { callee: "utf8.char", args: [65, code, 66] },
      ]),
      "char",
    );
  });

  it.each([
    [0x1fffff, "\xf7\xbf\xbf\xbf"],
    [0x200000, "\xf8\x88\x80\x80\x80"],
    [0x3ffffff, "\xfb\xbf\xbf\xbf\xbf"],
    [0x4000000, "\xfc\x84\x80\x80\x80\x80"],
    [0x7fffffff, "\xfd\xbf\xbf\xbf\xbf\xbf"],
  ])("encodes %d, beyond Unicode, in the original UTF-8", (code, bytes) => {
    expect(utf8.encodeCodePoint(code)).toBe(bytes);
  });

  it("counts, reads, finds and walks characters as PUC does", () => {
    const calls: OracleCall[] = [];
    for (const text of TEXTS) {
      calls.push({ callee: ITERATE, args: [text] });
      for (const from of POSITIONS) {
        for (const to of POSITIONS) {
          calls.push({ callee: "utf8.len", args: [text, from, to] });
          calls.push({ callee: "utf8.codepoint", args: [text, from, to] });
          calls.push({ callee: "utf8.offset", args: [text, from ?? 0, to] });
        }
      }
    }
    expectSameAsPuc(calls, "table");
  });

  it("decodes random bytes as PUC does", () => {
    const random = new SeededRandom();
    const pieces = [
      "a",
      "\x80",
      "\xbf",
      "\xc2",
      "\xe0",
      "\xed",
      "\xf0",
      "\xf4",
      "\x8f",
      "\x90",
      "\xe2\x82\xac",
    ];
    const calls: OracleCall[] = [];
    for (let i = 0; i < 1500; i++) {
      const text = random.text(pieces, 6);
      const from = random.below(10) - 4;
      calls.push({ callee: ITERATE, args: [text] });
      calls.push({ callee: "utf8.len", args: [text] });
      calls.push({ callee: "utf8.codepoint", args: [text, 1, -1] });
      calls.push({ callee: "utf8.offset", args: [text, random.below(7) - 3, from] });
    }
    expectSameAsPuc(calls, `seed ${random.seed}`);
  });

  it("has the character pattern of PUC", () => {
    expect(askPuc("5.3", [{ callee: "function() return utf8.charpattern end", args: [] }])).toEqual(
      [{ ok: true, values: [utf8.CHARACTER_PATTERN] }],
    );
  });
});
