/**
 * What the CraftOS environment needs of whoever embeds it.
 */
import type { FileSystem } from "./files/file-system.js";
import type { PeripheralHost } from "./peripheral/peripheral.js";
import type { AttachedPeripheral } from "./peripheral/peripheral-set.js";

/** A screen on which a person sees what a program draws, and a keyboard. */
export interface HostScreen {
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Told that what is to be seen has changed: {@link CraftosEnvironment.screen} has it. */
  changed(): void;
}

/** The world outside a computer, as far as CraftOS shows it to programs. */
export interface CraftosHost {
  /**
   * Takes what a program writes to its terminal.
   * @param text - a byte string, not always a whole line
   */
  write(text: string): void;

  /**
   * Takes what a program writes with `printError` or to `io.stderr`.
   * @param text - a byte string, not always a whole line
   */
  writeError(text: string): void;

  /**
   * Gives the next line of the input, for `read`; a host without it has no input.
   * @param take - to be called once, at once or later, with the line without its end, or with null at the end of
   *   the input; gives false when the computer has ended, and the line is nobody's
   */
  requestLine?(take: (line: string | null) => boolean): void;

  /**
   * Where the screen is seen and keys come from; default nowhere: then what is written goes to {@link write}
   * and {@link writeError}, and `read` takes lines.
   */
  readonly screen?: HostScreen | undefined;

  /** What is attached to the computer from the start; default nothing. */
  readonly peripherals?: readonly AttachedPeripheral[] | undefined;

  /** What peripherals reach beyond the computer; default nothing. */
  readonly surroundings?: PeripheralHost | undefined;

  /** The computer's files; default an empty disk in memory. */
  readonly files?: FileSystem;

  /**
   * Told of every file that is loaded as Lua, for those who show the lines that errors speak of.
   * @param path - from the root, normal
   * @param source - its contents, a byte string
   */
  sourceLoaded?(path: string, source: string): void;

  /** What `_HOST` says; default {@link DEFAULT_HOST_NAME}. */
  readonly name?: string;
}

/** The `_HOST` of a host that names none: the version of CC: Tweaked whose programs run here. */
export const DEFAULT_HOST_NAME = "ComputerCraft 1.109.2 (craftos-http)";
