/**
 * Targets that go wrong on purpose, one in each way that a long run must notice: a run that does not
 * report them could not be believed about the others. Each seed that ends in 3 is bad.
 */
import type { FuzzTarget, Verdict } from "./fuzz-target.js";

const hoard: unknown[] = [];

function canary(name: string, goWrong: () => Verdict): FuzzTarget {
  return {
    name: `canary-${name}`,
    share: 1,
    smokeCount: 0,
    isCanary: true,
    check: (seed) => (seed % 10 === 3 ? goWrong() : "same"),
    sourceOf: (seed) => `-- case ${seed} of ${name}`,
  };
}

function fillMemory(): never {
  for (;;) hoard.push(new Array(10_000).fill(0.5));
}

function loopForEver(): never {
  for (;;) hoard.length = 0;
}

/** All of them. */
export const CANARY_TARGETS: readonly FuzzTarget[] = [
  canary("differs", () => ({ report: "it is a canary" })),
  canary("unknown", () => "unknown"),
  canary("throws", () => {
    throw new Error("the target itself is broken");
  }),
  canary("exits", () => process.exit(7)),
  canary("aborts", () => process.abort()),
  canary("fills-memory", fillMemory),
  canary("never-ends", loopForEver),
  canary("leaks", () => {
    hoard.push(Buffer.alloc(50_000_000, 1));
    return "same";
  }),
];
