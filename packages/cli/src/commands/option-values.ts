/**
 * Values of options as a person writes them: sizes, times, counts and choices.
 */
import { isIP } from "node:net";
import { InvalidArgumentError } from "commander";

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
 * @throws InvalidArgumentError
 */
export function parseBytes(text: string): number {
  const bytes = measure(text, SIZE_UNITS);
  if (bytes !== undefined && Number.isSafeInteger(bytes) && bytes >= 1) return bytes;
  throw new InvalidArgumentError("A size is expected, such as 512, 64KiB or 16MiB.");
}

/**
 * Reads a time: `15` and `15s` are seconds, `500ms`, `2m`, `1h`.
 * @param text - what was written
 * @returns milliseconds
 * @throws InvalidArgumentError
 */
export function parseMilliseconds(text: string): number {
  const ms = measure(text, TIME_UNITS_MS);
  if (ms !== undefined && Number.isInteger(ms) && ms >= 1 && ms <= TIME_MS_MAX) return ms;
  throw new InvalidArgumentError("A time is expected, such as 500ms, 15s, 2m or 1h.");
}

/**
 * Reads a whole number of at least 1.
 * @param text - what was written
 * @throws InvalidArgumentError
 */
export function parseCount(text: string): number {
  const count = measure(text, { "": 1 });
  if (count !== undefined && Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError("A whole number of at least 1 is expected.");
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
    throw new InvalidArgumentError(`At most ${greatest} is possible.`);
  };
}

/**
 * Reads a port: 0 to 65535.
 * @param text - what was written
 * @throws InvalidArgumentError
 */
export function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("A port is expected: 0 to 65535.");
}

/**
 * Reads an address to listen on.
 * @param text - what was written
 * @throws InvalidArgumentError
 */
export function parseHost(text: string): string {
  if (text === "localhost" || isIP(text) !== 0) return text;
  throw new InvalidArgumentError("An IPv4 or IPv6 address or localhost is expected.");
}

function measure(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text) ?? [];
  const factor = units[unit?.toLowerCase() ?? ""];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}
