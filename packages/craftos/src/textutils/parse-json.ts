/**
 * `textutils.unserializeJSON`: a parser for JSON (RFC 8259) and, if asked, Minecraft's variant of it
 * with bare keys, number suffixes and typed arrays. Source: tweaked.cc, textutils.unserializeJSON.
 *
 * Text is bytes; what stands between quotes is taken as it is, `\u` escapes become UTF-8.
 */
import { LuaTable, type LuaValue } from "@craftos-http/interpreter";
import { JSON_DEPTH_MAX, type JsonInputOptions, utf8Of } from "./json-input.js";
import { parsePlainJson } from "./parse-plain-json.js";

/** The text is not JSON. */
export class MalformedJson extends Error {
  override readonly name = "MalformedJson";

  /**
   * Says where and why.
   * @param index - where, from 0
   * @param problem - why
   */
  constructor(index: number, problem: string) {
    super(`Malformed JSON at position ${index + 1}: ${problem}`);
  }
}

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NBT_NUMBER = /[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?[bslfdBSLFD]?/y;
const NBT_KEY = /[\w.+-]+/y;
const NBT_ARRAY_TYPE = /[BIL];/y;
const HEX = /^[\dA-Fa-f]{4}$/;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

class JsonReader {
  readonly #text: string;
  readonly #options: JsonInputOptions;
  #at = 0;
  #depth = 0;

  constructor(text: string, options: JsonInputOptions) {
    this.#text = text;
    this.#options = options;
  }

  /** Reads the one value that the text is. */
  read(): LuaValue {
    const value = this.#readValue();
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail("end of input");
    return value;
  }

  #readValue(): LuaValue {
    this.#skipSpace();
    const code = this.#text.charCodeAt(this.#at);
    if (code === QUOTE) return this.#readString(QUOTE);
    if (code === OPEN_BRACE) return this.#readObject();
    if (code === OPEN_BRACKET) return this.#readArray();
    if (code === MINUS || isDigit(code)) return this.#readNumber();
    if (code === APOSTROPHE && this.#options.isNbt) return this.#readString(APOSTROPHE);
    if (this.#skipWord("true")) return true;
    if (this.#skipWord("false")) return false;
    if (this.#skipWord("null")) return this.#options.null;
    return this.#fail("a value");
  }

  /** Begins an object or an array. */
  #enter(): void {
    if (++this.#depth > JSON_DEPTH_MAX) throw new MalformedJson(this.#at, "Nested too deeply.");
    this.#at++;
  }

  /** Ends it. */
  #leave(table: LuaTable): LuaTable {
    this.#depth--;
    return table;
  }

  #readObject(): LuaTable {
    this.#enter();
    const object = new LuaTable();
    if (this.#skipCharacter(CLOSE_BRACE)) return this.#leave(object);
    do {
      const key = this.#readKey();
      if (!this.#skipCharacter(COLON)) this.#fail("':'");
      object.setString(key, this.#readValue());
    } while (this.#skipCharacter(COMMA));
    if (!this.#skipCharacter(CLOSE_BRACE)) this.#fail("',' or '}'");
    return this.#leave(object);
  }

  #readKey(): string {
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) === QUOTE) return this.#readString(QUOTE);
    const key = this.#options.isNbt ? this.#match(NBT_KEY) : "";
    return key === "" ? this.#fail("an object key") : key;
  }

  #readArray(): LuaTable {
    this.#enter();
    if (this.#options.isNbt) this.#match(NBT_ARRAY_TYPE);
    const values: LuaValue[] = [];
    if (this.#skipCharacter(CLOSE_BRACKET)) {
      return this.#leave(this.#options.emptyArray ?? LuaTable.fromArray(values));
    }
    do values.push(this.#readValue());
    while (this.#skipCharacter(COMMA));
    if (!this.#skipCharacter(CLOSE_BRACKET)) this.#fail("',' or ']'");
    return this.#leave(LuaTable.fromArray(values));
  }

  #readNumber(): number {
    const digits = this.#match(this.#options.isNbt ? NBT_NUMBER : NUMBER);
    if (digits === "") {
      this.#at++;
      this.#fail("a digit");
    }
    // What JSON's numbers do not have, such as digits after a leading zero, is left and is wrong.
    return Number(this.#options.isNbt ? digits.replace(/[bslfd]$/i, "") : digits);
  }

  #readString(quote: number): string {
    const text = this.#text;
    let start = ++this.#at;
    let result = "";
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code === quote) {
        result += text.slice(start, this.#at++);
        return result;
      }
      if (code === BACKSLASH) {
        result += text.slice(start, this.#at) + this.#readEscape();
        start = this.#at;
      } else if (code >= 0x20 || (code < 0x20 && this.#options.isNbt)) {
        this.#at++;
      } else {
        this.#fail("a closing quote");
      }
    }
  }

  /** Reads an escape, the index being at its backslash. */
  #readEscape(): string {
    const name = this.#text.charAt(this.#at + 1);
    if (name === "u") return this.#readUnicodeEscapes();
    const character = ESCAPES.get(name) ?? (name === "'" && this.#options.isNbt ? name : undefined);
    if (character === undefined) {
      this.#at++;
      this.#fail("an escape character");
    }
    this.#at += 2;
    return character;
  }

  /** Reads a `\u` escape, or two that are a surrogate pair, as UTF-8. */
  #readUnicodeEscapes(): string {
    let units = this.#readCodeUnit();
    const isHighSurrogate = units >= "\ud800" && units <= "\udbff";
    if (isHighSurrogate && this.#text.startsWith("\\u", this.#at)) {
      const start = this.#at;
      const low = this.#readCodeUnit();
      if (low >= "\udc00" && low <= "\udfff") units += low;
      else this.#at = start;
    }
    return utf8Of(units);
  }

  #readCodeUnit(): string {
    const digits = this.#text.slice(this.#at + 2, this.#at + 6);
    if (!HEX.test(digits)) {
      this.#at += 2;
      this.#fail("four hexadecimal digits");
    }
    this.#at += 6;
    return String.fromCharCode(parseInt(digits, 16));
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  #skipCharacter(code: number): boolean {
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }

  #skipWord(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  /** Takes what a sticky expression matches here, "" if it does not. */
  #match(expression: RegExp): string {
    expression.lastIndex = this.#at;
    const text = expression.exec(this.#text)?.[0] ?? "";
    this.#at += text.length;
    return text;
  }

  #fail(expected: string): never {
    const found = this.#text.charAt(this.#at);
    const actual = found === "" ? "end of input" : `'${found}'`;
    throw new MalformedJson(this.#at, `Unexpected ${actual}, expected ${expected}.`);
  }
}

/**
 * Reads JSON.
 * @param text - a byte string
 * @param options - how
 * @throws MalformedJson
 */
export function parseJson(text: string, options: JsonInputOptions): LuaValue {
  // This reader is slower, but says what is wrong, and where.
  return (
    (options.isNbt ? null : parsePlainJson(text, options)) ?? new JsonReader(text, options).read()
  );
}
