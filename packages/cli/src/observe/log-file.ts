/**
 * A file that lines are appended to, in the background and some at a time. Nothing waits for it: when
 * it takes no more, lines are dropped and counted, and that is said.
 *
 * Several threads may append to one file: what is written at a time is whole lines (`O_APPEND`).
 */
import { close, openSync, write, writeSync } from "node:fs";

/** So long a line waits at most, in milliseconds. */
const PENDING_MS_MAX = 100;

/** So much is written without waiting, in characters. */
const PENDING_MAX = 64 * 1024;

/** So much is kept for a file that takes nothing; further lines are dropped. */
const KEPT_MAX = 16 * PENDING_MAX;

/** A log file cannot be written; the message is for people. */
export class LogNotWritable extends Error {
  override readonly name = "LogNotWritable";
}

/** A log file. */
export class LogFile {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  #descriptor: number;
  /** Closed when nothing is being written to it. */
  #formerDescriptor: number | undefined;
  #pending = "";
  #timer: NodeJS.Timeout | undefined;
  #isWriting = false;
  #isClosed = false;
  /** Whether the last write failed, which is said once. */
  #isFailing = false;
  #droppedCount = 0;

  /**
   * Opens the file; what is in it stays.
   * @param path - where it is
   * @param warn - told when lines are lost
   * @throws LogNotWritable
   */
  constructor(path: string, warn: (message: string) => void) {
    this.#path = path;
    this.#warn = warn;
    this.#descriptor = this.#open();
  }

  /** Appends a line. */
  writeLine(line: string): void {
    if (this.#pending.length > KEPT_MAX) {
      this.#droppedCount++;
      return;
    }
    this.#pending += `${line}\n`;
    if (this.#pending.length >= PENDING_MAX) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), PENDING_MS_MAX).unref();
  }

  /** Opens the file again, after somebody has moved it away. The old one stays if that fails. */
  reopen(): void {
    try {
      const descriptor = this.#open();
      this.#closeFormer();
      this.#formerDescriptor = this.#descriptor;
      this.#descriptor = descriptor;
      if (!this.#isWriting) this.#closeFormer();
    } catch (error) {
      if (!(error instanceof LogNotWritable)) throw error;
      this.#warn(`${error.message} The old file is written on.`);
    }
  }

  /** Writes what is pending, and closes the file. */
  close(): void {
    clearTimeout(this.#timer);
    this.#isClosed = true;
    try {
      writeSync(this.#descriptor, this.#take());
    } catch (error) {
      if (!this.#isFailing) this.#warn(whyNot(this.#path, error));
    }
    if (!this.#isWriting) this.#closeAll();
  }

  #open(): number {
    try {
      return openSync(this.#path, "a", 0o640);
    } catch (error) {
      throw new LogNotWritable(whyNot(this.#path, error), { cause: error });
    }
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isWriting || this.#pending === "") return;
    this.#isWriting = true;
    write(this.#descriptor, this.#take(), (error) => {
      this.#isWriting = false;
      if (this.#isClosed) {
        this.#closeAll();
        return;
      }
      this.#closeFormer();
      if (error !== null && !this.#isFailing) this.#warn(whyNot(this.#path, error));
      this.#isFailing = error !== null;
      if (this.#droppedCount > 0) {
        this.#warn(`The log '${this.#path}' is slow: ${this.#droppedCount} lines were dropped.`);
        this.#droppedCount = 0;
      }
      this.#flush();
    });
  }

  #take(): Buffer {
    const text = this.#pending;
    this.#pending = "";
    return Buffer.from(text, "utf8");
  }

  #closeAll(): void {
    this.#closeFormer();
    close(this.#descriptor);
  }

  #closeFormer(): void {
    if (this.#formerDescriptor !== undefined) close(this.#formerDescriptor);
    this.#formerDescriptor = undefined;
  }
}

function whyNot(path: string, error: unknown): string {
  return `The log '${path}' cannot be written: ${(error as Error).message}.`;
}
