/**
 * What a command may use of the process, and where it leaves its exit status.
 */
import type { OutputStreams } from "../process/program-output.js";
import type { SignalSource } from "../process/signals.js";

/** The part of `process` that commands use. */
export interface CommandProcess extends OutputStreams, SignalSource {
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What every command is given. */
export interface CommandContext {
  /** The process. */
  readonly process: CommandProcess;
  /** What stands after the command's name, all of it. */
  readonly args: readonly string[];
  /** The exit status; 0 unless a command sets another. */
  status: number;
}
