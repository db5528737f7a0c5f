/**
 * Standard input as a file: made of the lines that the computer's `read` gives. What is left of a line is
 * read next.
 *
 * HOST: CC: Tweaked's `io.stdin` reads lines only. The last line counts as ended by a line feed, whether
 * it was or not.
 */
import {
  callValue,
  firstValue,
  Frame,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  native,
  saveFrame,
  SUSPENDED,
} from "@craftos-http/interpreter";
import { numeralAtStart } from "./numeral.js";

/** What has been taken from the input: what a call gives, and what is left. */
interface Taken {
  readonly value: LuaValue;
  readonly rest: string;
}

/**
 * Takes from the text that is there.
 * @returns null if more is needed
 */
type Take = (text: string, isEnd: boolean) => Taken | null;

/** Lines and what is left of them. */
interface Lines {
  rest: string;
  /** Asks for a line; nil at the end. */
  readonly ask: () => LuaResult;
}

/** A call that reads lines until it has what it wants. */
class InputFrame extends Frame {
  readonly #lines: Lines;
  readonly #take: Take;
  #isEnd = false;

  constructor(lines: Lines, take: Take) {
    super();
    this.#lines = lines;
    this.#take = take;
  }

  override get nativeName(): string {
    return "read";
  }

  override resume(line: LuaResult): LuaResult {
    this.#add(line);
    return this.run();
  }

  run(): LuaResult {
    for (;;) {
      const taken = this.#take(this.#lines.rest, this.#isEnd);
      if (taken !== null || this.#isEnd) {
        this.#lines.rest = taken?.rest ?? "";
        return taken?.value;
      }
      const line = this.#lines.ask();
      if (line === SUSPENDED) return saveFrame(this);
      this.#add(line);
    }
  }

  #add(result: LuaResult): void {
    const line = firstValue(result);
    if (typeof line === "string") this.#lines.rest += `${line}\n`;
    else this.#isEnd = true;
  }
}

const takeLine =
  (keepsEnd: boolean): Take =>
  (text) => {
    const end = text.indexOf("\n");
    if (end < 0) return null;
    return { value: text.slice(0, keepsEnd ? end + 1 : end), rest: text.slice(end + 1) };
  };

const takeBytes =
  (count: number): Take =>
  (text, isEnd) => {
    // No bytes are there unless the input has ended.
    if (isEnd ? text === "" : text.length < Math.max(1, count)) return null;
    return { value: text.slice(0, count), rest: text.slice(count) };
  };

const takeAll: Take = (text, isEnd) => (isEnd ? { value: text, rest: "" } : null);

const takeNumeral: Take = (text) => {
  const start = text.replace(/^[ \t\n\v\f\r]+/, "");
  if (start === "") return null;
  const numeral = numeralAtStart(start);
  return { value: numeral === "" ? undefined : numeral, rest: start.slice(numeral.length) };
};

/**
 * Makes the handle that stands for standard input.
 * @param globals - where `read` is looked for, each time
 */
export function standardInput(globals: LuaTable): LuaTable {
  const ask = (): LuaResult => {
    const read = globals.getString("read");
    return read === undefined ? undefined : callValue(read);
  };
  const lines: Lines = { rest: "", ask };
  const reading = (name: string, take: (argument: LuaValue) => Take): [string, LuaFunction] => [
    name,
    native(name, (argument) => new InputFrame(lines, take(argument)).run()),
  ];
  return LuaTable.fromFields([
    reading("read", (count) => takeBytes(typeof count === "number" ? count : 1)),
    reading("readAll", () => takeAll),
    reading("readLine", (keepsEnd) => takeLine(keepsEnd === true)),
    reading("readNumeral", () => takeNumeral),
  ]);
}
