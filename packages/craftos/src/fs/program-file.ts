/**
 * An open file as a program's handle works on it: a position, reading ahead, lines. What is read and
 * whether writing worked goes through the computer's door; in a replay there is no file behind it.
 */
import { raiseAt } from "@craftos-http/interpreter";
import { FileError, FileProblem } from "../files/file-error.js";
import type { FileSystem } from "../files/file-system.js";
import type { OpenFile, WriteMode } from "../files/mount.js";
import type { FileAccess } from "./file-access.js";

/** How much is read at a time at least. */
const BLOCK_BYTES = 64 * 1024;
/** How much is read or written at a time at most: some milliseconds. */
export const PIECE_BYTES = 4 * 1024 * 1024;
/** The longest string that a read gives, as `string.rep` has it. */
const RESULT_BYTES_MAX = 500_000_000;

/** What a program sees when it goes on using a closed handle. */
export const CLOSED_MESSAGE = "attempt to use a closed file";

/** How a program opens a file. */
export type OpenMode = "read" | WriteMode;

/** Closes the files of handles that a program lost without closing them, as CC: Tweaked does. */
const lostFiles = new FinalizationRegistry<OpenFile>((file) => {
  try {
    file.close();
  } catch (error) {
    // Nobody is left to be told that it could not be saved.
    if (!(error instanceof FileError)) throw error;
  }
});

/** The open file of one handle. */
export class ProgramFile {
  readonly #access: FileAccess;
  readonly #path: string;
  /** The file; in a replay it never comes. */
  #file: OpenFile | null = null;
  #isOpen = true;
  #position = 0;
  /** What was read ahead, and from where. */
  #ahead = "";
  #aheadAt = 0;

  private constructor(access: FileAccess, path: string) {
    this.#access = access;
    this.#path = path;
  }

  /**
   * Opens a file.
   * @param access - the computer's files
   * @param path - a normal path
   * @param mode - how
   * @returns the file, or why not
   */
  static open(access: FileAccess, path: string, mode: OpenMode): ProgramFile | string {
    const file = new ProgramFile(access, path);
    const opened = access.tryTo<true>(
      `fs.open ${mode} ${path}`,
      (files) => {
        file.#file = openAs(files, path, mode);
        return true;
      },
      needsFile(mode) ? new FileError(FileProblem.noSuchFile, path) : true,
    );
    if (typeof opened === "string") return opened;
    if (file.#file !== null) lostFiles.register(file, file.#file, file);
    return file;
  }

  /** Raises an error unless it is open. */
  checkOpen(): void {
    if (!this.#isOpen) raiseAt(CLOSED_MESSAGE, 1);
  }

  /**
   * Reads up to a number of bytes; "" at the end.
   * @param count - from 1 to {@link PIECE_BYTES}
   */
  read(count: number): string {
    let text = this.#take(count);
    while (text.length < count) {
      const more = this.#fill(count - text.length) ? this.#take(count - text.length) : "";
      if (more === "") break;
      text += more;
    }
    return text;
  }

  /** Whether nothing is left to be read. */
  isAtEnd(): boolean {
    return this.#aheadLeft === 0 && !this.#fill(1);
  }

  /**
   * Reads the next piece, for those who read much.
   * @param soFar - how many bytes were read before
   * @param count - how many are wanted at most, at least 1
   * @returns the piece; "" at the end
   */
  readPiece(soFar: number, count: number): string {
    if (soFar > RESULT_BYTES_MAX) raiseAt(FileProblem.tooLarge, 1);
    if (this.#aheadLeft === 0) this.#fill(count);
    return this.#take(count);
  }

  /**
   * Reads a line with its end, or what is left without one.
   * @returns "" at the end
   */
  readLine(): string {
    let line = "";
    while (this.#aheadLeft > 0 || this.#fill(BLOCK_BYTES)) {
      const start = this.#position - this.#aheadAt;
      const newline = this.#ahead.indexOf("\n", start);
      if (newline >= 0) return line + this.#take(newline + 1 - start);
      line += this.#take(this.#aheadLeft);
      if (line.length > RESULT_BYTES_MAX) raiseAt(FileProblem.tooLarge, 1);
    }
    return line;
  }

  /**
   * Writes at the position.
   * @param data - at most {@link PIECE_BYTES}
   */
  write(data: string): void {
    if (data === "") return;
    const position = this.#position;
    this.#access.written(this.#path, data);
    this.#access.act(this.#source("write"), () => this.#file?.writeAt(position, data));
    this.#position = position + data.length;
    this.#forgetAhead();
  }

  /** Makes what was written the file's contents. */
  flush(): void {
    this.#access.act(this.#source("flush"), () => this.#file?.flush());
  }

  /**
   * Moves the position.
   * @param whence - where the offset counts from
   * @param offset - in bytes
   * @returns the new position, or null for one before the start
   */
  seek(whence: "set" | "cur" | "end", offset: number): number | null {
    const from = whence === "set" ? 0 : whence === "cur" ? this.#position : this.#bytes();
    const position = from + offset;
    if (position < 0) return null;
    this.#position = position;
    if (this.#aheadLeft < 0 || position < this.#aheadAt) this.#forgetAhead();
    return position;
  }

  /** Saves and closes it. */
  close(): void {
    this.#isOpen = false;
    lostFiles.unregister(this);
    this.#access.act(this.#source("close"), () => this.#file?.close());
  }

  #bytes(): number {
    return this.#access.ask(this.#source("bytes"), () => this.#file?.bytes() ?? 0, 0);
  }

  #forgetAhead(): void {
    this.#ahead = "";
    this.#aheadAt = this.#position;
  }

  /** How many bytes read ahead are left. */
  get #aheadLeft(): number {
    return this.#aheadAt + this.#ahead.length - this.#position;
  }

  #take(count: number): string {
    const start = this.#position - this.#aheadAt;
    const text = this.#ahead.slice(start, start + count);
    this.#position += text.length;
    return text;
  }

  /** Reads on when nothing is left ahead. Says whether there was more. */
  #fill(count: number): boolean {
    const position = this.#position;
    const wanted = Math.min(Math.max(count, BLOCK_BYTES), PIECE_BYTES);
    this.#ahead = this.#access.ask(
      this.#source("read"),
      () => this.#file?.readAt(position, wanted) ?? "",
      "",
    );
    this.#aheadAt = position;
    return this.#ahead !== "";
  }

  #source(act: string): string {
    return `fs.${act} ${this.#path}`;
  }
}

function needsFile(mode: OpenMode): boolean {
  return mode === "read" || mode === "update";
}

function openAs(files: FileSystem, path: string, mode: OpenMode): OpenFile {
  return mode === "read" ? files.openForReading(path) : files.openForWriting(path, mode);
}
