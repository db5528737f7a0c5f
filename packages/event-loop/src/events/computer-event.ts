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
   * True for something that happens to what the program sees outside its queue, such as a port that
   * closes: it is taken up when the program waits, in its place among the events and recorded like
   * one, but the program does not get it. There always is room for it.
   */
  readonly isSilent?: boolean;

  /**
   * Called once when the computer takes the event up: the program waits, and from now on the event is
   * part of what a recording knows. What the program is to see differently because of the event
   * changes here, not when it arrives.
   */
  onTakenUp?(): void;

  /** Called once when the program is about to be resumed with the event. */
  onGiven?(): void;

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
