/**
 * The command line: made of the list of commands, and of the one that is called.
 */
import { existsSync } from "node:fs";
import { Command, Option as CommanderOption } from "commander";
import type { CommandContext } from "./commands/command-context.js";
import type { CommandSpec } from "./commands/command.js";
import { COMMAND_NAMES } from "./commands/commands.js";
import { type Config, readFolderConfig, readNamedConfig } from "./options/config-file.js";
import { type Option, optionName, type WrittenText, type WrittenValue } from "./options/option.js";
import { markLeftOutValues } from "./options/optional-values.js";
import { resolveOptions } from "./options/resolve-options.js";
import { unknownVariables } from "./options/unknown-variables.js";
import { UsageError } from "./options/usage-error.js";
import { packageVersion } from "./package-version.js";
import { nearName } from "./report/near-name.js";

const DESCRIPTION = "Runs CraftOS programs that answer real HTTP requests.";

const HELP_WIDTH_MAX = 100;

const HELP = `
Start here:
  craftos-http hello.lua         serve what hello.lua serves
  craftos-http help run          the options of a command

Options may also be set by environment variables (CRAFTOS_HTTP_HOST) and by a file,
craftos-http.config.json or the field craftos-http of package.json; the command line counts most.
`;

/**
 * Calls the command that arguments name. Throws CommanderError where commander would leave the process.
 * @param context - the process, with the arguments
 * @returns the exit status
 * @throws UsageError
 */
export async function callCommand(context: CommandContext): Promise<number> {
  let args = withCommandName(context.args);
  const [first, second] = args;
  const called = first === "help" ? second : first;
  if (first === "help" && second !== undefined && ![...COMMAND_NAMES, "help"].includes(second)) {
    throw new UsageError(`there is no command '${second}'. There are ${COMMAND_NAMES.join(", ")}.`);
  }
  const program = newCommand("craftos-http", context)
    .description(DESCRIPTION)
    .version(packageVersion(), "-V, --version", "say which version this is")
    .helpCommand("help [command]", "say how a command is used")
    .enablePositionalOptions()
    .addHelpText("after", HELP);
  let status = 0;
  for (const entry of context.commands) {
    const command = newCommand(entry.name, context).summary(entry.summary).usage(entry.usage);
    program.addCommand(command);
    if (entry.name !== called) continue;
    const spec = await entry.load();
    describeCommand(command, spec);
    const options = Object.values(spec.options);
    const flags = takeOptions(command, options);
    if (first === entry.name) {
      const isOpenEnded = spec.isOpenEnded === true;
      args = [first, ...markLeftOutValues(args.slice(1), options, isOpenEnded)];
    }
    command.action(async () => {
      status = await spec.run(callOf(spec, command, flags, context));
    });
  }
  if (args.length === 0) program.help({ error: true });
  await program.parseAsync(args, { from: "user" });
  return status;
}

/**
 * Adds `run` in front of arguments that name no command. (A default command of commander's would
 * take options behind the file, which are the program's, for its own.)
 */
function withCommandName(args: readonly string[]): readonly string[] {
  const [first] = args;
  const common = ["help", "-h", "--help", "-V", "--version", ...COMMAND_NAMES];
  if (first === undefined || common.includes(first)) return args;
  const meant = nearName(first, COMMAND_NAMES);
  if (meant === undefined || isProgram(first)) return ["run", ...args];
  throw new UsageError(`there is no command and no file '${first}'. Did you mean '${meant}'?`);
}

function isProgram(name: string): boolean {
  return ["", ".lua", ".ts"].some((ending) => existsSync(`${name}${ending}`));
}

function newCommand(name: string, { process }: CommandContext): Command {
  return new Command(name)
    .helpOption("-h, --help", "say how it is used")
    .showHelpAfterError(`Run \`${helpCall(name)}\` to see how it is used.`)
    .configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      writeErr: (text) => void process.stderr.write(text),
    })
    .configureHelp({
      // Asked for when there is help to write: to touch the stream takes several milliseconds.
      get helpWidth() {
        return helpWidth(process.stdout as { columns?: number });
      },
      optionDescription: ({ description }) => description,
      // A value that may be left out stands behind an equals sign.
      optionTerm: ({ flags }) => flags.replace(/ \[(.+)\]$/, "[=<$1>]"),
    })
    .exitOverride();
}

