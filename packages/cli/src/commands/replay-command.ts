/**
 * `craftos-http replay TRACE [PROGRAM]`: its arguments, options and help. What it does is in
 * `record/replay-trace.ts`, loaded when it is needed.
 */
import type { Command } from "commander";
import type { CommandContext } from "./command-context.js";

/**
 * Adds the command.
 * @param program - the whole command line
 * @param context - the process
 */
export function addReplayCommand(program: Command, context: CommandContext): void {
  program
    .command("replay")
    .summary("run a recorded program again and say whether it does the same")
    .description(
      "Runs a program again on what `run --record` wrote, without a network or a disk and as fast " +
        "as it goes. Compares every response and everything that it printed.",
    )
    .argument("<trace>", "what `run --record` wrote")
    .argument("[program]", "a program to run in place of the recorded one")
    .option("-o, --output", "show what the program prints")
    .addHelpText("after", HELP)
    .action(async (file: string, changed: string | undefined, flags: { output?: true }) => {
      const { replayTrace } = await import("../record/replay-trace.js");
      context.status = await replayTrace({
        file,
        program: changed,
        showsOutput: flags.output === true,
        process: context.process,
      });
    });
}

const HELP = `
Exit status:
  0 everything was identical, as far as the trace goes; 1 something was not: the first difference is
  shown with its place in the program; 2 wrong usage; 70 a fault in craftos-http
`;
