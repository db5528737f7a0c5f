/**
 * Random programs do in PUC Lua 5.2 what they do here, plain and suspended everywhere. A failing one
 * is made smaller before it is shown.
 */
import { SeededRandom } from "../../seeded-random.js";
import { compare, shrink, sourceOf } from "./differential.js";
import type { FuzzTarget, Verdict } from "./fuzz-target.js";
import { type Block, render } from "./program-tree.js";
import { randomProgram } from "./random-programs.js";

/** How many smaller programs to try when one has failed. */
const SHRINK_TRIES_MAX = 2_000;

function programOf(seed: number): Block {
  const random = new SeededRandom(seed);
  return randomProgram(random, 10 + random.below(50));
}

function check(seed: number, beat: () => void): Verdict {
  const program = programOf(seed);
  const difference = compare(program, seed);
  if (difference === null) return "same";
  if (difference === undefined) return "unknown";
  const { mode } = difference;
  let triesLeft = SHRINK_TRIES_MAX;
  const smallest = shrink(program, (candidate) => {
    beat();
    return --triesLeft > 0 && compare(candidate, seed)?.mode === mode;
  });
  const { expected, actual } = compare(smallest, seed) ?? difference;
  const lines = ["in PUC:", expected, `here, ${mode}:`, actual, "after prelude.lua:"];
  return { report: [...lines, render(smallest)].join("\n") };
}

/** Whole programs. */
export const PROGRAM_TARGET: FuzzTarget = {
  name: "programs",
  share: 4,
  smokeCount: 300,
  check,
  sourceOf: (seed) => sourceOf(programOf(seed)),
};
