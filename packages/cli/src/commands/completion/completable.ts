/**
 * What there is to complete: commands, their options and the kinds of their values.
 */
import { optionName } from "../../options/option.js";
import type { ArgumentText, CommandEntry } from "../command.js";

/** What a shell offers: files, folders, a few words, or nothing. */
export type Completes = "file" | "folder" | readonly string[] | undefined;

/** An option as a shell sees it. */
export interface CompletableOption {
  /** With dashes; the long one first. */
  readonly names: readonly string[];
  /** On one line. */
  readonly description: string;
  readonly takesValue: boolean;
  readonly completes: Completes;
}

/** A command as a shell sees it. */
export interface CompletableCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletableOption[];
  readonly arguments: readonly ArgumentText[];
}

const COMMON: readonly CompletableOption[] = [
  {
    names: ["--config"],
    description: "read options from this file",
    takesValue: true,
    completes: "file",
  },
  {
    names: ["--help", "-h"],
    description: "say how it is used",
    takesValue: false,
    completes: undefined,
  },
];

/**
 * Gives what there is to complete; loads every command.
 * @param commands - the list of commands
 */
export async function completableCommands(
  commands: readonly CommandEntry[],
): Promise<readonly CompletableCommand[]> {
  return await Promise.all(
    commands.map(async ({ name, summary, load }) => {
      const spec = await load();
      const options = Object.values(spec.options).map((option) => ({
        names: namesOf(option.flags, optionName(option)),
        description: option.description.replaceAll(/\s+/g, " "),
        takesValue: option.kind !== "flag" && option.isOptional !== true,
        completes: option.type.choices ?? option.type.completes,
      }));
      return { name, summary, options: [...options, ...COMMON], arguments: spec.arguments };
    }),
  );
}

function namesOf(flags: string, name: string): readonly string[] {
  const [, short] = /(?:^|\s)(-[a-zA-Z])\b/.exec(flags) ?? [];
  const long = flags.includes("--no-") ? `--no-${name}` : `--${name}`;
  return short === undefined ? [long] : [long, short];
}
