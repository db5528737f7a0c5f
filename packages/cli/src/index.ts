/**
 * The command's public entry: wires the other packages together.
 * Holds no logic that a library user would want.
 */
export { type RunLimits, type RunOptions, runProgram } from "./program/run-program.js";
