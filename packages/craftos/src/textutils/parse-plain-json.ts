/**
 * Reads JSON with `JSON.parse` and makes tables of what that gives: faster than reading it character by
 * character where there are escapes or long numbers (benchmark json), but without saying what is wrong with
 * a text that is not JSON. Keys that are whole numbers come first, as JavaScript has them.
 *
 * A byte string is read as it is, its bytes being characters; only escapes of characters past ASCII mean
 * something else, UTF-8, and are replaced before.
 */
import { LuaTable, type LuaValue } from "@craftos-http/interpreter";
import { JSON_DEPTH_MAX, type JsonInputOptions, utf8Of } from "./json-input.js";
import { type JsonLayout, jsonLayouts } from "./json-layouts.js";

/** An escape, with its digits if it has some; those of a surrogate pair are one. */
const ESCAPE =
  /\\(?:u([dD][89aAbB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})|u([\da-fA-F]{4})|[^])/g;

/** Escapes up to here mean the same in UTF-8. */
const ASCII_MAX = 0x7f;

/** Puts UTF-8 in the place of escapes of characters past ASCII. */
function decodeEscapes(text: string): string {
  return text.replaceAll(ESCAPE, (escape: string, high?: string, low?: string, unit?: string) => {
    const first = high ?? unit;
    if (first === undefined) return escape;
    const code = parseInt(first, 16);
    if (code <= ASCII_MAX) return escape;
    return utf8Of(String.fromCharCode(code, ...(low === undefined ? [] : [parseInt(low, 16)])));
  });
}

/** Makes Lua values of JavaScript's. */
class Converter {
  readonly #options: JsonInputOptions;
  /** Values of the objects that are being converted, the innermost last: up to {@link #top}. */
  readonly #values: LuaValue[] = [];
  #top = 0;
  #depth = 0;
  /** Whether values nest too deep. */
  hasFailed = false;

  constructor(options: JsonInputOptions) {
    this.#options = options;
  }

  convert(value: unknown): LuaValue {
    if (typeof value !== "object") return value as LuaValue;
    if (value === null) return this.#options.null;
    if (this.#depth === JSON_DEPTH_MAX) {
      this.hasFailed = true;
      return undefined;
    }
    this.#depth++;
    const table = Array.isArray(value)
      ? this.#convertArray(value as unknown[])
      : this.#convertObject(value as Readonly<Record<string, unknown>>);
    this.#depth--;
    return table;
  }

  /** Makes a table of an array, which is then the table's own. */
  #convertArray(values: unknown[]): LuaTable {
    const { length } = values;
    if (length === 0 && this.#options.emptyArray !== undefined) return this.#options.emptyArray;
    for (let i = 0; i < length; i++) {
      const value = values[i];
      if (typeof value === "object") values[i] = this.convert(value);
    }
    return LuaTable.fromArray(values as LuaValue[]);
  }

  #convertObject(fields: Readonly<Record<string, unknown>>): LuaTable {
    const start = this.#top;
    let layout: JsonLayout = jsonLayouts.root;
    /** The keys, once they are in no layout. */
    let keys: string[] | null = null;
    // What `JSON.parse` gives inherits from nothing that has fields to be listed.
    for (const key in fields) {
      const value = this.convert(fields[key]);
      // A key whose value is nil is not there.
      if (value === undefined) continue;
      this.#values[this.#top++] = value;
      if (keys !== null) {
        keys.push(key);
      } else if (layout.next?.key === key) {
        layout = layout.next;
      } else {
        const next = layout.follow(key);
        if (next === null) keys = [...layout.keys, key];
        else layout = next;
      }
    }
    const table = jsonLayouts.makeTable(layout, keys, this.#values, start);
    this.#top = start;
    return table;
  }
}

/**
 * Reads JSON, not Minecraft's variant of it.
 * @param text - a byte string
 * @param options - how
 * @returns the value; null if the text is not JSON or nests too deep
 */
export function parsePlainJson(text: string, options: JsonInputOptions): LuaValue | null {
  let value: unknown;
  try {
    value = JSON.parse(text.includes("\\u") ? decodeEscapes(text) : text);
  } catch {
    return null;
  }
  const converter = new Converter(options);
  const converted = converter.convert(value);
  return converter.hasFailed ? null : converted;
}
