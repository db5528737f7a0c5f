/**
 * Puts the name of a worker in front of each line that it writes, and keeps lines of several workers
 * apart: one is passed on when it is complete.
 */

/** Longer lines are passed on in parts. */
const LINE_MAX = 64 * 1024;

/** Takes text of one stream of one worker. */
export class LinePrefixer {
  readonly #prefix: string;
  readonly #write: (text: string) => void;
  #partial = "";

  /**
   * Begins a stream.
   * @param prefix - what stands in front of each line
   * @param write - takes whole lines
   */
  constructor(prefix: string, write: (text: string) => void) {
    this.#prefix = prefix;
    this.#write = write;
  }

  /** Takes what the worker wrote, a byte string. */
  push(text: string): void {
    const lines = (this.#partial + text).split("\n");
    this.#partial = lines.pop() ?? "";
    if (this.#partial.length > LINE_MAX) {
      lines.push(this.#partial);
      this.#partial = "";
    }
    if (lines.length > 0) this.#write(lines.map((line) => `${this.#prefix}${line}\n`).join(""));
  }

  /** The stream has ended: passes on what has no line break. */
  end(): void {
    if (this.#partial !== "") this.#write(`${this.#prefix}${this.#partial}\n`);
    this.#partial = "";
  }
}
