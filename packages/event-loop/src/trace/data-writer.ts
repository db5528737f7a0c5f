/**
 * Values as bytes: the write side of a trace's data. `data-reader.ts` is the other side, and
 * docs/record-and-replay.md describes the format.
 */
import { LuaTable, type LuaValue, typeName } from "@craftos-http/interpreter";
import type { PlainData } from "../door/door.js";
import { byteStringOf, type ByteWriter } from "./byte-writer.js";
import { DigestedText, digestOf } from "./digest.js";
import { RecentTexts } from "./recent-texts.js";

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
  /** A text that the trace has lately held, by its place. */
  sameText: "=",
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

/**
 * Writes values. The tables of one value that come several times are written once, and so are texts
 * that come again soon.
 */
export class DataWriter {
  private readonly out: ByteWriter;
  private readonly redact: ((text: string) => string) | null;
  private readonly recentTexts = new RecentTexts();
  private goesOut = false;
  private tables: Map<LuaTable, number> | null = null;

  /**
   * Makes a writer.
   * @param out - takes the bytes
   * @param redact - keeps secrets out of a text that goes out; default changes nothing
   */
  constructor(out: ByteWriter, redact?: (text: string) => string) {
    this.out = out;
    this.redact = redact ?? null;
  }

  /** Writes what comes in: whole. */
  write(data: TraceData): void {
    this.goesOut = false;
    this.value(data);
    this.tables = null;
  }

  /** Writes what goes out: of long texts only a digest and the beginning. */
  writeDigested(data: TraceData): void {
    this.goesOut = true;
    this.value(data);
    this.tables = null;
  }

  private value(data: TraceData): void {
    switch (typeof data) {
      case "string":
        this.text(this.goesOut && this.redact !== null ? this.redact(data) : data);
        return;
      case "number":
        this.number(data);
        return;
      case "undefined":
        this.out.tag(Tag.nil);
        return;
      case "boolean":
        this.out.tag(data ? Tag.true : Tag.false);
        return;
      case "function":
        this.opaque("function");
        return;
      default:
        this.object(data);
    }
  }

  private number(value: number): void {
    if (value > 0 ? Number.isSafeInteger(value) : Object.is(value, 0)) {
      this.out.tag(Tag.whole);
      this.out.varint(value);
    } else {
      this.out.tag(Tag.double);
      this.out.double(value);
    }
  }

  private text(text: string): void {
    const place = this.recentTexts.find(text);
    if (place >= 0) {
      this.out.tag(Tag.sameText);
      this.out.varint(place);
      return;
    }
    if (this.goesOut && text.length > TEXT_BYTES_MAX) {
      this.digested(new DigestedText(text.length, digestOf(text), text.slice(0, START_BYTES)));
      return;
    }
    this.recentTexts.keep(text);
    this.out.tag(Tag.string);
    this.out.sized(text);
  }

  private digested({ length, digest, start }: DigestedText): void {
    this.out.tag(Tag.digested);
    this.out.varint(length);
    this.out.text(digest);
    this.out.sized(start);
  }

  private opaque(type: string): void {
    this.out.tag(Tag.opaque);
    this.out.sized(type);
  }

  private object(data: Exclude<TraceData, undefined | boolean | number | string>): void {
    if (Array.isArray(data)) {
      const list = data as readonly TraceData[];
      this.out.tag(Tag.list);
      this.out.varint(list.length);
      for (let i = 0; i < list.length; i++) this.value(list[i]);
    } else if (data === null) {
      this.out.tag(Tag.null);
    } else if (data instanceof LuaTable) {
      this.table(data);
    } else if (data instanceof DigestedText) {
      this.digested(data);
    } else if (data instanceof Uint8Array) {
      this.out.tag(Tag.bytes);
      this.out.sized(byteStringOf(data));
    } else if (Object.getPrototypeOf(data) === Object.prototype) {
      const fields = data as Readonly<Record<string, PlainData>>;
      // Not entries, which are an array for each field.
      const keys = Object.keys(fields);
      this.out.tag(Tag.object);
      this.out.varint(keys.length);
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i]!;
        this.out.sized(key);
        this.value(fields[key]);
      }
    } else {
      this.opaque(typeName(data as LuaValue));
    }
  }

  private table(table: LuaTable): void {
    const tables = (this.tables ??= new Map<LuaTable, number>());
    const known = tables.get(table);
    if (known !== undefined) {
      this.out.tag(Tag.sameTable);
      this.out.varint(known);
      return;
    }
    tables.set(table, tables.size);
    const entries = [...tableEntries(table)];
    this.out.tag(Tag.table);
    this.out.varint(entries.length);
    for (const [key, value] of entries) {
      this.value(key);
      this.value(value);
    }
  }
}

function* tableEntries(table: LuaTable): Generator<readonly [LuaValue, LuaValue]> {
  let place = table.nextPosition(0);
  while (place >= 0) {
    yield [table.keyAt(place), table.valueAt(place)];
    place = table.nextPosition(place + 1);
  }
}
