/**
 * What a command may use of the process.
 */
import type { RunProcess } from "../program/run-options.js";
import type { CommandEntry } from "./command.js";

/** The part of `process` that commands use. */
export type CommandProcess = RunProcess;

/** What every command is given. */
export interface CommandContext {
  /** The process. */
  readonly process: CommandProcess;
  /** What stands after `craftos-http`, all of it. */
  readonly args: readonly string[];
  /** All commands that there are. */
  readonly commands: readonly CommandEntry[];
}
