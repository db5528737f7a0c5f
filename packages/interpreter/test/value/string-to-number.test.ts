/**
 * `parseNumber()` and `parseInteger()` against PUC Lua 5.2.
 */
import { describe, expect, it } from "vitest";
import { parseInteger, parseNumber } from "../../src/value/string-to-number.js";
import { askPuc } from "../puc-oracle.js";
import { SeededRandom } from "../seeded-random.js";

function expectSameAsPuc(texts: readonly string[], note: string): void {
  const answers = askPuc(
    "5.2",
    texts.map((text) => ({ callee: "tonumber", args: [text] })),
  );
  texts.forEach((text, i) => {
    expect(answers[i], `${note}: ${JSON.stringify(text)}`).toEqual({
      ok: true,
      values: [parseNumber(text)],
    });
  });
}

const NUMERALS = [
  ...["", " ", "0", "-0", "+0", "00012", "10", " 10 ", "\t\n\v\f\r10\t\n\v\f\r", "1 0", "10\0"],
  ...[
    "\0",
    "\u00a010",
    "10\u00a0",
    "1_000",
    "- 1",
    "--1",
    "+-1",
    "1-",
    ".",
    "-.",
    ".5",
    "5.",
    "-.5",
  ],
  ...["1.5", "1.5.2", "1e", "1e+", "1e1", "1E1", "1e+1", "1e-1", ".e1", "e1", "1e1.5", "1e 1"],
  ...["1e400", "-1e400", "1e-400", "123456789012345678901234567890", "0.1", "9007199254740993"],
  ...["4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1.7976931348623159e308"],
  ...["inf", "-inf", "nan", "Infinity", "infinity", "NaN", "INF", "0b1", "0o7", "1n", "1f", "1L"],
  ...["0x", "0X", "0x1", "0XfF", "-0x10", "+0x10", "0x1p4", "0x1P-4", "0x1p+4", "0x1p", "0x1p+"],
  ...["0x.8", "0x8.", "0x.", "0xg", "0x1.8p-3", "0x1p1.5", "x1", "0x-1", " 0x10 ", "0x1 0", "0x0"],
  ...["0x10\0", "0xA.8p0", "0x0.01", "0x1p2000", "0x1p-2000", "0x.1p-3", "0x1e5", "0x1p4 ", "1p4"],
  ...["0x00000000000000000000000000000000000001", "0x1fffffffffffff", "0x10000000000000000000p-60"],
  ...["-0x0", "0x1p-1074", "0x1p1023", "0x1p99999999999999999999", "1e99999999999999999999"],
];

describe("parseNumber()", () => {
  it("reads numerals as PUC does", () => {
    expectSameAsPuc(NUMERALS, "table");
  });

  it("keeps the sign of zero", () => {
    expect(parseNumber("-0")).toBe(-0);
    expect(parseNumber("-0x0")).toBe(-0);
    expect(parseNumber("0")).toBe(0);
  });

  it.each([
    ["0x20000000000001", 2 ** 53],
    ["0x20000000000003", 2 ** 53 + 4],
    ["0x2000000000000100000000000000000000000000", 2 ** 53 * 2 ** 104 + 2 ** 104],
    ["0x40000000000002" + "0".repeat(40) + "1", (2 ** 54 + 4) * 2 ** 164],
    ["0x40000000000002" + "0".repeat(41), 2 ** 54 * 2 ** 164],
    ["0x." + "0".repeat(300) + "1", 2 ** -1204],
  ])("rounds %s once, to even", (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it("reads numerals of few and of many digits as PUC does", () => {
    const random = new SeededRandom();
    const digits = (max: number): string =>
      Array.from({ length: random.below(max + 1) }, () => String(random.below(10))).join("");
    const texts: string[] = [];
    for (let i = 0; i < 4000; i++) {
      const sign = random.pick(["", "", "-", "+"]);
      const fraction = random.pick(["", ".", `.${digits(12)}`]);
      const exponent = random.pick(["", "", "e", "e1", "E-2", `e${digits(3)}`, `e-${digits(2)}`]);
      const numeral = random.pick([
        digits(10) + fraction + exponent,
        `0x${digits(11)}${random.pick(["", "", "f", "A9", ".8", "p2", "g"])}`,
      ]);
      texts.push(
        random.pick(["", "", " ", "\t "]) + sign + numeral + random.pick(["", "", " ", "x"]),
      );
    }
    expectSameAsPuc(texts, `seed ${random.seed}`);
  });

  it("reads random numerals as PUC does", () => {
    const random = new SeededRandom();
    const pieces = [
      "0",
      "1",
      "9",
      "5",
      "a",
      "F",
      ".",
      "e",
      "E",
      "x",
      "p",
      "-",
      "+",
      " ",
      "0x",
      "1e2",
      "\0",
    ];
    const texts: string[] = [];
    for (let i = 0; i < 6000; i++) {
      texts.push(random.text(pieces, 7));
    }
    for (let i = 0; i < 2000; i++) {
      texts.push(String(random.double()).replace("Infinity", "1"));
    }
    expectSameAsPuc(texts, `seed ${String(random.seed)}`);
  });
});

describe("parseInteger()", () => {
  it("reads integers of every base as PUC does", () => {
    const random = new SeededRandom();
    const pieces = ["0", "1", "7", "9", "a", "F", "z", "Z", " ", "-", "+", ".", "\0", "\t", "_"];
    const cases: { text: string; base: number }[] = [
      { text: "-ff", base: 16 },
      { text: " 7 ", base: 8 },
      { text: "8", base: 8 },
      { text: "", base: 10 },
      { text: "1e1", base: 10 },
      { text: "0x10", base: 16 },
      { text: "zz", base: 36 },
      { text: "7fffffffffffffff", base: 16 },
      { text: "\u00e1", base: 36 },
    ];
    for (let i = 0; i < 3000; i++) {
      cases.push({ text: random.text(pieces, 6), base: 2 + random.below(35) });
    }
    const answers = askPuc(
      "5.2",
      cases.map(({ text, base }) => ({ callee: "tonumber", args: [text, base] })),
    );
    cases.forEach(({ text, base }, i) => {
      const note = `seed ${String(random.seed)}: ${JSON.stringify(text)} in base ${String(base)}`;
      expect(answers[i], note).toEqual({ ok: true, values: [parseInteger(text, base)] });
    });
  });
});
