/**
 * What a command is: its name, arguments, options and help, declared as data, and what it does, which is
 * loaded when it is called. `commands.ts` lists them; `command-line.ts` makes the command line of them.
 */
import type { Options, OptionValues } from "../options/option.js";
import type { Config } from "../options/config-file.js";
import type { CommandContext } from "./command-context.js";

/** An argument that is not an option. */
export interface ArgumentText {
  /** As in the help: `<file>`, `[args...]`. */
  readonly name: string;
  readonly description: string;
  /** What a shell offers in its place. */
  readonly completes?: "file" | "folder" | readonly string[];
}

/** One call of a command. */
export interface CommandCall<O extends Options> {
  /** Its arguments that are no options. */
  readonly args: readonly string[];
  /** The values of its options. */
  readonly options: OptionValues<O>;
  /** The config file of its folder. */
  readonly config: Config | undefined;
  /** The process. */
  readonly context: CommandContext;
}

/** A command. */
export interface CommandSpec<O extends Options = Options> {
  readonly name: string;
  /** What it does, in the help. */
  readonly description: string;
  readonly arguments: readonly ArgumentText[];
  readonly options: O;
  /** What the help says below the options. */
  readonly help: string;
  /** Whether what follows the first argument is left alone, even if it looks like an option. */
  readonly isOpenEnded?: boolean;
  /**
   * Gives the folder whose config file counts; default the working folder.
   * @param args - the arguments that are no options
   */
  readonly configFolder?: (args: readonly string[]) => string | undefined;
  /**
   * Does it.
   * @returns the exit status
   * @throws UsageError when it was called wrongly
   */
  readonly run: (call: CommandCall<O>) => Promise<number>;
}

/** A command as the list of commands has it. */
export interface CommandEntry {
  readonly name: string;
  /** Its arguments, for the list. */
  readonly usage: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** Gives the command. */
  readonly load: () => Promise<CommandSpec>;
}

/** Declares a command. */
export function defineCommand<const O extends Options>(spec: CommandSpec<O>): CommandSpec {
  // The options of a call are made from those of its command (`command-line.ts`).
  return spec as unknown as CommandSpec;
}
