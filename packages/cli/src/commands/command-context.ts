/**
 * What a command may use of the process.
 */
import type { Readable } from "node:stream";
import type { OutputStreams } from "../process/program-output.js";
import type { SignalSource } from "../process/signals.js";
import type { CommandEntry } from "./command.js";

/** The part of `process` that commands use. */
export interface CommandProcess extends OutputStreams, SignalSource {
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the person types; default nothing. */
  readonly stdin?: Readable;
}

/** What every command is given. */
export interface CommandContext {
  /** The process. */
  readonly process: CommandProcess;
  /** What stands after `craftos-http`, all of it. */
  readonly args: readonly string[];
  /** All commands that there are. */
  readonly commands: readonly CommandEntry[];
}
