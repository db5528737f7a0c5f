/**
 * Random programs do in PUC Lua 5.2 what they do here, plain and suspended everywhere. A failing one
 * is made smaller before it is shown. `npm run fuzz` goes on for longer.
 */
import { describe, expect, it } from "vitest";
import { SeededRandom } from "../../seeded-random.js";
import { compare, shrink, sourceOf } from "./differential.js";
import { fuzzSeeds, isLongRun } from "./fuzz-budget.js";
import { type Block, render } from "./program-tree.js";
import { randomProgram } from "./random-programs.js";

/** How many smaller programs to try when one has failed. */
const SHRINK_TRIES_MAX = 2_000;

function programOf(seed: number): Block {
  const random = new SeededRandom(seed);
  return randomProgram(random, 10 + random.below(50));
}

function smallestLike(program: Block, seed: number, mode: string): Block {
  let triesLeft = SHRINK_TRIES_MAX;
  return shrink(program, (candidate) => {
    return --triesLeft > 0 && compare(candidate, seed)?.mode === mode;
  });
}

describe("a random program", () => {
  it(
    "prints what PUC prints, however often it is suspended",
    { timeout: isLongRun ? 0 : 60_000 },
    async () => {
      for await (const seed of fuzzSeeds("random programs", 300)) {
        const program = programOf(seed);
        const difference = compare(program, seed);
        if (difference === null || difference === undefined) continue;
        const { mode } = difference;
        const smallest = smallestLike(program, seed, mode);
        const { expected, actual } = compare(smallest, seed) ?? difference;
        const note = `seed ${seed}, ${mode}, after prelude.lua:\n${render(smallest)}\n`;
        expect(actual, note).toBe(expected);
      }
    },
  );

  it("is a program: most of them print something and end", () => {
    const { seed } = new SeededRandom();
    const sources = Array.from({ length: 20 }, (_, i) => sourceOf(programOf(seed + i)));
    expect(new Set(sources).size).toBe(20);
  });
});
