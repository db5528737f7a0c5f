/**
 * Standard input, in lines, for programs that call `read`. The stream is not touched before a line is
 * asked for, and read only while one is.
 */
import type { Readable } from "node:stream";

/**
 * Takes a line, or null at the end of the input.
 * @returns false if it cannot be taken, and stays the next
 */
export type LineTaker = (line: string | null) => boolean;

/** Gives the lines that programs read. */
export interface LineInput {
  /**
   * Asks for a line.
   * @param take - called with the line without its end, a byte string; perhaps before this returns
   */
  request(take: LineTaker): void;
  /** Gives no more, so that the process may end. */
  close(): void;
}

/** Reads a stream line by line. */
export class InputLines implements LineInput {
  readonly #open: () => Readable;
  readonly #lineBytesMax: number;
  #stream: Readable | undefined;
  #takers: LineTaker[] = [];
  #lines: string[] = [];
  /** What has come of a line that is not whole; its parts, so that a long line costs no more. */
  #parts: string[] = [];
  #partsLength = 0;
  #hasEnded = false;

  /**
   * Makes a reader.
   * @param open - gives the stream, when the first line is asked for
   * @param lineBytesMax - how long a line may be, in bytes: one that is longer is given in parts
   */
  constructor(open: () => Readable, lineBytesMax: number) {
    this.#open = open;
    this.#lineBytesMax = lineBytesMax;
  }

  /** See {@link LineInput}. */
  request(take: LineTaker): void {
    this.#takers.push(take);
    if (this.#stream === undefined) this.#begin();
    if (this.#lines.length > 0 || this.#hasEnded) this.#serve();
    else this.#stream?.resume();
  }

  /** See {@link LineInput}. */
  close(): void {
    this.#takers = [];
    this.#stream?.destroy();
  }

  #begin(): void {
    const stream = this.#open();
    this.#stream = stream;
    const end = (): void => this.#end();
    stream.on("data", (chunk: Buffer) => this.#add(chunk.toString("latin1")));
    // A stream that fails has no more lines, and neither has one that is closed.
    stream.on("end", end).on("error", end).on("close", end);
  }

  #add(text: string): void {
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      this.#addPart(text.slice(start, end));
      this.#endLine();
      start = end + 1;
    }
    this.#addPart(text.slice(start));
    this.#serve();
  }

  #addPart(part: string): void {
    let rest = part;
    while (this.#partsLength + rest.length > this.#lineBytesMax) {
      const room = this.#lineBytesMax - this.#partsLength;
      this.#parts.push(rest.slice(0, room));
      this.#lines.push(this.#takeParts());
      rest = rest.slice(room);
    }
    if (rest === "") return;
    this.#parts.push(rest);
    this.#partsLength += rest.length;
  }

  #endLine(): void {
    const line = this.#takeParts();
    this.#lines.push(line.endsWith("\r") ? line.slice(0, -1) : line);
  }

  #takeParts(): string {
    const line = this.#parts.join("");
    this.#parts = [];
    this.#partsLength = 0;
    return line;
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#partsLength > 0) this.#endLine();
    this.#serve();
  }

  /** Gives lines to those who wait. */
  #serve(): void {
    while (this.#takers.length > 0 && (this.#lines.length > 0 || this.#hasEnded)) {
      const taker = this.#takers.shift();
      const line = this.#lines[0] ?? null;
      if (taker?.(line) === true) this.#lines.shift();
    }
    if (this.#takers.length === 0 && !this.#hasEnded) this.#stream?.pause();
  }
}
