/**
 * How V8 optimises a large program: most of what such does, it does for a moment only.
 */

/** From so much source on a program is large. In bytes. */
const LARGE_PROGRAM_BYTES = 100_000;

/**
 * What V8 is told then. A loop that is hot is optimised while it waits, a few milliseconds: by the time that a
 * helper thread has done it the loop is often over, and its code was made for nothing. And functions are hot a
 * little sooner than Node 20 has it (66 KB of code run), as most end soon (benchmark large-program: 0.58 of
 * the time, where waiting alone gives 0.63; smaller programs gain nothing).
 */
const FLAGS = ["--no-concurrent-osr", "--interrupt-budget=40000"];

let sourceBytes = 0;

/**
 * Takes note of a source that a program has loaded, and tells V8 when the program has become large. On Node 20
 * only: later versions of V8 have a compiler for such code.
 * @param bytes - its length
 */
export function noteSourceLength(bytes: number): void {
  const before = sourceBytes;
  sourceBytes += bytes;
  if (before >= LARGE_PROGRAM_BYTES || sourceBytes < LARGE_PROGRAM_BYTES) return;
  if (!process.versions.v8.startsWith("11.")) return;
  const v8 = process.getBuiltinModule("node:v8");
  for (const flag of FLAGS) v8.setFlagsFromString(flag);
}
