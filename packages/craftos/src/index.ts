/**
 * The CraftOS environment's public entry: the globals that a program sees.
 * Knows nothing of the network; the command hands it the http natives.
 */
export {};
