/**
 * `textutils.serializeJSON`. Source: tweaked.cc, textutils.serializeJSON.
 *
 * Keys come in the order of the table. A table with string keys is an object, whatever else it has;
 * one with numbers only is an array up to the highest, with null where nothing is.
 */
import {
  type LuaTable,
  type LuaValue,
  raise,
  rawToString,
  typeName,
} from "@craftos-http/interpreter";
import type { JsonConstants } from "./json-constants.js";
import { SerializationPath } from "./serialization-path.js";

/** How JSON is written. */
export interface JsonOutputOptions {
  /** Whether keys stand without quotes, as Minecraft's NBT wants them. */
  readonly isNbt: boolean;
  /** Whether strings are UTF-8; else every byte is a character of its own. */
  readonly hasUnicodeStrings: boolean;
  /** Whether a table may appear twice. */
  readonly allowsRepetitions: boolean;
}

/** How many places an array may have for each one that is filled, beyond which it is a mistake. */
const SPARSENESS_MAX = 1_000_000;

// eslint-disable-next-line no-control-regex -- JSON has no control characters in strings
const NEEDS_ESCAPE = /[\0-\x1f"\\\x7f-\xff]/;
// eslint-disable-next-line no-control-regex -- as above
const ESCAPED = /[\0-\x1f"\\\x7f-\uffff]/g;

/** What JavaScript writes otherwise: all but line ends, tabs and the like, which are the same. */
// eslint-disable-next-line no-control-regex -- as above
const NEEDS_OWN_ESCAPE = /[\0-\x07\x0b\x0e-\x1f\x7f-\xff]/;

/** Up to what length a string is written faster without `JSON.stringify`, if it has no escapes. */
const SHORT_STRING_LENGTH = 32;

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function escape(character: string): string {
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) return short;
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: string): string {
  try {
    return decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  } catch {
    return raise("invalid UTF-8 code");
  }
}

/** Writes one value. */
class JsonWriter {
  readonly #options: JsonOutputOptions;
  readonly #constants: JsonConstants;
  readonly #path: SerializationPath;
  readonly #keys = new Map<string, string>();

  constructor(options: JsonOutputOptions, constants: JsonConstants) {
    this.#options = options;
    this.#constants = constants;
    this.#path = new SerializationPath(options.allowsRepetitions);
  }

  write(value: LuaValue): string {
    switch (typeof value) {
      case "string":
        return this.#writeString(value);
      case "number":
      case "boolean":
        return rawToString(value);
      case "object":
        if ("isTable" in value) return this.#writeTable(value);
        break;
      default:
    }
    return raise(`Cannot serialize type ${typeName(value)}`);
  }

  #writeString(text: string): string {
    if (text.length < SHORT_STRING_LENGTH && !NEEDS_ESCAPE.test(text)) return `"${text}"`;
    if (!NEEDS_OWN_ESCAPE.test(text)) return JSON.stringify(text);
    const characters = this.#options.hasUnicodeStrings ? decodeUtf8(text) : text;
    return `"${characters.replaceAll(ESCAPED, escape)}"`;
  }

  #writeTable(table: LuaTable): string {
    if (table === this.#constants.emptyArray) return "[]";
    if (table === this.#constants.null) return "null";
    this.#path.enter(table);
    const text = this.#writeEntries(table);
    this.#path.leave(table);
    return text;
  }

  #writeEntries(table: LuaTable): string {
    let object = "";
    let length = 0;
    let count = 0;
    for (let at = table.nextPosition(0); at >= 0; at = table.nextPosition(at + 1)) {
      const key = table.keyAt(at);
      if (typeof key === "string") {
        object += `${object === "" ? "{" : ","}${this.#writeKey(key)}${this.write(table.valueAt(at))}`;
      } else if (typeof key === "number") {
        length = Math.max(length, Math.floor(key));
        count++;
      }
    }
    if (object !== "") return `${object}}`;
    return length > 0 ? this.#writeArray(table, length, count) : "{}";
  }

  /** Writes a key and a colon; the same few keys come again and again. */
  #writeKey(key: string): string {
    let text = this.#keys.get(key);
    if (text === undefined) {
      text = `${this.#options.isNbt ? key : this.#writeString(key)}:`;
      this.#keys.set(key, text);
    }
    return text;
  }

  /**
   * Writes a table that has no strings as keys.
   * @param table - the table
   * @param length - its highest number
   * @param count - how many numbers it has
   */
  #writeArray(table: LuaTable, length: number, count: number): string {
    // HOST: CC: Tweaked would write nulls until its memory is full.
    if (length > count + SPARSENESS_MAX) raise("Cannot serialize array with so many gaps");
    let text = "[";
    for (let key = 1; key <= length; key++) {
      const value = table.getNumber(key);
      text += `${key === 1 ? "" : ","}${value === undefined ? "null" : this.write(value)}`;
    }
    return `${text}]`;
  }
}

/**
 * Writes a value as JSON.
 * @param value - a table, string, number or boolean
 * @param options - how
 * @param constants - what stands for an empty array and for null
 * @throws LuaError for what JSON cannot hold
 */
export function serializeJson(
  value: LuaValue,
  options: JsonOutputOptions,
  constants: JsonConstants,
): string {
  return new JsonWriter(options, constants).write(value);
}
