/**
 * The error that a source text is refused with. Invariant: `message` is exactly what `load`
 * returns to a Lua program, `chunk:line: text`, each character one byte.
 */
import { chunkDisplayName } from "./chunk-display-name.js";

/** A source text is not a Lua chunk. */
export class LuaSyntaxError extends Error {
  /** What tells it from other errors. */
  override readonly name = "LuaSyntaxError";
  /** The chunk name as given to `load`. */
  readonly chunkName: string;
  /** The line the message speaks of, counted from 1. */
  readonly line: number;
  /** What is wrong, without chunk and line: `'=' expected near 'x'`. */
  readonly reason: string;

  /**
   * Makes the error for one place in a source text.
   *
   * @param chunkName as given to `load`
   * @param line counted from 1
   * @param reason Lua's words for what is wrong
   */
  constructor(chunkName: string, line: number, reason: string) {
    super(`${chunkDisplayName(chunkName)}:${line}: ${reason}`);
    this.chunkName = chunkName;
    this.line = line;
    this.reason = reason;
  }
}
