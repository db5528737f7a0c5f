/**
 * A process of a long fuzz run: tries a number of seeds of one target, telling its parent beforehand
 * which, so that it is known what it was on if it dies. It ends early when its memory has grown, and a
 * fresh one goes on.
 *
 * Arguments: `list`; `show TARGET SEED`; `run TARGET FIRST_SEED COUNT TIME_MS MEMORY_MIB`. Answers are
 * messages to the parent.
 */
import { setImmediate } from "node:timers/promises";
import type { FuzzTarget, Verdict } from "./fuzz-target.js";
import { FUZZ_TARGETS } from "./fuzz-targets.js";

/** Every how many cases to look at the memory. */
const CASES_PER_LOOK = 16;

function tell(message: Readonly<Record<string, unknown>>): void {
  if (process.send === undefined) throw new Error("this is started by tests/fuzz/fuzz.mjs");
  process.send(message);
}

function residentMib(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}

function check(target: FuzzTarget, seed: number, beat: () => void): Verdict {
  try {
    return target.check(seed, beat);
  } catch (fault) {
    const text = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    return { report: `it could not be tried: ${text}` };
  }
}

async function run(
  target: FuzzTarget,
  [first, count, timeMs, memoryMib]: readonly number[],
): Promise<void> {
  const endMs = performance.now() + timeMs!;
  let done = 0;
  for (; done < count! && performance.now() < endMs; done++) {
    if (done % CASES_PER_LOOK === 0) {
      const mib = residentMib();
      tell({ kind: "memory", mib });
      if (mib > memoryMib! && done > 0) break;
    }
    const seed = (first! + done) >>> 0;
    const beat = (): void => tell({ kind: "at", seed });
    beat();
    tell({ kind: "verdict", seed, verdict: check(target, seed, beat) });
    // Lets messages out, and the end of the parent in.
    await setImmediate();
  }
  tell({ kind: "memory", mib: residentMib() });
  tell({ kind: "ended", done });
}

function find(name = ""): FuzzTarget {
  const found = FUZZ_TARGETS.find((target) => target.name === name);
  if (found === undefined) throw new Error(`there is no fuzz target '${name}'`);
  return found;
}

async function main([command, name, ...numbers]: readonly string[]): Promise<void> {
  switch (command) {
    case "list": {
      const targets = FUZZ_TARGETS.map((target) => ({
        name: target.name,
        share: target.share,
        isCanary: target.isCanary ?? false,
      }));
      tell({ kind: "targets", targets });
      break;
    }
    case "show":
      tell({ kind: "source", source: find(name).sourceOf(Number(numbers[0])) });
      break;
    case "run":
      await run(find(name), numbers.map(Number));
      break;
    default:
      throw new Error(`unknown command ${command}`);
  }
}

process.once("disconnect", () => process.exit());
await main(process.argv.slice(2));
process.disconnect();