/** Longer lines are hard to read; in a terminal that is narrower, narrower ones. */
function helpWidth(stream: { readonly columns?: number }): number {
  return Math.max(40, Math.min(stream.columns ?? HELP_WIDTH_MAX, HELP_WIDTH_MAX));
}

function helpCall(name: string): string {
  return name === "craftos-http" ? "craftos-http --help" : `craftos-http ${name} --help`;
}

function describeCommand(command: Command, spec: CommandSpec): void {
  command.description(spec.description);
  for (const { name, description } of spec.arguments) command.argument(name, description);
  if (spec.isOpenEnded === true) command.passThroughOptions();
  command.addHelpText("after", spec.help === "" ? "" : `\n${spec.help.trim()}\n`);
}

// ---- Options

/** Adds options; gives what is written for them while the command line is parsed. */
function takeOptions(
  command: Command,
  options: readonly Option<unknown>[],
): ReadonlyMap<string, WrittenValue> {
  const written = new Map<string, WrittenValue>();
  const folder = process.cwd();
  let order = 0;
  for (const option of options) {
    const name = optionName(option);
    const shown = new CommanderOption(option.flags, describeOption(option));
    if (option.group !== undefined) shown.helpGroup(`${option.group}:`);
    if (option.kind === "flag") {
      command.addOption(shown);
      // Whatever the environment or the config file turned on can be turned off, and on again.
      const isNegative = shown.negate;
      const opposite = isNegative ? `--${name}` : `--no-${name}`;
      command.addOption(new CommanderOption(opposite).hideHelp());
      command.on(`option:${name}`, () => void written.set(name, true));
      command.on(`option:no-${name}`, () => void written.set(name, false));
    } else {
      const add = (text: string): void => {
        const value: WrittenText = { text, folder, order: order++ };
        const before = option.kind === "list" ? written.get(name) : undefined;
        written.set(name, typeof before === "object" ? [...before, value] : [value]);
      };
      command.addOption(shown.argParser(add));
    }
  }
  addConfigOptions(command);
  addHelpAll(command, options);
  return written;
}

function describeOption({ description, type, defaultText }: Option<unknown>): string {
  const notes = [
    ...(type.choices === undefined ? [] : [type.choices.join(", ")]),
    ...(defaultText === undefined ? [] : [`default ${defaultText}`]),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join("; ")})`;
}

function addConfigOptions(command: Command): void {
  command.addOption(
    new CommanderOption("--config <file>", "read options from this file, not from the folder's"),
  );
  command.addOption(new CommanderOption("--no-config", "read no config file"));
}

/**
 * Leaves advanced options out of `--help`, and lets `--help-all` show them. While the command line is read they
 * are like others: so one that is meant is named for one that is none.
 */
function addHelpAll(command: Command, options: readonly Option<unknown>[]): void {
  const advanced = options.filter(({ isAdvanced }) => isAdvanced === true);
  if (advanced.length === 0) return;
  const names = new Set(advanced.map((option) => optionName(option)));
  let showsAll = false;
  const description = `show the other options too: ${advanced.length} limits`;
  command.addOption(new CommanderOption("--help-all", description));
  command.on("option:help-all", () => {
    showsAll = true;
    command.help();
  });
  command.addHelpText("before", () => {
    for (const option of command.options) {
      if (names.has(option.name()) && !showsAll) option.hideHelp();
    }
    return "";
  });
}

// ---- The call

function callOf(
  spec: CommandSpec,
  command: Command,
  flags: ReadonlyMap<string, WrittenValue>,
  context: CommandContext,
): Parameters<CommandSpec["run"]>[0] {
  const { env } = context.process;
  const args = command.args;
  const config = configOf(spec, command.opts<{ config?: string | boolean }>().config, args, env);
  const { name } = spec;
  const options = resolveOptions(spec.options, { command: name, flags, env, config });
  for (const message of unknownVariables(env, spec, COMMAND_NAMES)) {
    context.process.stderr.write(`craftos-http: ${message}\n`);
  }
  return { args, options, config, context };
}

function configOf(
  spec: CommandSpec,
  flag: string | boolean | undefined,
  args: readonly string[],
  env: CommandContext["process"]["env"],
): Config | undefined {
  if (flag === false) return undefined;
  const named = typeof flag === "string" ? flag : env.CRAFTOS_HTTP_CONFIG;
  if (named !== undefined && named !== "") return readNamedConfig(named, COMMAND_NAMES);
  return readFolderConfig(spec.configFolder?.(args) ?? process.cwd(), COMMAND_NAMES);
}
