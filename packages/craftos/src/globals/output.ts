/**
 * `print`, `write` and `printError`: what a program says. Source: tweaked.cc, _G.
 *
 * HOST: there is no screen whose width lines would be wrapped at; lines go out as they are.
 */
import { type Computer, raiseBadArgument } from "@craftos-http/event-loop";
import {
  checkToString,
  firstValue,
  Frame,
  type LuaResult,
  type LuaValue,
  NO_VALUES,
  saveFrame,
  SUSPENDED,
  toStringResult,
} from "@craftos-http/interpreter";
import type { CraftosHost } from "../craftos-host.js";
import type { LibraryFields } from "../native/define-library.js";

/** A call that turns its arguments into text, which may run metamethods, and then does something. */
class TextFrame extends Frame {
  readonly #values: readonly LuaValue[];
  readonly #separator: string;
  readonly #finish: (text: string) => LuaResult;
  #text = "";
  #done = 0;

  constructor(values: readonly LuaValue[], separator: string, finish: (text: string) => LuaResult) {
    super();
    this.#values = values;
    this.#separator = separator;
    this.#finish = finish;
  }

  override get nativeName(): string {
    return "print";
  }

  override resume(text: LuaResult): LuaResult {
    this.#add(text);
    return this.run();
  }

  /** Goes on with the next argument, or does what is to be done with the text. */
  run(): LuaResult {
    while (this.#done < this.#values.length) {
      const text = toStringResult(this.#values[this.#done]);
      if (text === SUSPENDED) return saveFrame(this);
      this.#add(text);
    }
    return this.#finish(this.#text);
  }

  #add(text: LuaResult): void {
    if (this.#done > 0) this.#text += this.#separator;
    this.#text += checkToString(firstValue(text));
    this.#done++;
  }
}

/** How many times a text moves to the next line. */
function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/**
 * Makes the global functions that write to the terminal.
 * @param computer - whose program writes
 * @param host - takes what is written
 */
export function outputGlobals(computer: Computer, host: CraftosHost): LibraryFields {
  function write(text: string): number {
    computer.emit("output", text);
    host.write(text);
    return countLineEnds(text);
  }

  function writeError(text: string): LuaResult {
    computer.emit("error output", text);
    host.writeError(`${text}\n`);
    return NO_VALUES;
  }

  return {
    // Source: tweaked.cc, _G.print: arguments are separated by tabs as in CC: Tweaked.
    print: (...values) => new TextFrame(values, "\t", (text) => write(`${text}\n`)).run(),
    write: (text) => {
      if (typeof text === "string") return write(text);
      if (typeof text !== "number") return raiseBadArgument(1, "string or number", text);
      return new TextFrame([text], "", write).run();
    },
    printError: (...values) => new TextFrame(values, "\t", writeError).run(),
  };
}
