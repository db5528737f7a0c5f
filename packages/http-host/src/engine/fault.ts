/**
 * Where faults of handlers go: mistakes in our own code, never operating errors. They are not
 * swallowed, and they do not take the connection down with them.
 */

/**
 * Reports a fault.
 *
 * @param onFault who wants to know; without it the fault becomes an uncaught exception in a turn of
 *   its own
 * @param fault what was thrown
 */
export function reportFault(onFault: ((fault: unknown) => void) | undefined, fault: unknown): void {
  if (onFault !== undefined) {
    onFault(fault);
    return;
  }
  setImmediate(() => {
    throw fault;
  });
}
