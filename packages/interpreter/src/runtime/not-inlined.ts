/**
 * Keeps what is seldom called, from code that is compiled often, out of that code.
 */

/**
 * Gives a function that V8 never makes a part of its callers: it takes a call that is reached in one of thousands
 * of turns for a frequent one, as the turns are many, and compiles the callee into every loop, which took a fifth of
 * benchmark large-program. A call takes some 100 ns longer.
 */
export function notInlined<F extends (...args: never[]) => unknown>(fn: F): F {
  return new Proxy(fn, {});
}
