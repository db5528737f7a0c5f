/**
 * How many values a native may return at once.
 */

/**
 * Most results of `table.unpack` and `string.byte`: the size of PUC Lua's stack (LUAI_MAXSTACK).
 * HOST: as arguments of a call fewer fit, since those go through the JavaScript stack; beyond some
 * 50,000 the call fails with `stack overflow`, which Lua can catch.
 */
export const RESULTS_MAX = 1_000_000;
