/**
 * What the values of options are and how a person writes them: sizes, times, counts, choices, files.
 */
import { resolve } from "node:path";
import { InvalidValue } from "./usage-error.js";

/** Where a value stands. */
export interface ValuePlace {
  /** The folder that relative paths start from. */
  readonly folder: string;
  /** Which of all values of its source it is, for options whose order counts together. */
  readonly order: number;
}

/** One kind of value. */
export interface ValueType<T> {
  /**
   * Reads a value.
   * @throws InvalidValue
   */
  readonly parse: (text: string, place: ValuePlace) => T;
  /** All values that there are, if they are few. */
  readonly choices?: readonly string[];
  /** What a shell offers in its place. */
  readonly completes?: "file" | "folder";
}

const SIZE_UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

const TIME_UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  "": 1000,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** What `setTimeout` takes at most: 24 days. */
const TIME_MS_MAX = 2 ** 31 - 1;

/**
 * Reads a number of bytes: `512`, `64KiB`, `16MiB`.
 * @param text - what was written
 * @throws InvalidValue
 */
export function parseBytes(text: string): number {
  const bytes = measure(text, SIZE_UNITS);
  if (bytes !== undefined && Number.isSafeInteger(bytes) && bytes >= 1) return bytes;
  throw new InvalidValue("A size is expected, such as 512, 64KiB or 16MiB.");
}

/**
 * Reads a time: `15` and `15s` are seconds, `500ms`, `2m`, `1h`.
 * @param text - what was written
 * @returns milliseconds
 * @throws InvalidValue
 */
export function parseMilliseconds(text: string): number {
  const ms = measure(text, TIME_UNITS_MS);
  if (ms !== undefined && Number.isInteger(ms) && ms >= 1 && ms <= TIME_MS_MAX) return ms;
  throw new InvalidValue("A time is expected, such as 500ms, 15s, 2m or 1h.");
}

/**
 * Reads a whole number of at least 1.
 * @param text - what was written
 * @throws InvalidValue
 */
export function parseCount(text: string): number {
  const count = measure(text, { "": 1 });
  if (count !== undefined && Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidValue("A whole number of at least 1 is expected.");
}

/**
 * Reads a value that has a greatest one.
 * @param greatest - the greatest value allowed
 * @param parse - reads any
 */
export function upTo(greatest: number, parse: (text: string) => number): (text: string) => number {
  return (text) => {
    const value = parse(text);
    if (value <= greatest) return value;
    throw new InvalidValue(`At most ${greatest} is possible.`);
  };
}

/**
 * Reads a port: 0 to 65535.
 * @param text - what was written
 * @throws InvalidValue
 */
export function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidValue("A port is expected: 0 to 65535.");
}

/**
 * Reads an address to listen on.
 * @param text - what was written
 * @throws InvalidValue
 */
export function parseHost(text: string): string {
  // The default comes here at every start, and node:net takes several milliseconds.
  if (text === "localhost" || text === "127.0.0.1") return text;
  if (process.getBuiltinModule("node:net").isIP(text) !== 0) return text;
  throw new InvalidValue("An IPv4 or IPv6 address or localhost is expected.");
}

/** Any text. */
export const TEXT: ValueType<string> = { parse: (text) => text };

/** The path of a file, from the working folder. */
export const FILE: ValueType<string> = { parse: pathFrom, completes: "file" };

/** The path of a folder, from the working folder. */
export const FOLDER: ValueType<string> = { parse: pathFrom, completes: "folder" };

/** The path of a file, or `-` for a standard stream. */
export const FILE_OR_DASH: ValueType<string> = {
  parse: (text, place) => (text === "-" ? text : pathFrom(text, place)),
  completes: "file",
};

/**
 * One of a few words.
 * @param choices - the words
 */
export function oneOf<const T extends string>(...choices: readonly T[]): ValueType<T> {
  return {
    choices,
    parse: (text) => {
      const found = choices.find((choice) => choice === text);
      if (found !== undefined) return found;
      throw new InvalidValue(`Allowed choices are ${choices.join(", ")}.`);
    },
  };
}

/** A path that is relative to the working folder stays as it was written, for messages. */
function pathFrom(text: string, { folder }: ValuePlace): string {
  if (text === "") throw new InvalidValue("A path is expected.");
  return folder === process.cwd() ? text : resolve(folder, text);
}

function measure(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text) ?? [];
  const factor = units[unit?.toLowerCase() ?? ""];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}
