/**
 * The events that wait for a program, first in, first out.
 *
 * The bounds are on what is held for hosts and for the program itself, counted apart, so that
 * neither can crowd the other out. Nothing is dropped in silence: who adds too much is told.
 */
import type { LuaValue } from "@craftos-http/interpreter";
import { type ComputerEvent, type EventValues, TimerEvent } from "./computer-event.js";
import { EventInterest } from "./event-interest.js";
import { Fifo } from "./fifo.js";

/** An event that the program queued for itself. */
class ProgramEvent implements ComputerEvent {
  readonly values: EventValues;

  constructor(values: EventValues) {
    this.values = values;
  }
}

/** The name that an event must have to pass, or who decides it; null passes all. */
export type EventFilter = string | EventInterest | null;

/**
 * Gives the filter that a program asked for by yielding.
 * @param value - the first value that it yielded; anything but a string lets every event pass
 * @param interest - the second, which a native may decide by
 */
export function filterOf(value: LuaValue, interest: LuaValue): EventFilter {
  if (typeof value === "string") return value;
  return interest instanceof EventInterest ? interest : null;
}

/**
 * Says whether an event passes a filter. `terminate` passes every one.
 * Source: tweaked.cc, os.pullEventRaw.
 */
export function passesFilter(event: ComputerEvent, filter: EventFilter): boolean {
  const name = event.values[0];
  if (filter === null || name === filter || name === "terminate") return true;
  return typeof filter === "object" && filter.wants(event.values);
}

/** A computer's queue of events. */
export class EventQueue {
  readonly #events = new Fifo<ComputerEvent>();
  readonly #programEventsMax: number;
  #programEventCount = 0;
  #timerEventCount = 0;

  /**
   * Makes an empty queue.
   * @param programEventsMax - how many events that the program queued may wait
   */
  constructor(programEventsMax: number) {
    this.#programEventsMax = programEventsMax;
  }

  /** How many events wait. */
  get length(): number {
    return this.#events.length;
  }

  /** How many events from hosts wait; those of timers are bounded as timers are. */
  get hostEventCount(): number {
    return this.#events.length - this.#programEventCount - this.#timerEventCount;
  }

  /** Adds an event from a host or a timer. Its number is bounded where it enters the computer. */
  addHostEvent(event: ComputerEvent): void {
    if (event instanceof TimerEvent) this.#timerEventCount++;
    this.#events.push(event);
  }

  /**
   * Adds an event that the program queues.
   * @returns false, adding nothing, when too many wait
   */
  addProgramEvent(values: EventValues): boolean {
    if (this.#programEventCount >= this.#programEventsMax) return false;
    this.#programEventCount++;
    this.#events.push(new ProgramEvent(values));
    return true;
  }

  /**
   * Takes the first event that passes a filter; those before it are discarded, as CraftOS does.
   * @returns the event's values, or null when no event passes
   */
  take(filter: EventFilter): EventValues | null {
    for (;;) {
      const event = this.#events.shift();
      if (event === undefined) return null;
      this.#uncount(event);
      if (passesFilter(event, filter)) {
        event.onGiven?.();
        return event.values;
      }
      event.onDiscarded?.();
    }
  }

  /** Discards everything that waits. */
  clear(): void {
    let event;
    while ((event = this.#events.shift()) !== undefined) event.onDiscarded?.();
    this.#programEventCount = this.#timerEventCount = 0;
  }

  #uncount(event: ComputerEvent): void {
    if (event instanceof ProgramEvent) this.#programEventCount--;
    else if (event instanceof TimerEvent) this.#timerEventCount--;
  }
}
