/**
 * A trace on the disk: what a recorder writes is appended to a file, in pieces.
 *
 * Flush policy: 64 KiB at a time, and what is there a tenth of a second after the first byte of it,
 * and the rest when the process ends. So a process that is killed loses a tenth of a second at most.
 */
import { closeSync, openSync, writeSync } from "node:fs";

/** So much is written without waiting. */
const PENDING_BYTES_MAX = 64 * 1024;
/** How long anything waits. */
const PENDING_MS_MAX = 100;

/** A trace cannot be written; the message is for people. */
export class TraceNotWritable extends Error {
  override readonly name = "TraceNotWritable";
}

/** A file that a recorder writes. */
export class TraceFile {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #onFailure: (message: string) => void;
  #pending = "";
  #timer: NodeJS.Timeout | null = null;
  #isBroken = false;

  /** Adds bytes, given as a byte string. */
  readonly write = (bytes: string): void => {
    if (this.#isBroken) return;
    this.#pending += bytes;
    if (this.#pending.length >= PENDING_BYTES_MAX) this.flush();
    else if (this.#timer === null) {
      this.#timer = setTimeout(this.flush, PENDING_MS_MAX).unref();
    }
  };

  /** Writes what is pending now. */
  readonly flush = (): void => {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
    const bytes = Buffer.from(this.#pending, "latin1");
    this.#pending = "";
    try {
      for (let written = 0; written < bytes.length;) {
        written += writeSync(this.#descriptor, bytes, written);
      }
    } catch (error) {
      this.#isBroken = true;
      this.#onFailure(whyNot(this.#file, error));
    }
  };

  /**
   * Creates the file, or empties one that is there.
   * @param file - its path
   * @param onFailure - told once when no more can be written; the program goes on unrecorded
   * @throws TraceNotWritable
   */
  constructor(file: string, onFailure: (message: string) => void) {
    this.#file = file;
    this.#onFailure = onFailure;
    try {
      this.#descriptor = openSync(file, "w", 0o600);
    } catch (error) {
      throw new TraceNotWritable(whyNot(file, error), { cause: error });
    }
    process.once("exit", this.flush);
  }

  /** Writes the rest and closes the file. */
  close(): void {
    this.flush();
    this.#isBroken = true;
    process.off("exit", this.flush);
    closeSync(this.#descriptor);
  }
}

function whyNot(file: string, error: unknown): string {
  return `The trace '${file}' cannot be written: ${(error as Error).message}.`;
}
