/**
 * Evaluating text that this package has written, in the global scope and never in the scope of one of
 * its modules: calling `eval` by another name does that.
 */
export const globalEval = eval;
