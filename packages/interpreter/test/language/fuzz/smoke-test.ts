/**
 * Tries some seeds of a fuzz target as a test: a few seconds' worth.
 */
import { setImmediate } from "node:timers/promises";
import { expect } from "vitest";
import { SeededRandom } from "../../seeded-random.js";
import type { FuzzTarget } from "./fuzz-target.js";

const timeMs = 8_000;

/** Expects nothing wrong with a target's next cases, from a seed of today. */
export async function expectNothingWrong(target: FuzzTarget): Promise<void> {
  const first = new SeededRandom().seed;
  const endMs = Date.now() + timeMs;
  for (let done = 0; done < target.smokeCount && Date.now() < endMs; done++) {
    // Lets the guard against endless loops see that the test goes on.
    await setImmediate();
    const seed = (first + done) >>> 0;
    const verdict = target.check(seed, () => undefined);
    if (typeof verdict === "object") expect.fail(`seed ${seed}: ${verdict.report}`);
  }
}
