/**
 * The JavaScript names of registers and temporaries: `r0`, `r1`, ... and `t0`, `t1`, ... Made once,
 * since every function uses the same ones.
 */

const KEPT_MAX = 300;

function namesWith(letter: string): string[] {
  return Array.from({ length: KEPT_MAX }, (_, number) => `${letter}${number}`);
}

const registerNames = namesWith("r");
const temporaryNames = namesWith("t");

/** Names the register with a number. */
export function registerName(number: number): string {
  return registerNames[number] ?? `r${number}`;
}

/** Names the temporary with a number. */
export function temporaryName(number: number): string {
  return temporaryNames[number] ?? `t${number}`;
}
