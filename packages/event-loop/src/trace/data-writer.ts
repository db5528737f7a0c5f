/**
 * Values as bytes: the write side of a trace's data. `data-reader.ts` is the other side, and
 * docs/record-and-replay.md describes the format.
 *
 * Bytes are collected in a JavaScript string: joining strings costs next to nothing and copies no
 * body, which matters because this runs for every request of a recorded server (bench events).
 */
import { LuaTable, type LuaValue, typeName } from "@craftos-http/interpreter";
import type { PlainData } from "../door/door.js";
import { DigestedText, digestOf } from "./digest.js";

/** What a trace holds: plain data, Lua tables of it, and texts that were cut to their digest. */
export type TraceData = PlainData | LuaValue | DigestedText | readonly TraceData[];

/** The first byte of a value. */
export const Tag = {
  nil: "n",
  null: "N",
  true: "t",
  false: "f",
  /** A whole number from 0, as a varint. */
  whole: "i",
  /** Any number, as 8 bytes. */
  double: "d",
  string: "s",
  bytes: "b",
  list: "l",
  object: "o",
  table: "T",
  /** A table that stands further up in the same value, by its number. */
  sameTable: "r",
  digested: "D",
  /** A value that no trace can hold (a function, a coroutine, userdata), by its type. */
  opaque: "?",
} as const;

/** Texts that leave a computer are kept whole up to this length. */
export const TEXT_BYTES_MAX = 1024;
/** What is kept of longer ones. */
const START_BYTES = 256;

const doubleView = new DataView(new ArrayBuffer(8));

/**
 * Encodes a whole number, 7 bits a byte, the lowest first; the highest bit says that more follow.
 * @param value - from 0 to 2^53
 */
export function varint(value: number): string {
  let rest = value;
  let bytes = "";
  while (rest >= 0x80) {
    bytes += String.fromCharCode((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return bytes + String.fromCharCode(rest);
}

/** Encodes a text: its length and its bytes. */
export function sized(text: string): string {
  return varint(text.length) + text;
}

function encodeNumber(value: number): string {
  if (Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)) {
    return Tag.whole + varint(value);
  }
  doubleView.setFloat64(0, value);
  let bytes: string = Tag.double;
  for (let i = 0; i < 8; i++) bytes += String.fromCharCode(doubleView.getUint8(i));
  return bytes;
}

/** Writes values. One writer writes one value, in which a table may come several times. */
class DataWriter {
  readonly #digestsLongTexts: boolean;
  #tables: Map<LuaTable, number> | null = null;

  constructor(digestsLongTexts: boolean) {
    this.#digestsLongTexts = digestsLongTexts;
  }

  write(data: TraceData): string {
    switch (typeof data) {
      case "string":
        return this.#writeText(data);
      case "number":
        return encodeNumber(data);
      case "undefined":
        return Tag.nil;
      case "boolean":
        return data ? Tag.true : Tag.false;
      case "function":
        return Tag.opaque + sized("function");
      default:
        return this.#writeObject(data);
    }
  }

  #writeText(text: string): string {
    if (!this.#digestsLongTexts || text.length <= TEXT_BYTES_MAX) return Tag.string + sized(text);
    return this.#writeDigested(
      new DigestedText(text.length, digestOf(text), text.slice(0, START_BYTES)),
    );
  }

  #writeDigested({ length, digest, start }: DigestedText): string {
    return Tag.digested + varint(length) + digest + sized(start);
  }

  #writeObject(data: Exclude<TraceData, undefined | boolean | number | string>): string {
    if (Array.isArray(data)) return this.#writeList(data as readonly TraceData[]);
    if (data === null) return Tag.null;
    if (data instanceof LuaTable) return this.#writeTable(data);
    if (data instanceof DigestedText) return this.#writeDigested(data);
    if (data instanceof Uint8Array) {
      let bytes = "";
      for (const byte of data) bytes += String.fromCharCode(byte);
      return Tag.bytes + sized(bytes);
    }
    if (Object.getPrototypeOf(data) !== Object.prototype) {
      return Tag.opaque + sized(typeName(data as LuaValue));
    }
    const entries = Object.entries(data as Readonly<Record<string, PlainData>>);
    let bytes = Tag.object + varint(entries.length);
    for (const [key, value] of entries) bytes += sized(key) + this.write(value);
    return bytes;
  }

  #writeList(list: readonly TraceData[]): string {
    let bytes = Tag.list + varint(list.length);
    for (const item of list) bytes += this.write(item);
    return bytes;
  }

  #writeTable(table: LuaTable): string {
    const tables = (this.#tables ??= new Map<LuaTable, number>());
    const known = tables.get(table);
    if (known !== undefined) return Tag.sameTable + varint(known);
    tables.set(table, tables.size);
    let count = 0;
    let bytes = "";
    for (const [key, value] of tableEntries(table)) {
      count++;
      bytes += this.write(key) + this.write(value);
    }
    return Tag.table + varint(count) + bytes;
  }
}

function* tableEntries(table: LuaTable): Generator<readonly [LuaValue, LuaValue]> {
  let place = table.nextPosition(0);
  while (place >= 0) {
    yield [table.keyAt(place), table.valueAt(place)];
    place = table.nextPosition(place + 1);
  }
}

/** Encodes what comes in: whole. */
export function encodeData(data: TraceData): string {
  return new DataWriter(false).write(data);
}

/** Encodes what goes out: of long texts only a digest and the beginning. */
export function encodeDigested(data: TraceData): string {
  return new DataWriter(true).write(data);
}
