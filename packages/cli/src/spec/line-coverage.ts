/**
 * Which lines of a folder's programs were reached while tests ran, on whichever of their computers.
 */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { LuaState, LuaSyntaxError, type StatementCounts } from "@craftos-http/interpreter";
import { fromByteString } from "../program/byte-string.js";
import { isSpecFile } from "./spec-files.js";

/** The lines of one file. */
export interface FileCoverage {
  /** Its path from the folder, with `/`. */
  readonly path: string;
  /** How often each line with a statement was reached, in the order of the lines. */
  readonly lines: readonly (readonly [line: number, count: number])[];
}

/** What is not the person's own. */
const IGNORED = /^(?:rom|node_modules)\//;

/** Counts while tests run. */
export class LineCoverage {
  readonly #root: string;
  /** By path: what was counted, for each of the texts that were loaded as the file. */
  readonly #files = new Map<string, Map<string, StatementCounts[]>>();
  #fresh: StatementCounts[] = [];

  /**
   * Begins with nothing counted.
   * @param root - the folder
   */
  constructor(root: string) {
    this.#root = root;
  }

  /** To be told of each chunk when it is compiled. */
  readonly onCounts = (counts: StatementCounts): void => {
    if (this.#pathOf(counts) !== undefined) this.#fresh.push(counts);
  };

  /** Adds up what was counted since the last time; those computers have ended. */
  settle(): void {
    for (const counts of this.#fresh) {
      const path = this.#pathOf(counts) ?? "";
      const texts = this.#files.get(path) ?? new Map<string, StatementCounts[]>();
      this.#files.set(path, texts);
      const key = counts.lines.join();
      texts.set(key, [...(texts.get(key) ?? []), counts]);
    }
    this.#fresh = [];
    for (const texts of this.#files.values()) {
      for (const [key, all] of texts) texts.set(key, [sumOf(all)]);
    }
  }

  /** What was counted, in the order of the paths. */
  files(): readonly FileCoverage[] {
    this.settle();
    const files = [...this.#files].flatMap(([path, texts]): FileCoverage[] => {
      // A test may have put another program in the file's place, on a computer in memory.
      const own = texts.get(linesOnDisk(join(this.#root, path)) ?? "");
      const counted = own ?? (path.endsWith(".lua") ? [] : [...texts.values()].flat());
      return counted.length === 0 ? [] : [{ path, lines: linesOf(counted) }];
    });
    return files.sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  #pathOf({ chunkName }: StatementCounts): string | undefined {
    if (!chunkName.startsWith("@/")) return undefined;
    const path = fromByteString(chunkName.slice(2));
    if (IGNORED.test(path) || isSpecFile(path)) return undefined;
    const stats = statSync(join(this.#root, path), { throwIfNoEntry: false });
    return stats?.isFile() === true ? path : undefined;
  }
}

/** How many of how many lines were reached. */
export interface LineTotals {
  readonly reached: number;
  readonly lines: number;
}

/** Counts the lines of files. */
export function lineTotals(files: readonly FileCoverage[]): LineTotals {
  const lines = files.flatMap((file) => file.lines);
  return { reached: lines.filter(([, count]) => count > 0).length, lines: lines.length };
}

/** Lines that were reached of a hundred; all of none. */
export function percentOf({ reached, lines }: LineTotals): number {
  return lines === 0 ? 100 : (100 * reached) / lines;
}

function sumOf(all: readonly StatementCounts[]): StatementCounts {
  const [first] = all;
  if (first === undefined || all.length === 1)
    return first ?? { chunkName: "", lines: [], counts: [] };
  const counts = first.lines.map((_, i) =>
    all.reduce((sum, each) => sum + (each.counts[i] ?? 0), 0),
  );
  return { ...first, counts };
}

/** A line was reached as often as the statement on it that ran most. */
function linesOf(all: readonly StatementCounts[]): readonly (readonly [number, number])[] {
  const reached = new Map<number, number>();
  for (const { lines, counts } of all) {
    lines.forEach((line, i) => reached.set(line, Math.max(reached.get(line) ?? 0, counts[i] ?? 0)));
  }
  return [...reached].sort(([one], [other]) => one - other);
}

/** The lines of the statements of a file, as they are counted. */
function linesOnDisk(file: string): string | undefined {
  // Its statements are known when it has been compiled.
  let counted: readonly number[] = [];
  const state = new LuaState({ libraries: [], onCounts: ({ lines }) => (counted = lines) });
  try {
    state.load(readFileSync(file, "latin1"), "@file");
  } catch (error) {
    if (!(error instanceof LuaSyntaxError)) throw error;
    return undefined;
  }
  return counted.join();
}
