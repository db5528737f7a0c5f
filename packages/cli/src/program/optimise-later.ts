/**
 * How soon V8 optimises functions, in a process that runs a large program.
 */

/** From so much source on a program is large. In bytes. */
const LARGE_PROGRAM_BYTES = 100_000;

/**
 * How much of its code a function runs before V8 optimises it: eighteen times what Node 20 has, or some
 * milliseconds of each function that stays.
 */
const INTERRUPT_BUDGET = 1_200_000;

let sourceBytes = 0;

/**
 * Takes note of a source that a program has loaded. Most of what a large program does, it does for a
 * moment only, and V8 takes longer for optimising that than for running it (benchmark large-program);
 * so it is told to wait. A small program reaches its full speed as soon as ever. On Node 20 only: later
 * versions of V8 have a compiler for such code.
 * @param bytes - its length
 */
export function noteSourceLength(bytes: number): void {
  const before = sourceBytes;
  sourceBytes += bytes;
  if (before >= LARGE_PROGRAM_BYTES || sourceBytes < LARGE_PROGRAM_BYTES) return;
  if (!process.versions.v8.startsWith("11.")) return;
  process
    .getBuiltinModule("node:v8")
    .setFlagsFromString(`--interrupt-budget=${String(INTERRUPT_BUDGET)}`);
}
