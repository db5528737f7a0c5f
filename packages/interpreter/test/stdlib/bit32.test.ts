/**
 * The bit32 library against PUC Lua 5.2, and `bit` against bit32.
 */
import { describe, expect, it } from "vitest";
import { SeededRandom } from "../seeded-random.js";
import { expectSameResults, runHere } from "./compare-with-puc.js";

const SHIFTS = ["lshift", "rshift", "arshift", "lrotate", "rrotate"];
const FOLDS = ["band", "bor", "bxor", "btest"];

describe("bit32", () => {
  it("computes as PUC does", () => {
    const random = new SeededRandom();
    const expressions = FOLDS.flatMap((name) => [
      `bit32.${name}()`,
      `bit32.${name}(5)`,
      `bit32.${name}(0xff, 0x0f, 0x3)`,
      `bit32.${name}('12', 10)`,
      `bit32.${name}(-1, 2^32 + 5)`,
    ]);
    for (let i = 0; i < 300; i++) {
      const a = random.below(2 ** 32);
      const b = random.below(2 ** 32) - 2 ** 31;
      const count = random.below(80) - 40;
      const field = random.below(34) - 1;
      const width = random.below(34) - 1;
      expressions.push(
        `bit32.${random.pick(FOLDS)}(${a}, ${b})`,
        `bit32.${random.pick(SHIFTS)}(${a}, ${count})`,
        `bit32.bnot(${b})`,
        `bit32.extract(${a}, ${field}, ${width})`,
        `bit32.replace(${a}, ${b}, ${field}, ${width})`,
        `bit32.extract(${a}, ${Math.abs(field)})`,
      );
    }
    expectSameResults(expressions, `-- CRAFTOS_TEST_SEED=${random.seed}\n`);
  });

  it("rejects wrong arguments in PUC's words", () => {
    expectSameResults([
      ...[...FOLDS, ...SHIFTS, "bnot", "extract", "replace"].flatMap((name) => [
        `bit32.${name}(nil)`,
        `bit32.${name}({})`,
        `bit32.${name}('x')`,
        `bit32.${name}(1, {})`,
        `bit32.${name}(1, nil)`,
        `bit32.${name}(1, 2, {})`,
      ]),
      ...[...SHIFTS, "bnot", "extract", "replace"].map((name) => `bit32.${name}()`),
      ...[...SHIFTS, "extract"].map((name) => `bit32.${name}(1)`),
      "bit32.replace(1, 2)",
      "bit32.replace(1, 2, 3, {})",
      "bit32.extract(1, 2, nil)",
    ]);
  });
});

describe("bit", () => {
  it("has the older names of CC: Tweaked", () => {
    expect(
      runHere(`
        print(bit.band(12, 10), bit.bor(12, 10), bit.bxor(12, 10), bit.bnot(0))
        print(bit.blshift(1, 4), bit.brshift(-16, 2), bit.blogic_rshift(-16, 2))
      `),
    ).toBe("8 14 6 4294967295\n16 4294967292 1073741820");
  });
});
