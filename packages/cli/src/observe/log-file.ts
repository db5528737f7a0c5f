/**
 * A file that lines are appended to, in the background and some at a time. Nothing waits for it. What it
 * does not take, because a disk is full or a pipe is not read, is tried again, and kept meanwhile as far
 * as {@link KeptLines} does.
 *
 * Several processes may append to one file: what is written at a time is whole lines (`O_APPEND`).
 */
import { close, constants, fstatSync, openSync, write } from "node:fs";
import { KeptLines } from "./kept-lines.js";

/** So long a line waits at most, in milliseconds; and so soon a write that failed is tried again. */
const PENDING_MS_MAX = 100;

/** So soon a pipe that is full is tried again, in milliseconds: it holds little. */
const FULL_PIPE_MS = 5;

/** So much is written without waiting, in characters. */
const PENDING_MAX = 64 * 1024;

/** So much a pipe takes in one piece, however many write to it (`PIPE_BUF`). */
const PIPE_PIECE_MAX = 4096;

/** How long the end waits for a file that takes nothing, in milliseconds. */
const CLOSE_MS_MAX = 2_000;

/** A log file cannot be written; the message is for people. */
export class LogNotWritable extends Error {
  override readonly name = "LogNotWritable";
}

interface OpenFile {
  readonly descriptor: number;
  /** The most that may be written at a time. */
  readonly pieceMax: number;
}

/** A log file. */
export class LogFile {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  readonly #lines: KeptLines;
  #file: OpenFile;
  /** Closed when nothing is being written. */
  readonly #former: number[] = [];
  /** What has been taken of the lines and has not been written. */
  #piece: Buffer = Buffer.alloc(0);
  #timer: NodeJS.Timeout | undefined;
  #isWriting = false;
  /** Whether the last write failed, which is said once. */
  #isFailing = false;
  #isClosed = false;
  /** Called when everything has been written, after the end. */
  #onWritten: (() => void) | undefined;

  /**
   * Opens the file; what is in it stays.
   * @param path - where it is
   * @param warn - told when lines are lost
   * @throws LogNotWritable
   */
  constructor(path: string, warn: (message: string) => void) {
    this.#path = path;
    this.#warn = warn;
    this.#lines = new KeptLines(`log '${path}'`, warn);
    this.#file = openFile(path);
  }

  /** Appends a line. */
  writeLine(line: string): void {
    this.#lines.add(line, this.#piece.length);
    if (this.#lines.length >= PENDING_MAX && this.#piece.length === 0) this.#flush();
    else this.#flushLater();
  }

  /** Opens the file again, after somebody has moved it away. The old one stays if that fails. */
  reopen(): void {
    try {
      const file = openFile(this.#path);
      this.#former.push(this.#file.descriptor);
      this.#file = file;
      this.#closeFormer();
    } catch (error) {
      if (!(error instanceof LogNotWritable)) throw error;
      this.#warn(`${error.message} The old file is written on.`);
    }
  }

  /** Writes the rest, for a while if the file does not take it, and closes the file. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#onWritten = resolve;
      timer = setTimeout(resolve, CLOSE_MS_MAX);
      this.#flush();
    });
    this.#isClosed = true;
    clearTimeout(timer);
    clearTimeout(this.#timer);
    this.#lines.giveUp(this.#piece.toString("utf8"));
    this.#former.push(this.#file.descriptor);
    this.#closeFormer();
  }

  #flushLater(delayMs = PENDING_MS_MAX): void {
    this.#timer ??= setTimeout(() => this.#flush(), delayMs).unref();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isWriting) return;
    const { descriptor, pieceMax } = this.#file;
    if (this.#piece.length === 0) this.#piece = Buffer.from(this.#lines.take(pieceMax), "utf8");
    if (this.#piece.length === 0) {
      this.#onWritten?.();
      return;
    }
    this.#isWriting = true;
    write(descriptor, this.#piece, (error, count) => {
      this.#isWriting = false;
      this.#closeFormer();
      if (this.#isClosed) return;
      if (error === null) this.#written(count);
      else this.#failed(error);
    });
  }

  #written(count: number): void {
    // A disk may take a part and be full then.
    this.#piece = this.#piece.subarray(count);
    this.#isFailing = false;
    this.#lines.arrived();
    this.#flush();
  }

  #failed(error: NodeJS.ErrnoException): void {
    // A pipe that is full is only slow; when lines are lost for that, they are counted.
    const isFull = error.code === "EAGAIN";
    if (!isFull && !this.#isFailing) this.#warn(whyNot(this.#path, error));
    this.#isFailing ||= !isFull;
    this.#flushLater(isFull ? FULL_PIPE_MS : PENDING_MS_MAX);
  }

  #closeFormer(): void {
    if (this.#isWriting) return;
    for (const descriptor of this.#former.splice(0)) close(descriptor);
  }
}

/** Opens a file; of a pipe nobody waits for the other end, nor for room in it. */
function openFile(path: string): OpenFile {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
  try {
    const descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o640);
    return { descriptor, pieceMax: fstatSync(descriptor).isFIFO() ? PIPE_PIECE_MAX : Infinity };
  } catch (error) {
    throw new LogNotWritable(whyNot(path, error), { cause: error });
  }
}

function whyNot(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === "ENXIO" ? "it is a pipe that nobody reads" : message;
  return `The log '${path}' cannot be written: ${reason}.`;
}
