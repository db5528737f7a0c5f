/**
 * What the CraftOS environment needs of whoever embeds it.
 */

/** The world outside a computer, as far as CraftOS shows it to programs. */
export interface CraftosHost {
  /**
   * Takes what a program writes to its terminal.
   * @param text - a byte string, not always a whole line
   */
  write(text: string): void;

  /**
   * Takes what a program writes with `printError`.
   * @param text - a byte string, whole lines
   */
  writeError(text: string): void;

  /**
   * Reads a file of the computer.
   * @param path - from the root, without a slash in front and without `.` and `..`
   * @returns the file's bytes as a byte string, or undefined when there is no such file
   */
  readFile(path: string): string | undefined;

  /** What `_HOST` says; default {@link DEFAULT_HOST_NAME}. */
  readonly name?: string;
}

/** The `_HOST` of a host that names none: the version of CC: Tweaked whose programs run here. */
export const DEFAULT_HOST_NAME = "ComputerCraft 1.109.2 (craftos-http)";
