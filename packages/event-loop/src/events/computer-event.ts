/**
 * An event on its way to a program.
 */
import type { LuaValue } from "@craftos-http/interpreter";
import type { PlainData } from "../door/door.js";

/** The values of an event: its name and its arguments. Never written once handed over. */
export type EventValues = readonly [name: string, ...args: LuaValue[]];

/** What a timer is for: the name of its event. */
export type TimerKind = "timer" | "alarm";

/** An event as a host delivers it. */
export interface ComputerEvent {
  /** What the program gets. */
  readonly values: EventValues;

  /**
   * Called once when it is certain that the program will never see the event: a filter passed over
   * it, or the computer ended first.
   */
  onDiscarded?(): void;

  /**
   * Gives plain data from which the source of the event could make its values again, when they are
   * not plain themselves (handles). Called by a recorder only.
   */
  describe?(): PlainData;
}

/** The event of a timer or an alarm (tweaked.cc, events `timer` and `alarm`). */
export class TimerEvent implements ComputerEvent {
  /** See {@link ComputerEvent.values}. */
  readonly values: EventValues;
  /** Which of the two. */
  readonly kind: TimerKind;
  /** Its number. */
  readonly id: number;

  /**
   * Makes the event.
   * @param kind - the event's name
   * @param id - the timer's number
   */
  constructor(kind: TimerKind, id: number) {
    this.kind = kind;
    this.id = id;
    this.values = [kind, id];
  }
}
