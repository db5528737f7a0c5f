/**
 * `file:read`: its formats. Source: tweaked.cc, io.Handle:read; Lua 5.2 manual §6.8 for `n`.
 *
 * Reading from standard input and reading everything may wait, so a call is a frame that knows how far
 * it has come.
 */
import {
  callValue,
  firstValue,
  Frame,
  type LuaFunction,
  type LuaResult,
  type LuaTable,
  type LuaValue,
  raiseAt,
  saveFrame,
  SUSPENDED,
  typeName,
} from "@craftos-http/interpreter";
import { NUMERAL_BYTES_MAX, numeralAtStart } from "./numeral.js";

class ReadFrame extends Frame {
  readonly #handle: LuaTable;
  readonly #formats: readonly LuaValue[];
  readonly #toNumber: LuaFunction;
  readonly #results: LuaValue[] = [];
  /** Whether the handle gives the text of a number. */
  #isReadingNumeral = false;

  constructor(handle: LuaTable, formats: readonly LuaValue[], toNumber: LuaFunction) {
    super();
    this.#handle = handle;
    this.#formats = formats;
    this.#toNumber = toNumber;
  }

  override get nativeName(): string {
    return "read";
  }

  override resume(result: LuaResult): LuaResult {
    return this.#add(result) ? this.run() : this.#done();
  }

  run(): LuaResult {
    while (this.#results.length < this.#formats.length) {
      const position = this.#results.length + 1;
      const result = this.#readOne(position, this.#formats[position - 1]);
      if (result === SUSPENDED) return saveFrame(this);
      if (!this.#add(result)) break;
    }
    return this.#done();
  }

  /** Keeps what a format gave. Says whether there was anything: if not, no more is read. */
  #add(result: LuaResult): boolean {
    const value = firstValue(result);
    const isNumeral = typeof value === "string" && this.#isReadingNumeral;
    this.#results.push(isNumeral ? firstValue(this.#toNumber(value)) : value);
    this.#isReadingNumeral = false;
    return value !== undefined;
  }

  #done(): LuaResult {
    const results = this.#results;
    return results.length === 1 ? results[0] : results;
  }

  #readOne(position: number, format: LuaValue): LuaResult {
    if (typeof format === "number") return this.#call("read", format);
    if (typeof format !== "string") {
      return raiseAt(`bad argument #${position} (string expected, got ${typeName(format)})`, 1);
    }
    switch (format.replace(/^\*/, "").charAt(0)) {
      case "l":
        return this.#call("readLine");
      case "L":
        return this.#call("readLine", true);
      case "a":
        return this.#call("readAll");
      case "n":
        return this.#readNumber();
      default:
        return raiseAt(`bad argument #${position} (invalid format)`, 1);
    }
  }

  #call(name: string, ...args: readonly LuaValue[]): LuaResult {
    const fn = this.#handle.getString(name);
    return fn === undefined ? undefined : callValue(fn, ...args);
  }

  /** HOST: CC: Tweaked reads no numbers; they are read as Lua does. */
  #readNumber(): LuaResult {
    if (this.#handle.getString("readNumeral") !== undefined) {
      this.#isReadingNumeral = true;
      return this.#call("readNumeral");
    }
    if (this.#handle.getString("seek") === undefined) return undefined;
    for (;;) {
      const text = firstValue(this.#call("read", NUMERAL_BYTES_MAX));
      if (typeof text !== "string") return undefined;
      const rest = text.replace(/^[ \t\n\v\f\r]+/, "");
      // Nothing but space: the numeral may come after it; cut off: it is read from its start.
      if (rest === "") continue;
      if (rest.length < text.length && text.length === NUMERAL_BYTES_MAX) {
        this.#call("seek", "cur", -rest.length);
        continue;
      }
      const numeral = numeralAtStart(rest);
      this.#call("seek", "cur", numeral.length - rest.length);
      return numeral === "" ? undefined : firstValue(this.#toNumber(numeral));
    }
  }
}

/**
 * Reads from a handle.
 * @param handle - a handle of `fs`, or a table with some of its functions
 * @param formats - what to read; default a line
 * @param toNumber - the function `tonumber`
 */
export function readFormats(
  handle: LuaTable,
  formats: readonly LuaValue[],
  toNumber: LuaFunction,
): LuaResult {
  if (handle.getString("read") === undefined && handle.getString("readLine") === undefined) {
    return [undefined, "Not opened for reading"];
  }
  return new ReadFrame(handle, formats.length === 0 ? ["l"] : formats, toNumber).run();
}
