/**
 * The command's public entry: wires the other packages together.
 * Holds no logic that a library user would want.
 * @module craftos-http
 */
export type { RunLimits, RunOptions } from "./program/run-options.js";
export { runProgram } from "./program/run-program.js";
