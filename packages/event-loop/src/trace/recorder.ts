/**
 * Writes a trace of what passes a computer's door.
 *
 * Invariant: records are handed over whole and in order. How long they may wait here is up to whoever
 * takes them.
 */
import type { ComputerEnd } from "../computer/computer-end.js";
import type { Door, PlainData } from "../door/door.js";
import { type ComputerEvent, TimerEvent } from "../events/computer-event.js";
import { type ByteHost, ByteWriter, LENGTH_BYTES } from "./byte-writer.js";
import { DataWriter } from "./data-writer.js";
import { endDetail } from "./end-detail.js";
import { NAMES_MAX, RecordKind, TRACE_VERSION, traceHeader } from "./trace-entry.js";

/** So many bytes are handed over without being asked for. */
const PENDING_BYTES_MAX = 60 * 1024;

/** Takes a trace. */
export interface TraceSink {
  /**
   * Takes bytes of the trace: whole records.
   * @param bytes - good until this returns
   */
  write(bytes: Uint8Array): void;
  /** There are bytes that were not handed over, and before there were none. */
  hasPending?(): void;
  /** Makes and fills buffers faster than plain JavaScript; default none. */
  readonly host?: ByteHost;
  /** Keeps secrets out of a text that goes out; default changes nothing. */
  readonly redact?: ((text: string) => string) | undefined;
}

/** A door that records. One recorder writes one trace, of one computer and its reboots. */
export class TraceRecorder implements Door {
  private readonly sink: TraceSink;
  private readonly out: ByteWriter;
  private readonly data: DataWriter;
  private readonly names = new Map<string, number>();
  private lastTurn = 0;
  /** Where the contents of the record that is being written begin. */
  private start = 0;

  /**
   * Begins a trace.
   * @param sink - takes it
   */
  constructor(sink: TraceSink) {
    this.sink = sink;
    this.out = new ByteWriter(sink.host);
    this.data = new DataWriter(this.out, sink.redact);
    this.out.text(traceHeader(TRACE_VERSION));
    this.flush();
  }

  /** Hands over what is pending. */
  flush(): void {
    if (this.out.length > 0) this.sink.write(this.out.take());
  }

  /**
   * Notes that a computer is booted.
   * @param setup - everything that a replay must do the same: program, arguments, seed, limits
   */
  boot(setup: PlainData): void {
    this.lastTurn = 0;
    this.beginRecord(RecordKind.boot);
    this.data.write(setup);
    this.endRecord();
  }

  /** Notes how the computer's run ended. */
  end(end: ComputerEnd): void {
    this.beginRecord(RecordKind.end);
    this.out.sized(end.kind);
    this.data.writeDigested(endDetail(end));
    this.endRecord();
  }

  /** See {@link Door.read}. */
  read<T extends PlainData>(source: string, get: () => T): T {
    const value = get();
    this.beginRecord(RecordKind.read);
    this.name(source);
    this.data.write(value);
    this.endRecord();
    return value;
  }

  /** See {@link Door.admit}. */
  admit(event: ComputerEvent, turn: number): void {
    const since = turn - this.lastTurn;
    this.lastTurn = turn;
    if (event instanceof TimerEvent) {
      this.beginRecord(RecordKind[event.kind]);
      this.out.varint(since);
      this.out.varint(event.id);
      this.endRecord();
      return;
    }
    const description = event.describe?.();
    this.beginRecord(description === undefined ? RecordKind.event : RecordKind.describedEvent);
    this.out.varint(since);
    this.name(event.values[0]);
    this.data.write(description === undefined ? event.values.slice(1) : description);
    this.endRecord();
  }

  /** See {@link Door.emit}. */
  emit(destination: string, data: PlainData): void {
    this.beginRecord(RecordKind.emit);
    this.name(destination);
    this.data.writeDigested(data);
    this.endRecord();
  }

  /** See {@link Door.runsTooLong}. */
  runsTooLong(looks: number, byTheClock: boolean): boolean {
    if (byTheClock) {
      this.beginRecord(RecordKind.tooLong);
      this.out.varint(looks);
      this.endRecord();
    }
    return byTheClock;
  }

  /** See {@link Door.preempts}. */
  preempts(looks: number, byTheClock: boolean): boolean {
    if (byTheClock) {
      this.beginRecord(RecordKind.preempt);
      this.out.varint(looks);
      this.endRecord();
    }
    return byTheClock;
  }

  private beginRecord(kind: string): void {
    this.start = this.out.beginLength();
    this.out.tag(kind);
  }

  private endRecord(): void {
    const isFirst = this.start === LENGTH_BYTES;
    this.out.endLength(this.start);
    if (this.out.length >= PENDING_BYTES_MAX) this.flush();
    else if (isFirst) this.sink.hasPending?.();
  }

  /** A name: its number from 1, or 0 and the name when it has none yet. */
  private name(name: string): void {
    const known = this.names.get(name);
    if (known !== undefined) {
      this.out.varint(known);
      return;
    }
    if (this.names.size < NAMES_MAX) this.names.set(name, this.names.size + 1);
    this.out.byte(0);
    this.out.sized(name);
  }
}
