/**
 * What an option is: declared once, with everything that the command line, the environment, the config
 * file, the help and the completion of shells need to know. Its names follow from its flag by one rule:
 * `--max-body-bytes` is `CRAFTOS_HTTP_MAX_BODY_BYTES` and `maxBodyBytes`.
 */
import type { ValuePlace, ValueType } from "./value-types.js";

/** What was written for an option in one place: whether it is on, or its values. */
export type WrittenValue = boolean | readonly WrittenText[];

/** One value as it was written. */
export interface WrittenText extends ValuePlace {
  readonly text: string;
}

interface OptionText {
  /** As in the help: `-q, --quiet`, `--host <address>`. `--no-x` is an option `x` that is on. */
  readonly flags: string;
  /** What it does, for the help. */
  readonly description: string;
  /** The heading that it stands under; default with the others. */
  readonly group?: string;
  /** Shown by `--help-all` only. */
  readonly isAdvanced?: boolean;
  /** Names of options that cannot be given with it; from a lower source they are set aside. */
  readonly excludes?: readonly string[];
  /** Names of options that are set aside when they come from a lower source than this one. */
  readonly replaces?: readonly string[];
  /** What holds when it is not given, for the help. */
  readonly defaultText?: string;
}

/** An option of a command; it gives a value of type T. */
export interface Option<T> extends OptionText {
  /** Whether it stands alone, takes a value, or takes one each time that it is given. */
  readonly kind: "flag" | "value" | "list";
  /** Whether the value may be left out; then it is read of an empty text. */
  readonly isOptional?: boolean;
  /** What its values are. */
  readonly type: ValueType<unknown>;
  /** Gives its value of what was written; undefined when nothing was. */
  readonly read: (written: WrittenValue | undefined) => T;
}

/** Options by the names that they have in the code. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** The values of options. */
export type OptionValues<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends Option<infer T> ? T : never;
};

/** An option that is on or off. */
export function flag(text: OptionText): Option<boolean> {
  const isNegative = text.flags.includes("--no-");
  return {
    ...text,
    kind: "flag",
    type: { parse: () => true },
    read: (written) => (typeof written === "boolean" ? written : isNegative),
  };
}

/** An option with a value; undefined when it is not given. */
export function value<T>(
  text: OptionText & { readonly type: ValueType<T> },
): Option<T | undefined> {
  return { ...text, kind: "value", read: (written) => valuesOf(written, text.type).at(-1) };
}

/** An option whose value may be left out: `--inspect`, `--inspect=9230`. Undefined when it is not given. */
export function optionalValue<T>(
  text: OptionText & { readonly type: ValueType<T> },
): Option<T | undefined> {
  return { ...value(text), isOptional: true };
}

/**
 * An option with a value that is the same as the default when it is not given.
 * @param text - with the default as a person would write it
 */
export function valueOr<T>(
  text: OptionText & { readonly type: ValueType<T>; readonly defaultText: string },
): Option<T> {
  const byDefault = [{ text: text.defaultText, folder: ".", order: 0 }];
  return {
    ...text,
    kind: "value",
    read: (written) => valuesOf(written ?? byDefault, text.type).at(-1) as T,
  };
}

/** An option that may be repeated. */
export function list<T>(text: OptionText & { readonly type: ValueType<T> }): Option<readonly T[]> {
  return { ...text, kind: "list", read: (written) => valuesOf(written, text.type) };
}

function valuesOf<T>(written: WrittenValue | undefined, type: ValueType<T>): T[] {
  if (written === undefined || typeof written === "boolean") return [];
  return written.map((each) => type.parse(each.text, each));
}

/** The name of an option: its long flag without dashes, and without the `no-` of a negative one. */
export function optionName({ flags }: Pick<Option<unknown>, "flags">): string {
  const [, name] = /--(?:no-)?([a-z0-9-]+)/.exec(flags) ?? [];
  if (name === undefined) throw new Error(`an option without a name: ${flags}`);
  return name;
}

/** The key of an option in the config file. */
export function configKey(option: Pick<Option<unknown>, "flags">): string {
  return optionName(option).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * The environment variable of an option.
 * @param option - the option
 * @param command - whose it is; those of `run` have no prefix of their own
 */
export function variableName(option: Pick<Option<unknown>, "flags">, command: string): string {
  return variablePrefix(command) + optionName(option).replaceAll("-", "_").toUpperCase();
}

/** What the environment variables of a command begin with. */
export function variablePrefix(command: string): string {
  return command === "run" ? "CRAFTOS_HTTP_" : `CRAFTOS_HTTP_${command.toUpperCase()}_`;
}
