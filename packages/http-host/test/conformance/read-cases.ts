/**
 * Reads the table of conformance cases, and the list of those that an engine is known to fail. How
 * the two files are written is said at their heads.
 */
import { readFileSync } from "node:fs";

/** How much a failure means. */
export type Level = "must" | "should" | "smuggling";

/** One case. */
export interface ConformanceCase {
  readonly id: string;
  readonly level: Level;
  /** The RFC and its section. */
  readonly source: string;
  readonly title: string;
  /** What is sent, write by write, as byte strings. */
  readonly writes: readonly string[];
  /** What may come back, as `observe` writes it; `refused` stands for many. */
  readonly accepted: readonly string[];
}

/** What an engine is known to do wrong. */
export interface KnownFailure {
  readonly engine: string;
  readonly id: string;
  /** What comes back instead. */
  readonly observed: string;
  readonly reason: string;
}

const LEVELS: readonly string[] = ["must", "should", "smuggling"] satisfies Level[];

/** Reads all cases, in the order of the table. */
export function readCases(): ConformanceCase[] {
  return readTable("cases.txt", 6).map(([id, level, source, title, bytes, accepted]) => {
    if (!LEVELS.includes(level)) throw new Error(`${id}: '${level}' is no level`);
    return {
      id,
      level: level as Level,
      source,
      title,
      writes: bytes.split(" >> ").map(unescapeBytes),
      accepted: accepted.split(" or ").map(repeat),
    };
  });
}

/** Reads what each engine is known to fail. */
export function readKnownFailures(): KnownFailure[] {
  return readTable("known-failures.txt", 4).map(([engine, id, observed, reason]) => {
    return { engine, id, observed, reason };
  });
}

/** A line of a table: as many cells as were asked for. */
type Cells = [string, string, string, string, string, string];

function readTable(file: string, cellCount: number): Cells[] {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const cells = line.split(" | ").map((cell) => cell.trim());
      if (cells.length !== cellCount) throw new Error(`${file}: not ${cellCount} cells: ${line}`);
      return cells as Cells;
    });
}

const ESCAPES: Readonly<Record<string, string>> = { r: "\r", n: "\n", t: "\t", "0": "\0" };

function unescapeBytes(text: string): string {
  return repeat(text).replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_, hex?: string, letter = "") =>
    hex === undefined
      ? (ESCAPES[letter as string] ?? (letter as string))
      : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** `{ab*3}` is `ababab`. */
function repeat(text: string): string {
  return text.replace(/\{([^{}]+)\*(\d+)\}/g, (_, unit: string, count: string) =>
    unit.repeat(Number(count)),
  );
}
