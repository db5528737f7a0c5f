/**
 * The event loop's public entry: computers, events, timers and clocks.
 * Pure and deterministic: time and randomness come from outside.
 */
export {};
