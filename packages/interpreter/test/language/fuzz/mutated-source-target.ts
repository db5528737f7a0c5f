/**
 * Whatever the source text, loading and running it ends in a value or a Lua error, never in a
 * JavaScript exception and never without end.
 */
import { readdirSync, readFileSync } from "node:fs";
import { LuaError, LuaState, LuaSyntaxError, native, NO_VALUES } from "../../../src/index.js";
import { mutateCharacters, mutateTokens, SAMPLE, splitTokens } from "../../parser/mutate-source.js";
import { SeededRandom } from "../../seeded-random.js";
import type { FuzzTarget, Verdict } from "./fuzz-target.js";

const folder = new URL("../scripts/lua-5.2/", import.meta.url);

/** Good sources to make bad ones of; not those whose point is to take long. */
const SOURCES: readonly string[] = [
  SAMPLE,
  ...readdirSync(folder)
    .filter((file) => file.endsWith(".lua") && !/^(deep|large|tail)/.test(file))
    .map((file) => readFileSync(new URL(file, folder), "latin1")),
];
const TOKENS = SOURCES.map(splitTokens);

function mutate(seed: number): string {
  const random = new SeededRandom(seed);
  const number = random.below(SOURCES.length);
  let source = random.below(3) === 0 ? mutateTokens(random, TOKENS[number]!) : SOURCES[number]!;
  for (let times = random.below(4); times > 0; times--) source = mutateCharacters(random, source);
  return source;
}

/** After how many slices a program is told to end, and after how many more it is left. */
const SLICES_MAX = 4;

/** The same for a program that is suspended every few steps. */
const STEPWISE_SLICES_MAX = 1_000;

/** What one program may take of the machine's memory: values this large, or some of them. */
const limits = { stringBytesMax: 10_000_000, tableEntriesMax: 1_000_000 };

/** Runs a source and gives the fault that came of it, or null. */
function faultOf(source: string, seed: number): string | null {
  const random = new SeededRandom(seed);
  const isStepwise = random.below(2) === 0;
  const stepsPerTurn = (): number => 1 + random.below(5);
  const state = new LuaState(isStepwise ? { limits, stepsPerTurn } : { limits });
  state.globals.set(
    "print",
    native("print", () => NO_VALUES),
  );
  try {
    runForAWhile(state, source, isStepwise ? STEPWISE_SLICES_MAX : SLICES_MAX);
    return null;
  } catch (fault) {
    if (fault instanceof LuaSyntaxError) return null;
    return fault instanceof Error ? (fault.stack ?? fault.message) : JSON.stringify(fault);
  }
}

/** Loads and runs a source until it ends; or, after so many slices and an error, for as many again. */
function runForAWhile(state: LuaState, source: string, slicesMax: number): void {
  const coroutine = state.createCoroutine(state.load(source, "=mutated"));
  let slices = 0;
  const shouldPreempt = (): boolean => {
    if (++slices === slicesMax) throw new LuaError("stopped");
    return true;
  };
  while (slices < 2 * slicesMax) {
    const outcome = state.run(coroutine, [], { shouldPreempt });
    if (outcome.kind === "returned" || outcome.kind === "failed") return;
    if (outcome.kind === "yielded") slices++;
  }
}

/** Leaves out lines for as long as there is a fault. */
function shrink(source: string, seed: number, beat: () => void): string {
  let lines = source.split("\n");
  for (let size = lines.length >> 1; size > 0; size >>= 1) {
    for (let start = 0; start < lines.length;) {
      beat();
      const fewer = [...lines.slice(0, start), ...lines.slice(start + size)];
      if (faultOf(fewer.join("\n"), seed) === null) start += size;
      else lines = fewer;
    }
  }
  return lines.join("\n");
}

function check(seed: number, beat: () => void): Verdict {
  const source = mutate(seed);
  const fault = faultOf(source, seed);
  if (fault === null) return "same";
  return { report: `${fault}\n${JSON.stringify(shrink(source, seed, beat))}` };
}

/** Sources that were changed at random. */
export const MUTATED_SOURCE_TARGET: FuzzTarget = {
  name: "mutated-sources",
  share: 4,
  smokeCount: 400,
  check,
  sourceOf: mutate,
};
