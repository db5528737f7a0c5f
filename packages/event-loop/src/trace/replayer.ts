/**
 * Runs a computer on a trace: hands out what came in when it was recorded and compares what goes
 * out, up to the first difference. Nothing outside is asked for anything.
 *
 * Invariant: after the first difference, or at the end of the trace, the program is stopped at the
 * next thing that it does; nothing that it does from there on counts.
 */
import { execution, takeTraceback } from "@craftos-http/interpreter";
import { type ComputerEnd, ProgramStop } from "../computer/computer-end.js";
import type { Computer } from "../computer/computer.js";
import type { Door, PlainData } from "../door/door.js";
import { type ComputerEvent, TimerEvent } from "../events/computer-event.js";
import { TraceDamaged } from "./data-reader.js";
import { endDetail } from "./end-detail.js";
import { isSameData } from "./same-data.js";
import { HALTED_DESTINATION, type RecordedEvent, type TraceEntry } from "./trace-entry.js";
import type { TraceReader } from "./trace-reader.js";

/** What a program did in a replay, where the trace has something else. */
export type ReplayedAct =
  | { readonly kind: "emit"; readonly destination: string; readonly data: PlainData }
  | { readonly kind: "read"; readonly source: string }
  | { readonly kind: "end"; readonly end: string; readonly detail: PlainData }
  /** It waits for an event. */
  | { readonly kind: "wait" }
  /** It runs on without doing anything. */
  | { readonly kind: "run" };

/** The first difference between a recording and its replay. */
export interface ReplayDifference {
  /** What the trace has; null when it has nothing more, and is not cut short. */
  readonly expected: TraceEntry | null;
  /** What the program did. */
  readonly actual: ReplayedAct;
  /** Which entry of the trace it is, from 1. */
  readonly entry: number;
  /** Where in the program: a line per call; "" when it was not running. */
  readonly traceback: string;
}

/** How a trace is replayed. */
export interface ReplayOptions {
  /**
   * Makes an event again that its source described.
   * @returns the event, or null when this cannot be done
   */
  readonly revive?: (name: string, description: PlainData) => ComputerEvent | null;
  /**
   * Whether the program is another than the recorded one. Then it may read more or less than that:
   * it is told what the recorded one was told last. Default false.
   */
  readonly hasChanged?: boolean;
}

/** After so many looks of the host a program that does nothing is given up: some 20 seconds. */
const LOOKS_MAX = 5000;

/** A door that replays. One replayer replays one trace, of one computer and its reboots. */
export class TraceReplayer implements Door {
  readonly #reader: TraceReader;
  readonly #options: ReplayOptions;
  /** What the program read last, by source. */
  readonly #lastReads = new Map<string, readonly [PlainData]>();
  #difference: ReplayDifference | null = null;
  #hasReachedEnd = false;
  /** The number of the look at which the program was last pre-empted since it was resumed. */
  #lastPreemption = 0;
  /** How many events of each name were handed out, and how often something went out as recorded. */
  readonly #counts = new Map<string, number>();

  /**
   * Begins a replay.
   * @param reader - the trace, at its start
   * @param options - how
   */
  constructor(reader: TraceReader, options: ReplayOptions = {}) {
    this.#reader = reader;
    this.#options = options;
  }

  /** The first difference, or null as long as there is none. */
  get difference(): ReplayDifference | null {
    return this.#difference;
  }

  /** How many events were handed out and outputs compared, by name. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Whether nothing is left to replay. */
  get isOver(): boolean {
    return this.#hasReachedEnd || this.#difference !== null;
  }

  /**
   * Begins the next run of the computer.
   * @returns how the recorded one was booted, or null at the end of the trace
   */
  boot(): PlainData {
    const entry = this.#reader.next();
    if (entry === null) return null;
    if (entry.kind !== "boot") throw new TraceDamaged("a run does not begin with its boot");
    this.#lastReads.clear();
    return entry.setup;
  }

