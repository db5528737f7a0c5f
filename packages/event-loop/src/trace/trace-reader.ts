/**
 * Reads the entries of a trace, a piece of the file at a time: a trace may be larger than memory.
 */
import type { PlainData } from "../door/door.js";
import type { EventValues } from "../events/computer-event.js";
import { DataReader, TraceDamaged } from "./data-reader.js";
import { RecentTexts } from "./recent-texts.js";
import {
  NAMES_MAX,
  RecordKind,
  TRACE_MAGIC,
  TRACE_VERSION,
  type TraceEntry,
  traceHeader,
} from "./trace-entry.js";

/** Reads one trace from its start. */
export class TraceReader {
  readonly #pull: () => string;
  readonly #names: string[] = [];
  readonly #recentTexts = new RecentTexts();
  #bytes = "";
  #offset = 0;
  #lastTurn = 0;
  #entryCount = 0;
  #hasEnded = false;
  #isCutShort = false;
  #peeked: TraceEntry | null | undefined = undefined;

  /**
   * Begins to read.
   * @param pull - gives the next bytes of the trace, as a byte string; "" at its end
   * @throws TraceDamaged when it is no trace, or one of another version
   */
  constructor(pull: () => string) {
    this.#pull = pull;
    const header = traceHeader(TRACE_VERSION);
    while (this.#bytes.length < header.length && this.#more());
    if (!this.#bytes.startsWith(TRACE_MAGIC)) throw new TraceDamaged("this is no trace");
    if (!this.#bytes.startsWith(header)) {
      const version = /^\d*/.exec(this.#bytes.slice(TRACE_MAGIC.length))?.[0] ?? "";
      throw new TraceDamaged(
        `this is a trace of version ${version}, and only version ${TRACE_VERSION} can be read`,
      );
    }
    this.#offset = header.length;
  }

  /** Whether the trace ends in the middle of a record; known once {@link next} gave null. */
  get isCutShort(): boolean {
    return this.#isCutShort;
  }

  /** How many entries {@link next} has given. */
  get entryCount(): number {
    return this.#entryCount;
  }

  /** Gives the next entry, or null at the end. */
  next(): TraceEntry | null {
    const entry = this.peek();
    this.#peeked = undefined;
    if (entry !== null) this.#entryCount++;
    return entry;
  }

  /** Gives the next entry, or null at the end, without passing it. */
  peek(): TraceEntry | null {
    return (this.#peeked ??= this.#read());
  }

  #read(): TraceEntry | null {
    if (this.#isCutShort) return null;
    const record = this.#takeRecord();
    return record === null ? null : this.#entryOf(record);
  }

  #takeRecord(): string | null {
    const size = this.#takeSize();
    if (size === null) return null;
    while (this.#bytes.length - this.#offset < size) {
      if (!this.#more()) {
        this.#isCutShort = true;
        return null;
      }
    }
    const record = this.#bytes.slice(this.#offset, this.#offset + size);
    this.#offset += size;
    return record;
  }

  #takeSize(): number | null {
    let size = 0;
    for (let factor = 1, at = this.#offset; ; factor *= 0x80, at++) {
      while (at >= this.#bytes.length) {
        const passed = at - this.#offset;
        if (!this.#more()) {
          this.#isCutShort = passed > 0;
          return null;
        }
        at = this.#offset + passed;
      }
      const byte = this.#bytes.charCodeAt(at);
      size += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        this.#offset = at + 1;
        return size;
      }
      if (factor > 2 ** 35) throw new TraceDamaged(`record ${this.#entryCount + 1} has no length`);
    }
  }

  /** Gets more bytes; lets go of those that were read. */
  #more(): boolean {
    if (this.#hasEnded) return false;
    const bytes = this.#pull();
    this.#hasEnded = bytes === "";
    this.#bytes = this.#bytes.slice(this.#offset) + bytes;
    this.#offset = 0;
    return !this.#hasEnded;
  }

  #entryOf(record: string): TraceEntry {
    const reader = new DataReader(record, 1, this.#recentTexts);
    const kind = record[0];
    switch (kind) {
      case RecordKind.boot:
        this.#lastTurn = 0;
        return { kind: "boot", setup: reader.read() as PlainData };
      case RecordKind.event:
      case RecordKind.describedEvent:
      case RecordKind.timer:
      case RecordKind.alarm:
        return this.#eventOf(kind, reader);
      case RecordKind.read:
        return { kind: "read", source: this.#nameOf(reader), value: reader.read() as PlainData };
      case RecordKind.emit: {
        const destination = this.#nameOf(reader);
        return { kind: "emit", destination, data: reader.read() };
      }
      case RecordKind.tooLong:
        return { kind: "too long", looks: reader.varint() };
      case RecordKind.preempt:
        return { kind: "preempt", looks: reader.varint() };
      case RecordKind.end:
        return { kind: "end", end: reader.sized(), detail: reader.read() as PlainData };
      default:
        throw new TraceDamaged(`record ${this.#entryCount + 1} is of no known kind`);
    }
  }

  #eventOf(kind: string, reader: DataReader): TraceEntry {
    const turn = (this.#lastTurn += reader.varint());
    if (kind === RecordKind.timer || kind === RecordKind.alarm) {
      const timer = kind === RecordKind.timer ? "timer" : "alarm";
      return { kind: "event", turn, event: { kind: "timer", timer, id: reader.varint() } };
    }
    const name = this.#nameOf(reader);
    const data = reader.read();
    if (kind === RecordKind.describedEvent) {
      const description = data as PlainData;
      return { kind: "event", turn, event: { kind: "described", name, description } };
    }
    const values = [name, ...(data as EventValues)] as unknown as EventValues;
    return { kind: "event", turn, event: { kind: "plain", values } };
  }

  #nameOf(reader: DataReader): string {
    const number = reader.varint();
    if (number > 0) return this.#names[number - 1] ?? "";
    const name = reader.sized();
    if (this.#names.length < NAMES_MAX) this.#names.push(name);
    return name;
  }
}
