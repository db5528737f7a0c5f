/**
 * The HTTP host's public entry: sockets on one side, CraftOS events on the other.
 * Bytes pass through unchanged; every limit is explicit.
 */
export {};
