/**
 * Writes a trace of what passes a computer's door.
 *
 * Invariant: a record is handed over whole and in order; nothing is kept back here, so how much a
 * crash loses is up to whoever takes the bytes.
 */
import type { ComputerEnd } from "../computer/computer-end.js";
import type { Door, PlainData } from "../door/door.js";
import { type ComputerEvent, TimerEvent } from "../events/computer-event.js";
import { encodeData, encodeDigested, sized, varint } from "./data-writer.js";
import { endDetail } from "./end-detail.js";
import { NAMES_MAX, RecordKind, TRACE_VERSION, traceHeader } from "./trace-entry.js";

/** A door that records. One recorder writes one trace, of one computer and its reboots. */
export class TraceRecorder implements Door {
  readonly #write: (bytes: string) => void;
  readonly #names = new Map<string, string>();
  #lastTurn = 0;

  /**
   * Begins a trace.
   * @param write - takes its bytes, as byte strings; called for every record
   */
  constructor(write: (bytes: string) => void) {
    this.#write = write;
    write(traceHeader(TRACE_VERSION));
  }

  /**
   * Notes that a computer is booted.
   * @param setup - everything that a replay must do the same: program, arguments, seed, limits
   */
  boot(setup: PlainData): void {
    this.#lastTurn = 0;
    this.#record(RecordKind.boot + encodeData(setup));
  }

  /** Notes how the computer's run ended. */
  end(end: ComputerEnd): void {
    this.#record(RecordKind.end + sized(end.kind) + encodeData(endDetail(end)));
  }

  /** See {@link Door.read}. */
  read<T extends PlainData>(source: string, get: () => T): T {
    const value = get();
    this.#record(RecordKind.read + this.#name(source) + encodeData(value));
    return value;
  }

  /** See {@link Door.admit}. */
  admit(event: ComputerEvent, turn: number): void {
    const since = varint(turn - this.#lastTurn);
    this.#lastTurn = turn;
    if (event instanceof TimerEvent) {
      this.#record(RecordKind[event.kind] + since + varint(event.id));
      return;
    }
    const [name, ...args] = event.values;
    const description = event.describe?.();
    this.#record(
      description === undefined
        ? RecordKind.event + since + this.#name(name) + encodeData(args)
        : RecordKind.describedEvent + since + this.#name(name) + encodeData(description),
    );
  }

  /** See {@link Door.emit}. */
  emit(destination: string, data: PlainData): void {
    this.#record(RecordKind.emit + this.#name(destination) + encodeDigested(data));
  }

  /** See {@link Door.runsTooLong}. */
  runsTooLong(looks: number, byTheClock: boolean): boolean {
    if (byTheClock) this.#record(RecordKind.tooLong + varint(looks));
    return byTheClock;
  }

  #record(contents: string): void {
    this.#write(varint(contents.length) + contents);
  }

  /** A name: its number from 1, or 0 and the name when it has none yet. */
  #name(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    if (this.#names.size < NAMES_MAX) this.#names.set(name, varint(this.#names.size + 1));
    return varint(0) + sized(name);
  }
}
