/**
 * The command line: the list of commands, and what they have in common.
 */
import { Command } from "commander";
import type { CommandContext } from "./commands/command-context.js";
import { addReplayCommand } from "./commands/replay-command.js";
import { addRunCommand } from "./commands/run-command.js";
import { packageVersion } from "./package-version.js";

/**
 * Makes the command line. It throws CommanderError where commander would leave the process.
 * @param context - the process
 */
export function createCommandLine(context: CommandContext): Command {
  const { process } = context;
  const program = new Command("craftos-http")
    .description("Runs CraftOS programs that answer real HTTP requests.")
    .version(packageVersion(), "-V, --version", "say which version this is")
    .helpOption("-h, --help", "say how it is used")
    .enablePositionalOptions()
    .showHelpAfterError("Run `craftos-http --help` to see how it is used.")
    .configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      writeErr: (text) => void process.stderr.write(text),
    })
    .exitOverride();
  addRunCommand(program, context);
  addReplayCommand(program, context);
  return program;
}

/**
 * Adds `run` in front of arguments that name no command. (A default command of commander's would
 * take options behind the file, which are the program's, for its own.)
 * @param args - what stands after `craftos-http`
 * @param program - knows the commands
 */
export function withCommandName(args: readonly string[], program: Command): readonly string[] {
  const [first = ""] = args;
  const names = ["help", ...program.commands.map((command) => command.name())];
  const common = ["-h", "--help", "-V", "--version"];
  return names.includes(first) || common.includes(first) ? args : ["run", ...args];
}
