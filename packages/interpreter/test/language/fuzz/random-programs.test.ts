/** Random programs print what PUC Lua 5.2 prints; `npm run fuzz` tries more of them. */
import { describe, expect, it } from "vitest";
import { SeededRandom } from "../../seeded-random.js";
import { PROGRAM_TARGET } from "./program-target.js";
import { expectNothingWrong } from "./smoke-test.js";

describe("a random program", () => {
  it("prints what PUC prints, however often it is suspended", { timeout: 60_000 }, async () => {
    await expectNothingWrong(PROGRAM_TARGET);
  });

  it("is a program of its own for every seed", () => {
    const { seed } = new SeededRandom();
    const sources = Array.from({ length: 20 }, (_, i) => PROGRAM_TARGET.sourceOf(seed + i));
    expect(new Set(sources).size).toBe(20);
  });
});
