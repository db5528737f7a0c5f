/**
 * The CraftOS environment's public entry: the globals that a program sees.
 * Knows nothing of the network; the command hands it the http natives.
 */
export { type CraftosHost, DEFAULT_HOST_NAME } from "./craftos-host.js";
export { type CraftosEnvironment, createEnvironment } from "./create-environment.js";
export type { ProgramOptions } from "./program/program.js";
