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
  type RecordFields,
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
const ESCAPED = /[\0-\x1f"\\\x7f-\uffff]/g;

/** Up to what length a string is written faster without `JSON.stringify`, if it has no escapes. */
const SHORT_STRING_LENGTH = 32;

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const DELETE = 0x7f;

/** Says whether nothing in a short string has to be escaped. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < SPACE || code === QUOTE || code === BACKSLASH || code >= DELETE) return false;
  }
  return true;
}

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

/** Writes a string, whatever is in it. */
function quote(characters: string): string {
  return `"${characters.replaceAll(ESCAPED, escape)}"`;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: string): string {
  try {
    return decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  } catch {
    return raise("invalid UTF-8 code");
  }
}

const encoder = new TextEncoder();
const encoded = new Uint8Array(64 * 1024);

/**
 * Says whether `JSON.stringify` writes what is in a text as this does. It leaves bytes past ASCII, and 127,
 * as they are, and writes other digits for control characters that have no short escape.
 *
 * The encoder finds bytes past ASCII many at a time: one look at all of the text costs less than a regular
 * expression for each string (benchmark json).
 */
function isAsJavaScriptWritesIt(text: string): boolean {
  for (let start = 0; start < text.length; start += encoded.length) {
    const part = text.slice(start, start + encoded.length);
    const { read, written } = encoder.encodeInto(part, encoded);
    if (read !== part.length || written !== part.length) return false;
  }
  return !text.includes("\\u00") && !text.includes("\x7f");
}

/** The keys of a record as they are written, each with its colon. */
interface WrittenKeys {
  /** Behind a brace: for the first that has a value. */
  readonly first: readonly string[];
  /** Behind a comma: for the others. */
  readonly next: readonly string[];
}

const NO_KEYS: WrittenKeys = { first: [], next: [] };

/** The keys of records of which there are many. */
const writtenKeys = new WeakMap<RecordFields, WrittenKeys>();

/** Writes one value. */
class JsonWriter {
  /** Whether strings were left to JavaScript without a look at what is in them. */
  isToBeChecked = false;
  readonly #isCareful: boolean;
  readonly #options: JsonOutputOptions;
  readonly #constants: JsonConstants;
  readonly #path: SerializationPath;
  /** Whether keys are written as everywhere else. */
  readonly #hasOrdinaryKeys: boolean;
  readonly #keys = new Map<string, string>();
  #lastFields: RecordFields | null = null;
  #lastKeys = NO_KEYS;

  constructor(options: JsonOutputOptions, constants: JsonConstants, isCareful: boolean) {
    this.#options = options;
    this.#isCareful = isCareful;
    this.#hasOrdinaryKeys = !options.isNbt && !options.hasUnicodeStrings;
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
    if (text.length < SHORT_STRING_LENGTH && isPlain(text)) return `"${text}"`;
    if (!this.#isCareful) {
      this.isToBeChecked = true;
      return JSON.stringify(text);
    }
    return quote(this.#options.hasUnicodeStrings ? decodeUtf8(text) : text);
  }

  #writeTable(table: LuaTable): string {
    if (table === this.#constants.emptyArray) return "[]";
    if (table === this.#constants.null) return "null";
    this.#path.enter(table);
    const text = this.#writeEntries(table);
    this.#path.leave();
    return text;
  }

  #writeEntries(table: LuaTable): string {
    const { arr, fields } = table;
    if (table.hash === null) {
      if (fields === null) return arr.length > 0 ? this.#writeSequence(arr) : "{}";
      if (arr.length === 0 && fields.isShared && this.#hasOrdinaryKeys) {
        return this.#writeRecord(table.rec, fields);
      }
    }
    return this.#writeAnyEntries(table);
  }

  #writeAnyEntries(table: LuaTable): string {
    const { arr } = table;
    const isSequence = arr.length > 0 && table.nextPosition(arr.length) < 0;
    if (isSequence) return this.#writeSequence(arr);
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

  /** Writes what a table holds that has nothing but a record part like many others. */
  #writeRecord(record: LuaTable["rec"], fields: RecordFields): string {
    const { properties } = fields;
    const keys = this.#keysOf(fields);
    let object = "";
    for (let i = 0; i < properties.length; i++) {
      const value = record[properties[i]!];
      if (value === undefined) continue;
      object += (object === "" ? keys.first : keys.next)[i]!;
      object += this.write(value);
    }
    return object === "" ? "{}" : `${object}}`;
  }

  /** Gives the keys of a record, which often is like the one before it. */
  #keysOf(fields: RecordFields): WrittenKeys {
    if (fields !== this.#lastFields) {
      let keys = writtenKeys.get(fields);
      if (keys === undefined) {
        const texts = fields.keys.map((key) => `${quote(key)}:`);
        keys = { first: texts.map((text) => `{${text}`), next: texts.map((text) => `,${text}`) };
        writtenKeys.set(fields, keys);
      }
      this.#lastFields = fields;
      this.#lastKeys = keys;
    }
    return this.#lastKeys;
  }

  /** Writes what a table holds that has nothing but an array part, as most arrays do. */
  #writeSequence(values: readonly LuaValue[]): string {
    const [first] = values;
    const isText = typeof first === "string" && first.length >= SHORT_STRING_LENGTH;
    if (isText && !this.#isCareful && values.every((value) => typeof value === "string")) {
      this.isToBeChecked = true;
      return JSON.stringify(values);
    }
    let text = "[";
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (i > 0) text += ",";
      text += value === undefined ? "null" : this.write(value);
    }
    return `${text}]`;
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
  const writer = new JsonWriter(options, constants, false);
  const text = writer.write(value);
  const isRight = !writer.isToBeChecked || isAsJavaScriptWritesIt(text);
  return isRight ? text : new JsonWriter(options, constants, true).write(value);
}
