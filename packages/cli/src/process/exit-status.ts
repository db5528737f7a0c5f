/**
 * The statuses that the command ends with. A program adds its own by `os.shutdown(n)`.
 */

/** Exit statuses, by what they mean. */
export const ExitStatus = {
  /** The program came to its end, or was asked to end by SIGTERM and did. */
  ok: 0,
  /** The program could not be loaded, or an error left it. */
  failed: 1,
  /** The command was called wrongly. */
  usage: 2,
  /** A fault in this software. Source: sysexits.h, EX_SOFTWARE. */
  internalFault: 70,
  /** Ended because its terminal is gone: 128 and the number of SIGHUP. */
  hungUp: 129,
  /** Ended by SIGQUIT: 128 and its number. */
  quit: 131,
  /** Ended at once by a second Ctrl+C: 128 and the number of SIGINT, as shells count. */
  interrupted: 130,
  /** Nobody reads the output any more: 128 and the number of SIGPIPE. */
  outputClosed: 141,
  /** Ended at once by a second SIGTERM: 128 and its number. */
  killed: 143,
} as const;
