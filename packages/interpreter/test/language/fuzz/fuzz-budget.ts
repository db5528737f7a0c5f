/**
 * How long a fuzz test goes on: a few seconds as part of the tests, or as `npm run fuzz` says.
 */
import { setImmediate } from "node:timers/promises";
import { SeededRandom } from "../../seeded-random.js";

const smokeMs = 8_000;
const reportEvery = 1_000;

/** A number from the environment, or undefined. */
function setting(name: string): number | undefined {
  const text = process.env[name];
  return text === undefined ? undefined : Number(text);
}

/** Whether `npm run fuzz` runs this, and not the tests. */
export const isLongRun = process.env.CRAFTOS_FUZZ !== undefined;

/**
 * Gives the seeds to test with, one after another.
 * @param what - what is tested, for the report of a long run
 * @param smokeCount - how many at most as part of the tests
 */
export async function* fuzzSeeds(what: string, smokeCount: number): AsyncGenerator<number> {
  const first = new SeededRandom().seed;
  const minutes = setting("CRAFTOS_FUZZ_MINUTES");
  const endMs = Date.now() + (minutes === undefined ? smokeMs : minutes * 60_000);
  const isTimed = minutes !== undefined || !isLongRun;
  const count = minutes === undefined ? (setting("CRAFTOS_FUZZ_COUNT") ?? smokeCount) : Infinity;
  if (isLongRun) console.log(`${what}: from seed ${first}`);
  let done = 0;
  for (; done < count && !(isTimed && Date.now() > endMs); done++) {
    // Lets the guard against endless loops see that the tests go on.
    await setImmediate();
    yield (first + done) >>> 0;
    if (isLongRun && done % reportEvery === reportEvery - 1) console.log(`${what}: ${done + 1}`);
  }
  if (isLongRun) console.log(`${what}: ${done} from seed ${first}, no difference left unexplained`);
}
