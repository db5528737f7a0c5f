/**
 * Where the value of an option comes from: the command line, else the environment, else the config
 * file, else the default. This is the one place that decides it, and that words what is wrong with one.
 */
import type { Config } from "./config-file.js";
import {
  configKey,
  type Option,
  optionName,
  type Options,
  type OptionValues,
  variableName,
  type WrittenText,
  type WrittenValue,
} from "./option.js";
import { InvalidValue, UsageError } from "./usage-error.js";

/** Where options may stand. */
export interface OptionSources {
  /** Which command's options they are. */
  readonly command: string;
  /** What stood on the command line, by the names of options. */
  readonly flags: ReadonlyMap<string, WrittenValue>;
  /** The environment's variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The config file. */
  readonly config: Config | undefined;
}

/** What separates the values of a list in an environment variable. */
const LIST_SEPARATOR = ";";

/** What was written for an option in a place that people know by a name. */
interface Finding {
  readonly written: WrittenValue;
  /** As in `'x' from the environment variable Y`. */
  readonly place: string;
  /** 0 is the command line, which counts most. */
  readonly rank: number;
}

/**
 * Gives the value of every option.
 * @param options - those of the command
 * @param sources - where they may stand
 * @throws UsageError
 */
export function resolveOptions<O extends Options>(
  options: O,
  sources: OptionSources,
): OptionValues<O> {
  const chosen = chooseFindings(Object.values(options), sources);
  const entries = Object.entries(options).map(([key, option]) => {
    const finding = chosen.get(option);
    return [key, readFinding(option, finding)] as const;
  });
  return Object.fromEntries(entries) as OptionValues<O>;
}

function chooseFindings(
  options: readonly Option<unknown>[],
  sources: OptionSources,
): ReadonlyMap<Option<unknown>, Finding> {
  const chosen = new Map<Option<unknown>, Finding>();
  const finders = [
    findInFlags(sources),
    findInEnvironment(sources),
    findInConfig(options, sources),
  ];
  finders.forEach((find, rank) => {
    const above = [...chosen].filter(([, { written }]) => written !== false);
    for (const option of options) {
      const found = find(option);
      if (found === undefined || chosen.has(option)) continue;
      const isSetAside = above.some(([other]) => setsAside(other, option));
      if (isSetAside && found.written !== false) continue;
      const finding = { ...found, rank };
      for (const [other, { rank: otherRank, written }] of chosen) {
        const clash = otherRank === rank && written !== false && excludes(other, option);
        if (clash && found.written !== false) throw clashOf(option, other, found.place);
      }
      chosen.set(option, finding);
    }
  });
  return chosen;
}

type Finder = (option: Option<unknown>) => Omit<Finding, "rank"> | undefined;

function findInFlags({ flags }: OptionSources): Finder {
  return (option) => {
    const written = flags.get(optionName(option));
    return written === undefined ? undefined : { written, place: "the command line" };
  };
}

function findInEnvironment({ env, command }: OptionSources): Finder {
  const folder = process.cwd();
  let order = 0;
  return (option) => {
    const variable = variableName(option, command);
    const text = env[variable];
    if (text === undefined || text === "") return undefined;
    const place = `the environment variable ${variable}`;
    if (option.kind === "flag") return { written: readSwitch(option, text, place), place };
    const texts = option.kind === "list" ? text.split(LIST_SEPARATOR) : [text];
    const values = texts.filter((each) => each.trim() !== "");
    return { written: values.map((each) => ({ text: each, folder, order: order++ })), place };
  };
}

const SWITCHES: Readonly<Record<string, boolean>> = {
  ...{ "1": true, true: true, yes: true, on: true },
  ...{ "0": false, false: false, no: false, off: false },
};

function readSwitch(option: Option<unknown>, text: string, place: string): boolean {
  const value = SWITCHES[text.toLowerCase()];
  if (value !== undefined) return value;
  throw invalid(option, text, place, "1 or 0, true or false is expected.");
}

function findInConfig(options: readonly Option<unknown>[], sources: OptionSources): Finder {
  const { config, command } = sources;
  const section = config?.sections[command];
  if (config === undefined || section === undefined) return () => undefined;
  const known = new Map(options.map((option) => [configKey(option), option]));
  const found = new Map<Option<unknown>, Omit<Finding, "rank">>();
  let order = 0;
  for (const [key, value] of Object.entries(section)) {
    const option = known.get(key);
    if (option === undefined) throw unknownKey(config.name, `${command}.${key}`, key, known);
    const place = `${config.name} (${command}.${key})`;
    const texts: WrittenText[] = [];
    const add = (text: string | number): void =>
      void texts.push({ text: String(text), folder: config.folder, order: order++ });
    if (option.kind === "flag") {
      if (typeof value !== "boolean") throw wrongKind(option, value, place, "true or false");
      found.set(option, { written: value, place });
    } else if (option.kind === "list" && isListOfValues(value)) {
      value.forEach(add);
      found.set(option, { written: texts, place });
    } else if (option.kind === "value" && isValue(value)) {
      add(value);
      found.set(option, { written: texts, place });
    } else {
      const expected = option.kind === "list" ? "a list of strings" : "a string or a number";
      throw wrongKind(option, value, place, expected);
    }
  }
  return (option) => found.get(option);
}

function isValue(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function isListOfValues(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every(isValue);
}

function readFinding(option: Option<unknown>, finding: Finding | undefined): unknown {
  if (finding === undefined) return option.read(undefined);
  const { written, place } = finding;
  // One value after the other, so that the one that is wrong can be named.
  if (typeof written !== "boolean") {
    for (const each of written) {
      try {
        option.type.parse(each.text, each);
      } catch (error) {
        if (!(error instanceof InvalidValue)) throw error;
        throw invalid(option, each.text, place, error.message);
      }
    }
  }
  return option.read(written);
}

function setsAside(higher: Option<unknown>, lower: Option<unknown>): boolean {
  return excludes(higher, lower) || higher.replaces?.includes(optionName(lower)) === true;
}

function excludes(one: Option<unknown>, other: Option<unknown>): boolean {
  const names = (option: Option<unknown>): readonly string[] => option.excludes ?? [];
  return names(one).includes(optionName(other)) || names(other).includes(optionName(one));
}

// ---- What is wrong

function invalid(option: Option<unknown>, text: string, place: string, hint: string): UsageError {
  return new UsageError(`option '--${optionName(option)}': '${text}' from ${place}: ${hint}`);
}

function wrongKind(
  option: Option<unknown>,
  value: unknown,
  place: string,
  expected: string,
): UsageError {
  return invalid(option, JSON.stringify(value), place, `${expected} is expected.`);
}

function clashOf(option: Option<unknown>, other: Option<unknown>, place: string): UsageError {
  const names = [other, option].map((each) => `'--${optionName(each)}'`);
  return new UsageError(`options ${names.join(" and ")} cannot be used together (${place}).`);
}

function unknownKey(
  file: string,
  path: string,
  key: string,
  known: ReadonlyMap<string, unknown>,
): UsageError {
  const flat = key.replaceAll(/[-_]/g, "").toLowerCase();
  const meant = [...known.keys()].find((each) => each.toLowerCase() === flat);
  const hint = meant === undefined ? "" : ` Did you mean '${meant}'?`;
  return new UsageError(`${file}: there is no option '${path}'.${hint}`);
}
