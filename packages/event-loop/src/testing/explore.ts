/**
 * Runs a test for many seeds.
 */
import { SeededRandom } from "./seeded-random.js";

/**
 * Calls a test once for each seed from 1.
 * @param count - how many seeds
 * @param test - throws what is wrong
 * @throws Error what the test threw for the first seed that failed, with the seed in front
 */
export function explore(count: number, test: (random: SeededRandom) => void): void {
  for (let seed = 1; seed <= count; seed++) {
    try {
      test(new SeededRandom(seed));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`seed ${seed}: ${message}`, { cause: error });
    }
  }
}
