/**
 * What was typed at the prompt before, in a file with a line for each.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A history that is kept. */
export class HistoryFile {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  readonly #linesMax: number;
  #isBroken = false;
  #last: string | undefined;

  /**
   * Reads nothing yet.
   * @param path - the file, which need not be there
   * @param linesMax - how many lines are kept
   * @param warn - told once when it cannot be kept
   */
  constructor(path: string, linesMax: number, warn: (message: string) => void) {
    this.#path = path;
    this.#linesMax = linesMax;
    this.#warn = warn;
  }

  /**
   * Reads it; a file that has grown to twice what is kept is cut.
   * @returns lines, the last first
   */
  read(): string[] {
    try {
      const lines = readFileSync(this.#path, "utf8").split("\n").slice(0, -1);
      const kept = lines.slice(-this.#linesMax);
      if (lines.length > 2 * this.#linesMax) {
        writeFileSync(this.#path, kept.map((line) => `${line}\n`).join(""), { mode: 0o600 });
      }
      this.#last = kept.at(-1);
      return kept.reverse();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") this.#broke(error);
      return [];
    }
  }

  /** Adds a line unless it is the last, for its owner's eyes only. Several prompts may do so at a time. */
  add(line: string): void {
    if (this.#isBroken || line === this.#last) return;
    this.#last = line;
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      appendFileSync(this.#path, `${line}\n`, { mode: 0o600 });
    } catch (error) {
      this.#broke(error);
    }
  }

  #broke(error: unknown): void {
    this.#isBroken = true;
    this.#warn(`the history is not kept: ${(error as Error).message}`);
  }
}
