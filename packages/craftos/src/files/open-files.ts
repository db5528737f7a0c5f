/**
 * The open files of a computer: not too many, and saved when it is switched off.
 */
import { FileError, FileProblem } from "./file-error.js";
import type { OpenFile } from "./mount.js";

/** How many files may be open at once, as in CC: Tweaked. */
export const OPEN_FILES_MAX = 128;

/** Files that are open. */
export class OpenFiles {
  readonly #max: number;
  /** What becomes of each when the computer is switched off. */
  readonly #open = new Map<OpenFile, "close" | "discard">();

  /**
   * Begins with none.
   * @param max - how many may be open at once
   */
  constructor(max: number) {
    this.#max = max;
  }

  /**
   * Opens a file.
   * @param open - opens it
   * @param atEnd - what becomes of it when the computer is switched off
   * @returns the file, which is counted until it is closed
   * @throws FileError when too many are open
   */
  add(open: () => OpenFile, atEnd: "close" | "discard"): OpenFile {
    if (this.#open.size >= this.#max) throw new FileError(FileProblem.tooManyOpen, null);
    const file = open();
    const counted: OpenFile = {
      bytes: () => file.bytes(),
      readAt: (position, count) => file.readAt(position, count),
      writeAt: (position, data) => file.writeAt(position, data),
      flush: () => file.flush(),
      close: () => {
        if (this.#open.delete(counted)) file.close();
      },
      discard: () => {
        if (this.#open.delete(counted)) file.discard();
      },
    };
    this.#open.set(counted, atEnd);
    return counted;
  }

  /**
   * Saves and closes every file that is open, as a computer does that is switched off.
   * @returns what went wrong
   */
  closeAll(): readonly FileError[] {
    const errors: FileError[] = [];
    for (const [file, atEnd] of [...this.#open]) {
      try {
        file[atEnd]();
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        errors.push(error);
      }
    }
    return errors;
  }
}