  /** See {@link Door.read}. */
  read<T extends PlainData>(source: string, _get: () => T): T {
    if (this.isOver) stopProgram();
    const recorded = this.#nextRead(source);
    if (recorded !== null) {
      this.#lastReads.set(source, recorded);
      return recorded[0] as T;
    }
    if (this.#options.hasChanged === true) return this.#lastReads.get(source)?.[0] as T;
    this.#differ({ kind: "read", source });
    return stopProgram();
  }

  /** See {@link Door.admit}: nothing else comes in. */
  admit(event: ComputerEvent): void {
    throw new Error(`the event '${event.values[0]}' came from outside into a replay`);
  }

  /** See {@link Door.arrivals}. */
  arrivals(turn: number): readonly ComputerEvent[] {
    this.#lastPreemption = 0;
    const events: ComputerEvent[] = [];
    while (!this.isOver) {
      const entry = this.#peek();
      if (entry?.kind !== "event" || entry.turn !== turn) break;
      events.push(this.#eventOf(entry.event));
      this.#reader.next();
    }
    return events;
  }

  /** See {@link Door.emit}. */
  emit(destination: string, data: PlainData): void {
    if (this.isOver) return;
    const entry = this.#peek();
    if (entry === null) return;
    const isSame =
      entry.kind === "emit" && entry.destination === destination && isSameData(entry.data, data);
    if (!isSame) {
      this.#differ({ kind: "emit", destination, data });
      return;
    }
    this.#reader.next();
    this.#count(destination);
  }

  /** See {@link Door.runsTooLong}. */
  runsTooLong(looks: number): boolean {
    if (this.isOver) return stopProgram();
    const entry = this.#peek();
    if (entry === null) return stopProgram();
    if (entry.kind === "too long" && looks >= entry.looks) {
      this.#reader.next();
      return true;
    }
    const lookedFor = this.#options.hasChanged === true ? looks : looks - this.#lastPreemption;
    if (lookedFor < LOOKS_MAX) return false;
    this.#differ({ kind: "run" });
    return stopProgram();
  }

  /** See {@link Door.preempts}: where it was when it was recorded, so that the looks are the same. */
  preempts(looks: number, byTheClock: boolean): boolean {
    if (this.#options.hasChanged === true) return byTheClock;
    const entry = this.#reader.peek();
    if (entry?.kind !== "preempt" || looks < entry.looks) return false;
    this.#reader.next();
    this.#lastPreemption = looks;
    return true;
  }

  /**
   * Compares how the run ended, or that the program waits at the end of the trace. Call it when the
   * computer has nothing more to do.
   * @param computer - the computer that was run
   */
  finish(computer: Computer): void {
    if (this.isOver) return;
    const entry = this.#peek();
    if (entry === null) return;
    const { end } = computer;
    if (end === null) {
      this.#differ({ kind: "wait" });
    } else if (entry.kind === "end" && entry.end === end.kind && isSameDetail(entry.detail, end)) {
      this.#reader.next();
    } else {
      this.#differ({ kind: "end", end: end.kind, detail: endDetail(end) });
    }
  }

  /** The value of the next read in a list, or null when the trace has something else. */
  #nextRead(source: string): readonly [PlainData] | null {
    for (;;) {
      const entry = this.#reader.peek();
      if (entry === null || isHalt(entry)) {
        this.#hasReachedEnd = true;
        return stopProgram();
      }
      if (entry.kind === "preempt" && this.#options.hasChanged === true) {
        this.#reader.next();
        continue;
      }
      if (entry.kind !== "read") return null;
      if (entry.source !== source && this.#options.hasChanged !== true) return null;
      this.#reader.next();
      if (entry.source === source) return [entry.value];
      this.#lastReads.set(entry.source, [entry.value]);
    }
  }

  /** The next entry; a changed program need not read what the recorded one read. */
  #peek(): TraceEntry | null {
    for (;;) {
      const entry = this.#reader.peek();
      if (entry === null || isHalt(entry)) {
        this.#hasReachedEnd = true;
        return null;
      }
      if (this.#options.hasChanged !== true) return entry;
      if (entry.kind === "read") this.#lastReads.set(entry.source, [entry.value]);
      else if (entry.kind !== "preempt") return entry;
      this.#reader.next();
    }
  }

  #eventOf(event: RecordedEvent): ComputerEvent {
    switch (event.kind) {
      case "timer":
        this.#count(event.timer);
        return new TimerEvent(event.timer, event.id);
      case "plain":
        this.#count(event.values[0]);
        return { values: event.values };
      case "described": {
        this.#count(event.name);
        const revived = this.#options.revive?.(event.name, event.description) ?? null;
        if (revived === null) {
          throw new TraceDamaged(`the event '${event.name}' cannot be made again`);
        }
        return revived;
      }
    }
  }

  #differ(actual: ReplayedAct): void {
    this.#difference = {
      expected: this.#reader.peek(),
      actual,
      entry: this.#reader.entryCount + 1,
      traceback: execution.coroutine === null ? "" : takeTraceback(),
    };
  }

  #count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}

/** Where the host ended the program the recording ends, whatever the program was doing. */
function isHalt(entry: TraceEntry): boolean {
  return entry.kind === "emit" && entry.destination === HALTED_DESTINATION;
}

function isSameDetail(detail: PlainData, end: ComputerEnd): boolean {
  return isSameData(detail, endDetail(end));
}

function stopProgram(): never {
  throw new ProgramStop({ kind: "halted" });
}
