/**
 * `print`, `write` and `printError`: what a program says. Source: tweaked.cc, _G.
 *
 * HOST: what `printError` writes goes to standard error, and not to a screen that nobody sees.
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
import type { Terminal } from "../term/terminal.js";

/** What the functions write to. */
export interface OutputSetup {
  /** Whose program writes. */
  readonly computer: Computer;
  /** Takes errors. */
  readonly host: CraftosHost;
  /** Takes the rest. */
  readonly terminal: Terminal;
  /** Whether the program has put something else in the terminal's place. */
  isRedirected(): boolean;
  /** Writes to that; gives how often the cursor went to the next row. */
  writeRedirected(text: string): LuaResult;
  /** Writes to that in red. */
  writeErrorRedirected(text: string): LuaResult;
}

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

/**
 * Makes the global functions that write to the terminal.
 * @param setup - what they write to
 */
export function outputGlobals(setup: OutputSetup): LibraryFields {
  const { computer, host, terminal } = setup;

  function write(text: string): LuaResult {
    return setup.isRedirected() ? setup.writeRedirected(text) : terminal.writeWrapped(text);
  }

  function writeError(text: string): LuaResult {
    if (terminal.isSeen) {
      if (setup.isRedirected()) return setup.writeErrorRedirected(`${text}\n`);
      terminal.writeError(`${text}\n`);
      return NO_VALUES;
    }
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
