/**
 * Where a program's text goes: byte strings to standard output and standard error, in order.
 *
 * Text is kept until the end of the turn of Node's loop in which it was written, or until there is
 * much of it, so that a program that prints line by line does not pay a system call for each. What comes after
 * a pause is written at once: the turn of a program that computes may be long.
 */
import type { Writable } from "node:stream";

/** The two streams. `process` is one; its streams are made when first used, which costs time. */
export interface OutputStreams {
  /** What the program prints. */
  readonly stdout: Writable;
  /** Errors, and what the command says of itself. */
  readonly stderr: Writable;
}

type StreamName = keyof OutputStreams;

/** So much text is written without waiting for the end of the turn. */
const PENDING_BYTES_MAX = 64 * 1024;

/** Text is written without waiting when nothing was for so long. */
const PAUSE_MS = 50;

/** Writes byte strings to two streams. */
export class ProgramOutput {
  readonly #streams: OutputStreams;
  readonly #onBroken: (error: NodeJS.ErrnoException) => void;
  readonly #opened = new Map<StreamName, Writable>();
  readonly #broken = new Set<StreamName>();
  /** Where `#pending` goes. */
  #target: StreamName = "stdout";
  #pending = "";
  #flushIsDue = false;
  /** When text was last written, by `performance.now`. */
  #flushedMs = -Infinity;
  /** Writes that have been begun and not finished. */
  #unwrittenCount = 0;
  #onWritten: () => void = () => undefined;

  /**
   * Makes an output; the streams are not touched before there is something to write.
   * @param streams - where text goes
   * @param onBroken - told once when standard output takes no more text
   */
  constructor(streams: OutputStreams, onBroken: (error: NodeJS.ErrnoException) => void) {
    this.#streams = streams;
    this.#onBroken = onBroken;
  }

  /**
   * Writes to standard output.
   * @param text - a byte string
   */
  write(text: string): void {
    this.#add("stdout", text);
  }

  /**
   * Writes to standard error, after everything that was written to standard output before.
   * @param text - a byte string
   */
  writeError(text: string): void {
    this.#add("stderr", text);
  }

  /** Hands what is pending to its stream now. */
  flush(): void {
    const text = this.#pending;
    this.#pending = "";
    const name = this.#target;
    if (text === "" || this.#broken.has(name)) return;
    const stream = this.#open(name);
    this.#unwrittenCount++;
    this.#flushedMs = performance.now();
    stream.write(Buffer.from(text, "latin1"), (error) => {
      this.#unwrittenCount--;
      if (error) this.#break(name, error);
      this.#onWritten();
    });
  }

  /** Waits until everything has left the process, as far as anybody reads it. */
  async drained(): Promise<void> {
    this.flush();
    while (this.#unwrittenCount > 0) {
      await new Promise<void>((resolve) => (this.#onWritten = resolve));
      // What is said of a failed write is to be written too.
      this.flush();
    }
  }

  #add(target: StreamName, text: string): void {
    if (target !== this.#target) {
      this.flush();
      this.#target = target;
    }
    this.#pending += text;
    const pauseMs = performance.now() - this.#flushedMs;
    if (pauseMs >= PAUSE_MS || this.#pending.length >= PENDING_BYTES_MAX) {
      this.flush();
    } else if (!this.#flushIsDue) {
      this.#flushIsDue = true;
      setImmediate(() => {
        this.#flushIsDue = false;
        this.flush();
      });
    }
  }

  #open(name: StreamName): Writable {
    let stream = this.#opened.get(name);
    if (stream === undefined) {
      stream = this.#streams[name];
      stream.on("error", (error) => this.#break(name, error));
      this.#opened.set(name, stream);
    }
    return stream;
  }

  #break(name: StreamName, error: NodeJS.ErrnoException): void {
    if (this.#broken.has(name)) return;
    this.#broken.add(name);
    if (name === "stdout") this.#onBroken(error);
  }
}
