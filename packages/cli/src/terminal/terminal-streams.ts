/**
 * The two streams of a terminal, as Node has them.
 */
import type { Readable, Writable } from "node:stream";
import type { ColorDepth } from "./screen-colors.js";

/** What is typed. */
export interface TerminalInputStream extends Readable {
  /** Whether it is a terminal. */
  readonly isTTY?: boolean;
  /** Gives what is typed key by key, and unseen; or in lines. */
  setRawMode?(isRaw: boolean): unknown;
}

/** What is shown. */
export interface TerminalOutputStream extends Writable {
  /** Whether it is a terminal. */
  readonly isTTY?: boolean;
  /** The terminal's size; not known, or 0, where nobody says. */
  readonly columns?: number;
  /** As `columns`. */
  readonly rows?: number;
  /** Its number in this process, for what is to be written at once. */
  readonly fd?: number;
  /** How many bits the terminal has for a colour. */
  getColorDepth?(env: object): number;
}

/** Both. */
export interface TerminalStreams {
  /** What is typed. */
  readonly input: TerminalInputStream;
  /** What is shown. */
  readonly output: TerminalOutputStream;
}

/** There is no terminal; the message is for people. */
export class NoTerminal extends Error {
  override readonly name = "NoTerminal";
}

/**
 * Gives the streams of a terminal.
 * @param stdin - perhaps a terminal
 * @param stdout - perhaps a terminal
 * @throws NoTerminal if one of them is none
 */
export function terminalStreams(
  stdin: TerminalInputStream | undefined,
  stdout: TerminalOutputStream,
): TerminalStreams {
  if (stdin?.isTTY === true && stdout.isTTY === true) return { input: stdin, output: stdout };
  throw new NoTerminal("--term needs a terminal: standard input and standard output must be one.");
}

/**
 * Says what colours a terminal has. Source: no-color.org; else what Node finds out.
 * @param output - the terminal
 * @param env - the process's variables
 */
export function colorDepthOf(
  output: TerminalOutputStream,
  env: Readonly<Record<string, string | undefined>>,
): ColorDepth {
  if ((env.NO_COLOR ?? "") !== "") return 1;
  const depth = output.getColorDepth?.(env) ?? 4;
  return depth >= 24 ? 24 : depth >= 8 ? 8 : depth >= 4 ? 4 : 1;
}
