/**
 * Bytes as values: the read side of `data-writer.ts`.
 */
import { LuaTable, type LuaValue } from "@craftos-http/interpreter";
import { Tag, type TraceData } from "./data-writer.js";
import { DigestedText } from "./digest.js";
import { RecentTexts } from "./recent-texts.js";

/** The bytes are not what a recorder writes, or hold what cannot be replayed. */
export class TraceDamaged extends Error {
  /** What tells it from other errors. */
  override readonly name = "TraceDamaged";
}

/** Reads values off a byte string. */
export class DataReader {
  readonly #bytes: string;
  readonly #recentTexts: RecentTexts;
  #offset: number;
  readonly #tables: LuaTable[] = [];

  /**
   * Begins at an offset.
   * @param bytes - the bytes
   * @param offset - where the first value is
   * @param recentTexts - the texts of the values that were written before
   */
  constructor(bytes: string, offset = 0, recentTexts = new RecentTexts()) {
    this.#bytes = bytes;
    this.#recentTexts = recentTexts;
    this.#offset = offset;
  }

  /** How far it has come. */
  get offset(): number {
    return this.#offset;
  }

  /** Whether a byte is left. */
  get hasMore(): boolean {
    return this.#offset < this.#bytes.length;
  }

  /** Reads some bytes as they are. */
  take(count: number): string {
    const end = this.#offset + count;
    if (end > this.#bytes.length) throw new TraceDamaged("a value goes past the end of its record");
    const text = this.#bytes.slice(this.#offset, end);
    this.#offset = end;
    return text;
  }

  /** Reads a whole number. */
  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.take(1).charCodeAt(0);
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      if (factor > 2 ** 49) throw new TraceDamaged("a number is too long");
    }
  }

  /** Reads a text with its length in front. */
  sized(): string {
    return this.take(this.varint());
  }

  /** Reads a value. */
  read(): TraceData {
    const tag = this.take(1);
    switch (tag) {
      case Tag.nil:
        return undefined;
      case Tag.null:
        return null;
      case Tag.true:
        return true;
      case Tag.false:
        return false;
      case Tag.whole:
        return this.varint();
      case Tag.double:
        return this.#double();
      case Tag.string:
        return this.#text();
      case Tag.sameText:
        return this.#sameText();
      case Tag.bytes:
        return Uint8Array.from(this.sized(), (byte) => byte.charCodeAt(0));
      case Tag.list:
        return Array.from({ length: this.varint() }, () => this.read());
      case Tag.object:
        return this.#object();
      case Tag.table:
        return this.#table();
      case Tag.sameTable:
        return this.#tables[this.varint()];
      case Tag.digested:
        return new DigestedText(this.varint(), this.take(16), this.sized());
      case Tag.opaque:
        throw new TraceDamaged(`it holds a ${this.sized()}, which cannot be carried over`);
      default:
        throw new TraceDamaged(`there is no kind of value ${JSON.stringify(tag)}`);
    }
  }

  #text(): string {
    const text = this.sized();
    this.#recentTexts.keep(text);
    return text;
  }

  #sameText(): string {
    const text = this.#recentTexts.at(this.varint());
    if (text === undefined) throw new TraceDamaged("it refers to a text that there cannot be");
    return text;
  }

  #double(): number {
    const view = new DataView(new ArrayBuffer(8));
    const bytes = this.take(8);
    for (let i = 0; i < 8; i++) view.setUint8(i, bytes.charCodeAt(i));
    return view.getFloat64(0);
  }

  #object(): TraceData {
    const entries: [string, TraceData][] = [];
    for (let left = this.varint(); left > 0; left--) {
      entries.push([this.sized(), this.read()]);
    }
    return Object.fromEntries(entries) as TraceData;
  }

  #table(): LuaTable {
    const table = new LuaTable();
    this.#tables.push(table);
    for (let left = this.varint(); left > 0; left--) {
      const key = this.read() as LuaValue;
      table.set(key, this.read() as LuaValue);
    }
    return table;
  }
}
