/**
 * The interpreter's public entry: Lua source in, running code out.
 * Pure: no I/O, no clock, no Node API.
 */
export {};
