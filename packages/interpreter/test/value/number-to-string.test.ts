/**
 * `formatNumber()` against PUC Lua 5.2.
 */
import { describe, expect, it } from "vitest";
import { formatNumber } from "../../src/value/number-to-string.js";
import { askPuc, mayBeTie } from "../puc-oracle.js";
import { SeededRandom } from "../seeded-random.js";

function expectSameAsPuc(candidates: readonly number[], note: string): void {
  const numbers = candidates.filter((n) => !mayBeTie(n));
  const answers = askPuc(
    "5.2",
    numbers.map((n) => ({ callee: "tostring", args: [n] })),
  );
  numbers.forEach((n, i) => {
    expect(answers[i], `${note}: ${String(n)}`).toEqual({ ok: true, values: [formatNumber(n)] });
  });
}

describe("formatNumber()", () => {
  it.each([
    [0, "0"],
    [-0, "-0"],
    [1, "1"],
    [-1, "-1"],
    [2 ** 31, "2147483648"],
    [99999999999999, "99999999999999"],
    [1e14, "1e+14"],
    [123456789012345, "1.2345678901234e+14"],
    [2 ** 53, "9.007199254741e+15"],
    [0.1, "0.1"],
    [0.1 + 0.2, "0.3"],
    [1 / 3, "0.33333333333333"],
    [1e-4, "0.0001"],
    [1e-5, "1e-05"],
    [1e100, "1e+100"],
    [5e-324, "4.9406564584125e-324"],
    [Infinity, "inf"],
    [-Infinity, "-inf"],
    [NaN, "nan"],
  ])("prints %d as %s", (n, text) => {
    expect(formatNumber(n)).toBe(text);
  });

  it("prints powers of two and ten and their neighbours as PUC does", () => {
    const numbers: number[] = [];
    for (let exponent = -40; exponent <= 70; exponent++) {
      for (const n of [2 ** exponent, 10 ** exponent, 10 ** exponent / 2, 10 ** exponent * 0.3]) {
        numbers.push(n, -n, n + 1, n - 1, n * (1 + 2 ** -52), n * (1 - 2 ** -52), n - 0.5);
      }
    }
    expectSameAsPuc(numbers, "neighbours");
  });

  it("prints numbers of few decimals, and their neighbours, as PUC does", () => {
    const random = new SeededRandom();
    const numbers: number[] = [];
    for (let i = 0; i < 3000; i++) {
      const n = random.below(10 ** (1 + random.below(9))) / 10 ** random.below(9);
      numbers.push(n, -n, n * (1 + 2 ** -52), n * (1 - 2 ** -52), n + 99_999_990, n / 3);
    }
    expectSameAsPuc(numbers, `seed ${random.seed}`);
  });

  // Recorded from Debian's lua5.2 (5.2.4, glibc); the WebAssembly build is wrong on such ties.
  it.each([
    [12345678901001.5, "12345678901002"],
    [12345678901002.5, "12345678901002"],
    [-12345678901234.5, "-12345678901234"],
    [99999999999998.5, "99999999999998"],
    [99999999999999.5, "1e+14"],
    [1234567890100.25, "1234567890100.2"],
    [1234567890100.75, "1234567890100.8"],
    [100000000000005, "1e+14"],
    [100000000000015, "1.0000000000002e+14"],
    [100000000000025, "1.0000000000002e+14"],
    [123456789012345, "1.2345678901234e+14"],
    [1234567890123450, "1.2345678901234e+15"],
    [8000000.00390625, "8000000.0039062"],
    [8000000.01171875, "8000000.0117188"],
    [0.00006103515625, "6.103515625e-05"],
    [0.000030517578125, "3.0517578125e-05"],
    [2.5e22, "2.5e+22"],
  ])("rounds %d, halfway between two 14-digit decimals, to %s", (n, text) => {
    expect(formatNumber(n)).toBe(text);
  });

  it("prints random doubles as PUC does", () => {
    const random = new SeededRandom();
    const numbers: number[] = [];
    for (let i = 0; i < 3000; i++) {
      const n = random.double();
      if (!Number.isNaN(n)) {
        numbers.push(n);
      }
      numbers.push(
        (random.next() - 0.5) * 10 ** random.below(20),
        random.below(1e9) / 10 ** random.below(12),
        Math.round(random.next() * 1e15) / 10 ** random.below(20),
      );
    }
    expectSameAsPuc(numbers, `seed ${String(random.seed)}`);
  });
});
