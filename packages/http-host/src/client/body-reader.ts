/**
 * Reads a body as a program reads a file that was opened for reading. Source: tweaked.cc,
 * fs.ReadHandle (1.109: text and binary handles differ only in `read` without a count).
 */
import { expectString, optionalFiniteNumber } from "@craftos-http/event-loop";
import { type LuaResult, type LuaValue, raiseAt, typeName } from "@craftos-http/interpreter";

/** What a program sees when it goes on using a closed handle. */
const CLOSED_MESSAGE = "attempt to use a closed file";

/** A position that no file can have. */
const POSITION_MAX = 2 ** 31 - 1;

/** A body and where the program stands in it. */
export class BodyReader {
  #body: string;
  readonly #isBinary: boolean;
  #position = 0;
  #isClosed = false;

  /**
   * Begins to read.
   * @param body - a byte string
   * @param isBinary - whether `read()` gives a number
   */
  constructor(body: string, isBinary: boolean) {
    this.#body = body;
    this.#isBinary = isBinary;
  }

  /** `read([count])`: up to so many bytes, "" for none unless at the end; without a count one. */
  read(count: LuaValue): LuaResult {
    this.#checkOpen();
    const wanted = optionalFiniteNumber(1, count);
    if (wanted !== undefined && wanted < 0) raiseAt("Cannot read a negative number of bytes", 1);
    const start = this.#position;
    if (start >= this.#body.length) return undefined;
    if (wanted === undefined && this.#isBinary) {
      this.#position++;
      return this.#body.charCodeAt(start);
    }
    this.#position = Math.min(start + Math.floor(wanted ?? 1), this.#body.length);
    return this.#body.slice(start, this.#position);
  }

  /** `readLine([withTrailing])`: nil at the end. */
  readLine(withTrailing: LuaValue): LuaResult {
    this.#checkOpen();
    if (withTrailing !== undefined && typeof withTrailing !== "boolean") {
      raiseAt(`bad argument #1 (boolean expected, got ${typeName(withTrailing)})`, 1);
    }
    const start = this.#position;
    if (start >= this.#body.length) return undefined;
    const newline = this.#body.indexOf("\n", start);
    const next = newline < 0 ? this.#body.length : newline + 1;
    this.#position = next;
    if (newline < 0 || withTrailing === true) return this.#body.slice(start, next);
    const hasReturn = newline > start && this.#body[newline - 1] === "\r";
    return this.#body.slice(start, hasReturn ? newline - 1 : newline);
  }

  /** `readAll()`: the rest, which is "" at the end. */
  readAll(): LuaResult {
    this.#checkOpen();
    const rest = this.#position === 0 ? this.#body : this.#body.slice(this.#position);
    this.#position = Math.max(this.#position, this.#body.length);
    return rest;
  }

  /** `seek([whence[, offset]])`: the new position, or nil and why not. */
  seek(whence: LuaValue, offset: LuaValue): LuaResult {
    this.#checkOpen();
    const from = whence === undefined ? "cur" : expectString(1, whence);
    const by = Math.trunc(optionalFiniteNumber(2, offset) ?? 0);
    const position = this.#baseOf(from) + by;
    if (position < 0 || position > POSITION_MAX) return [undefined, "Position is negative"];
    this.#position = position;
    return position;
  }

  /** `close()`. */
  close(): void {
    this.#checkOpen();
    this.#isClosed = true;
    this.#body = "";
  }

  #baseOf(whence: string): number {
    switch (whence) {
      case "set":
        return 0;
      case "cur":
        return this.#position;
      case "end":
        return this.#body.length;
      default:
        return raiseAt(`bad argument #1 to 'seek' (invalid option '${whence}')`, 1);
    }
  }

  #checkOpen(): void {
    if (this.#isClosed) raiseAt(CLOSED_MESSAGE, 1);
  }
}
