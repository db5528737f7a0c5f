/**
 * The command from its arguments to its exit status.
 */
import { CommanderError } from "commander";
import { callCommand } from "./command-line.js";
import { COMMANDS } from "./commands/commands.js";
import type { CommandProcess } from "./commands/command-context.js";
import { UsageError } from "./options/usage-error.js";
import { packageVersion } from "./package-version.js";
import { ExitStatus } from "./process/exit-status.js";
import type { SignalName } from "./process/signals.js";
import type { TerminalProcessEvent } from "./terminal/live-terminal.js";

/** The part of `process` that the command uses. */
export interface MainProcess extends CommandProcess {
  /** Adds a listener for what nothing caught. */
  on(
    event: "uncaughtException" | SignalName | TerminalProcessEvent,
    listener: (fault?: unknown) => void,
  ): unknown;
  /** Leaves at once. */
  exit(status: number): never;
}

/**
 * Runs the command.
 * @param args - what stands after its name
 * @param process - the process
 * @returns the exit status
 */
export async function main(args: readonly string[], process: MainProcess): Promise<number> {
  const reportFault = async (fault: unknown): Promise<number> => {
    const { describeFault } = await import("./report/internal-fault.js");
    process.stderr.write(describeFault(fault, packageVersion()));
    return ExitStatus.internalFault;
  };
  process.on("uncaughtException", (fault) => {
    void reportFault(fault).then((status) => process.exit(status));
  });

  try {
    return await callCommand({ process, args, commands: COMMANDS });
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`error: ${error.message}\n`);
      return ExitStatus.usage;
    }
    if (!(error instanceof CommanderError)) return await reportFault(error);
    return error.exitCode === 0 ? ExitStatus.ok : ExitStatus.usage;
  }
}
