/**
 * What a trace is made of: a header, then entries in the order in which things happened. Each entry
 * is a record: its length, one byte that says what it is, and its contents. A record that is not
 * whole is where a crash cut the trace short.
 *
 * docs/record-and-replay.md describes the format; a change of it changes {@link TRACE_VERSION}.
 */
import type { PlainData } from "../door/door.js";
import type { EventValues, TimerKind } from "../events/computer-event.js";
import type { TraceData } from "./data-writer.js";

/** The version of the format that this software writes, and the only one that it reads. */
export const TRACE_VERSION = 2;

/** How every trace begins, up to its version. */
export const TRACE_MAGIC = "craftos-http trace ";

/** The byte that says what a record is. */
export const RecordKind = {
  boot: "!",
  event: "e",
  describedEvent: "E",
  timer: "t",
  alarm: "a",
  read: "r",
  emit: "w",
  tooLong: "l",
  preempt: "p",
  end: "x",
} as const;

/**
 * How many names (of sources, destinations and events) a trace numbers; further ones are written out
 * each time.
 */
export const NAMES_MAX = 1000;

/** The first line of a trace. */
export function traceHeader(version: number): string {
  return `${TRACE_MAGIC}${version}\n`;
}

/** An event as a trace holds it. */
export type RecordedEvent =
  /** An event whose values are data. */
  | { readonly kind: "plain"; readonly values: EventValues }
  /** An event that its source described. */
  | { readonly kind: "described"; readonly name: string; readonly description: PlainData }
  /** A timer or an alarm that fired. */
  | { readonly kind: "timer"; readonly timer: TimerKind; readonly id: number };

/** One thing that happened. */
export type TraceEntry =
  /** A computer was booted: how, as the host described it. */
  | { readonly kind: "boot"; readonly setup: PlainData }
  /** An event was taken up at a wait of the program. */
  | { readonly kind: "event"; readonly turn: number; readonly event: RecordedEvent }
  /** A native read something. */
  | { readonly kind: "read"; readonly source: string; readonly value: PlainData }
  /** Something left the computer. */
  | { readonly kind: "emit"; readonly destination: string; readonly data: TraceData }
  /** The program had been running too long at a look of the host. */
  | { readonly kind: "too long"; readonly looks: number }
  /** The program was suspended at a look of the host, to be carried on later. */
  | { readonly kind: "preempt"; readonly looks: number }
  /** The computer's run ended: how, and the error's message or the exit status. */
  | { readonly kind: "end"; readonly end: string; readonly detail: PlainData };

/** Where the note goes that the host ended the program, perhaps in the middle of something. */
export const HALTED_DESTINATION = "halted";
