/**
 * Whatever the source text, loading and running it ends in a value or a Lua error, never in a
 * JavaScript exception and never without end.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LuaError, LuaState, LuaSyntaxError, native, NO_VALUES } from "../../../src/index.js";
import { mutateCharacters, mutateTokens, SAMPLE, splitTokens } from "../../parser/mutate-source.js";
import { SeededRandom } from "../../seeded-random.js";
import { fuzzSeeds, isLongRun } from "./fuzz-budget.js";

const folder = new URL("../scripts/lua-5.2/", import.meta.url);

/** Good sources to make bad ones of; not those whose point is to take long. */
const SOURCES: readonly string[] = [
  SAMPLE,
  ...readdirSync(folder)
    .filter((file) => file.endsWith(".lua") && !/^(deep|large|tail)/.test(file))
    .map((file) => readFileSync(new URL(file, folder), "latin1")),
];
const TOKENS = SOURCES.map(splitTokens);

function mutate(random: SeededRandom): string {
  const number = random.below(SOURCES.length);
  let source = random.below(3) === 0 ? mutateTokens(random, TOKENS[number]!) : SOURCES[number]!;
  for (let times = random.below(4); times > 0; times--) source = mutateCharacters(random, source);
  return source;
}

/** How many slices a program gets before it is stopped. */
const SLICES_MAX = 4;

/** Runs a source and gives the fault that came of it, or null. */
function faultOf(source: string, seed: number): string | null {
  const random = new SeededRandom(seed);
  const isStepwise = random.below(2) === 0;
  const state = new LuaState(isStepwise ? { stepsPerTurn: () => 1 + random.below(5) } : {});
  state.globals.set(
    "print",
    native("print", () => NO_VALUES),
  );
  try {
    const coroutine = state.createCoroutine(state.load(source, "=mutated"));
    let slices = 0;
    const shouldPreempt = (): boolean => {
      if (++slices % 1000 === 0 || !isStepwise) throw new LuaError("stopped");
      return true;
    };
    for (let runs = 0; runs < SLICES_MAX * (isStepwise ? 1000 : 1); runs++) {
      const outcome = state.run(coroutine, [], { shouldPreempt });
      if (outcome.kind === "returned" || outcome.kind === "failed") return null;
    }
    return null;
  } catch (fault) {
    if (fault instanceof LuaSyntaxError) return null;
    return fault instanceof Error ? (fault.stack ?? fault.message) : JSON.stringify(fault);
  }
}

/** Leaves out lines for as long as there is a fault. */
function shrink(source: string, seed: number): string {
  let lines = source.split("\n");
  for (let size = lines.length >> 1; size > 0; size >>= 1) {
    for (let start = 0; start < lines.length;) {
      const fewer = [...lines.slice(0, start), ...lines.slice(start + size)];
      if (faultOf(fewer.join("\n"), seed) === null) start += size;
      else lines = fewer;
    }
  }
  return lines.join("\n");
}

describe("a source that was changed at random", () => {
  it("ends in a value or a Lua error", { timeout: isLongRun ? 0 : 60_000 }, async () => {
    for await (const seed of fuzzSeeds("changed sources", 400)) {
      const source = mutate(new SeededRandom(seed));
      const fault = faultOf(source, seed);
      if (fault === null) continue;
      expect.fail(`seed ${seed}: ${fault}\n${JSON.stringify(shrink(source, seed))}`);
    }
  });
});
