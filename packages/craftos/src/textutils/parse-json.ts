/**
 * `textutils.unserializeJSON`: a parser for JSON (RFC 8259) and, if asked, Minecraft's variant of it
 * with bare keys, number suffixes and typed arrays. Source: tweaked.cc, textutils.unserializeJSON.
 *
 * Text is bytes; what stands between quotes is taken as it is, `\u` escapes become UTF-8.
 *
 * Small documents without escapes, as requests bring them, are read here in less time than `JSON.parse`
 * takes, of whose objects tables would have to be made (bench:http, json): what is usual is read by short
 * loops, and objects are expected to be like those before them (`json-layouts.ts`).
 */
import { LuaTable, type LuaValue } from "@craftos-http/interpreter";
import { JSON_DEPTH_MAX, type JsonInputOptions, utf8Of } from "./json-input.js";
import { type JsonLayout, jsonLayouts } from "./json-layouts.js";
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

/** Characters before this one stand in strings as escapes only. */
const FIRST_PLAIN = 0x20;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const DIGIT_0 = 0x30;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const EXPONENT = 0x65;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NBT_NUMBER = /[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?[bslfdBSLFD]?/y;
const NBT_KEY = /[\w.+-]+/y;
const NBT_ARRAY_TYPE = /[BIL];/y;
const HEX = /^[\dA-Fa-f]{4}$/;
// eslint-disable-next-line no-control-regex -- what is not control characters
const PLAIN_CHARACTERS = /[^\0-\x1f"'\\]*/y;

/** Of a longer string, a regular expression finds the end faster than a loop (benchmark json). */
const LOOP_CHARACTERS = 32;

/**
 * Longer texts are left to `JSON.parse`, since V8 keeps a text while a program keeps a part of it that has
 * more than a dozen characters: a waste where that is one word of a large document.
 */
const TEXT_LENGTH_MAX = 16 * 1024;

/** Numbers of so many digits are exact as doubles, and so are these powers of ten. */
const DIGITS_MAX = 15;
const POWERS_OF_TEN: readonly number[] = Array.from({ length: DIGITS_MAX + 1 }, (_, i) =>
  Number(`1e${i}`),
);

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

/** The bit by which a small letter differs from its capital. */
const CASE = 0x20;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

class JsonReader {
  readonly #text: string;
  readonly #options: JsonInputOptions;
  /** Values of what is being read, the innermost last: up to {@link #top}. */
  readonly #values: LuaValue[] = [];
  #top = 0;
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
    const code = this.#skipSpace();
    if (code === QUOTE) return this.#readString(QUOTE);
    if (code === OPEN_BRACE) return this.#readObject();
    if (code === OPEN_BRACKET) return this.#readArray();
    if (code === MINUS || isDigit(code)) return this.#readNumber(code);
    if (code === APOSTROPHE && this.#options.isNbt) return this.#readString(APOSTROPHE);
    if (this.#skipText("true")) return true;
    if (this.#skipText("false")) return false;
    if (this.#skipText("null")) return this.#options.null;
    return this.#fail("a value");
  }

  /** Begins an object or an array. */
  #enter(): void {
    if (++this.#depth > JSON_DEPTH_MAX) throw new MalformedJson(this.#at, "Nested too deeply.");
    this.#at++;
  }

  /** Keeps a value of what is being read. */
  #push(value: LuaValue): void {
    this.#values[this.#top++] = value;
  }

  /** Ends it; its values are not kept any longer. */
  #leave(table: LuaTable, start: number): LuaTable {
    this.#depth--;
    this.#top = start;
    return table;
  }

  #readObject(): LuaTable {
    this.#enter();
    const start = this.#top;
    if (this.#skipCharacter(CLOSE_BRACE)) return this.#leave(new LuaTable(), start);
    let layout: JsonLayout = jsonLayouts.root;
    do {
      this.#skipSpace();
      let child = layout.next;
      if (child === null || !this.#skipText(child.keyText)) {
        const key = this.#readKey();
        child = layout.follow(key);
        if (child === null) return this.#leave(this.#readNewObject(layout, key, start), start);
      }
      const value = this.#readValue();
      // A key whose value is nil is not there.
      if (value === undefined) continue;
      this.#push(value);
      layout = child;
    } while (this.#skipCharacter(COMMA));
    if (!this.#skipCharacter(CLOSE_BRACE)) this.#fail("',' or '}'");
    const object = jsonLayouts.makeTable(layout, null, this.#values, start);
    return this.#leave(object, start);
  }

  /**
   * Reads the rest of an object whose keys are in no layout.
   * @param layout - has the keys whose values were read
   * @param nextKey - the one after them, read with its colon
   * @param start - the index of the first value
   */
  #readNewObject(layout: JsonLayout, nextKey: string, start: number): LuaTable {
    const keys = [...layout.keys, nextKey];
    this.#push(this.#readValue());
    while (this.#skipCharacter(COMMA)) {
      keys.push(this.#readKey());
      this.#push(this.#readValue());
    }
    if (!this.#skipCharacter(CLOSE_BRACE)) this.#fail("',' or '}'");
    return jsonLayouts.makeTable(layout, keys, this.#values, start);
  }

  /** Reads a key and its colon. */
  #readKey(): string {
    const key = this.#skipSpace() === QUOTE ? this.#readString(QUOTE) : this.#readBareKey();
    if (!this.#skipCharacter(COLON)) this.#fail("':'");
    return key;
  }

  #readBareKey(): string {
    const key = this.#options.isNbt ? this.#match(NBT_KEY) : "";
    return key === "" ? this.#fail("an object key") : key;
  }

  #readArray(): LuaTable {
    this.#enter();
    if (this.#options.isNbt) this.#match(NBT_ARRAY_TYPE);
    const start = this.#top;
    if (this.#skipCharacter(CLOSE_BRACKET)) {
      return this.#leave(this.#options.emptyArray ?? new LuaTable(), start);
    }
    do this.#push(this.#readValue());
    while (this.#skipCharacter(COMMA));
    if (!this.#skipCharacter(CLOSE_BRACKET)) this.#fail("',' or ']'");
    return this.#leave(LuaTable.fromArray(this.#values.slice(start, this.#top)), start);
  }

  /**
   * Reads a number.
   * @param first - its first character: a digit or a minus
   */
  #readNumber(first: number): number {
    if (this.#options.isNbt) return Number(this.#matchDigits(NBT_NUMBER).replace(/[bslfd]$/i, ""));
    const text = this.#text;
    const isNegative = first === MINUS;
    const start = isNegative ? this.#at + 1 : this.#at;
    let at = start;
    let code = text.charCodeAt(at);
    let digits = 0;
    while (isDigit(code)) {
      digits = digits * 10 + (code - DIGIT_0);
      code = text.charCodeAt(++at);
      // What JSON's numbers do not have, such as digits after a leading zero, is left and is wrong.
      if (digits === 0) break;
    }
    if (at === start) return Number(this.#matchDigits(NUMBER));
    let decimals = 0;
    if (code === POINT) {
      const point = at;
      while (isDigit((code = text.charCodeAt(++at)))) digits = digits * 10 + (code - DIGIT_0);
      decimals = at - point - 1;
      if (decimals === 0) return Number(this.#matchDigits(NUMBER));
    }
    if ((code | CASE) === EXPONENT) return Number(this.#matchDigits(NUMBER));
    const begin = this.#at;
    this.#at = at;
    if (at - start > DIGITS_MAX) return Number(text.slice(begin, at));
    const value = decimals === 0 ? digits : digits / POWERS_OF_TEN[decimals]!;
    return isNegative ? -value : value;
  }

  #matchDigits(expression: RegExp): string {
    const digits = this.#match(expression);
    if (digits !== "") return digits;
    this.#at++;
    return this.#fail("a digit");
  }

  #readString(quote: number): string {
    const text = this.#text;
    const start = ++this.#at;
    let at = start;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        this.#at = at + 1;
        return text.slice(start, at);
      }
      // At the end of the text there is no code.
      if (!(code >= FIRST_PLAIN) || code === BACKSLASH) break;
      at++;
      if ((at - start) % LOOP_CHARACTERS === 0) {
        PLAIN_CHARACTERS.lastIndex = at;
        PLAIN_CHARACTERS.test(text);
        at = PLAIN_CHARACTERS.lastIndex;
      }
    }
    return this.#readIrregularString(start, at, quote);
  }

  /**
   * Reads the rest of a string that has escapes or something wrong in it.
   * @param begin - the index of its first character
   * @param plainEnd - the end of the part before the first that is not plain
   * @param quote - what ends it
   */
  #readIrregularString(begin: number, plainEnd: number, quote: number): string {
    const text = this.#text;
    let start = begin;
    let result = "";
    this.#at = plainEnd;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code === quote) {
        result += text.slice(start, this.#at++);
        return result;
      }
      if (code === BACKSLASH) {
        result += text.slice(start, this.#at) + this.#readEscape();
        start = this.#at;
      } else if (code >= FIRST_PLAIN || (code < FIRST_PLAIN && this.#options.isNbt)) {
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

  /** Skips white space; gives the character after it, NaN at the end. */
  #skipSpace(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
      this.#at++;
    }
  }

  #skipCharacter(code: number): boolean {
    if (this.#skipSpace() !== code) return false;
    this.#at++;
    return true;
  }

  #skipText(expected: string): boolean {
    const text = this.#text;
    const at = this.#at;
    for (let i = 0; i < expected.length; i++) {
      if (text.charCodeAt(at + i) !== expected.charCodeAt(i)) return false;
    }
    this.#at = at + expected.length;
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
  const isReadHere = options.isNbt || (text.length <= TEXT_LENGTH_MAX && !text.includes("\\"));
  const value = isReadHere ? null : parsePlainJson(text, options);
  if (value !== null) return value;
  return new JsonReader(text, options).read();
}
