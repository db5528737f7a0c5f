/**
 * What a coroutine waits for that is one of several which share a computer's events, as those of `parallel`
 * and the callbacks of a server do.
 */
import { type LuaResult, type LuaValue, resultList } from "@craftos-http/interpreter";
import type { EventValues } from "./computer-event.js";
import { type EventFilter, filterOf } from "./event-queue.js";

/** A wait for an event. */
export class EventWait {
  readonly #events: readonly string[];
  #filter: EventFilter = null;
  /** The event's first argument that is waited for; undefined for any. */
  #argument: LuaValue = undefined;

  /**
   * Makes the wait of a coroutine that has not begun, which takes whatever comes.
   * @param events - the events that are told apart by their first argument when that is yielded after the
   * name, as `sleep` yields the number of its timer
   */
  constructor(events: readonly string[] = ["timer"]) {
    this.#events = events;
  }

  /**
   * Whether an event is waited for; `terminate` always is.
   * @param event - its values
   */
  wants(event: LuaResult): boolean {
    const filter = this.#filter;
    if (filter === null) return true;
    const values = resultList(event);
    const [name, first] = values;
    if (name === "terminate") return true;
    if (typeof filter === "object") return filter.wants(values as EventValues);
    return name === filter && (this.#argument === undefined || first === this.#argument);
  }

  /**
   * Notes what is waited for from now on.
   * @param yielded - what the coroutine yielded
   */
  note(yielded: readonly LuaValue[]): void {
    const [name, argument] = yielded;
    this.#filter = filterOf(name, argument);
    this.#argument = this.#events.includes(name as string) ? argument : undefined;
  }
}
