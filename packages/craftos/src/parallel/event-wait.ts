/**
 * What a coroutine waits for that is one of several which each see every event.
 */
import { EventInterest, type EventValues } from "@craftos-http/event-loop";
import { type LuaResult, type LuaValue, resultList } from "@craftos-http/interpreter";

/** A wait for an event. */
export class EventWait {
  /** Its name; null for any. */
  #filter: string | null = null;
  /** The timer that is waited for when the filter is "timer"; undefined for any. `sleep` yields it. */
  #timer: LuaValue = undefined;
  /** Decides which events are waited for when there is no filter. */
  #interest: EventInterest | null = null;

  /**
   * Whether an event is waited for.
   * @param event - its values; a coroutine that has not begun takes whatever comes
   */
  wants(event: LuaResult): boolean {
    if (this.#filter === null && this.#interest === null) return true;
    const values = resultList(event);
    const [name, first] = values;
    if (name === "terminate") return true;
    if (this.#interest !== null) return this.#interest.wants(values as EventValues);
    return name === this.#filter && (this.#timer === undefined || first === this.#timer);
  }

  /**
   * Notes what is waited for from now on.
   * @param yielded - what the coroutine yielded
   */
  note(yielded: readonly LuaValue[]): void {
    const [filter, timer] = yielded;
    this.#filter = typeof filter === "string" ? filter : null;
    this.#timer = filter === "timer" ? timer : undefined;
    this.#interest = filter === undefined && timer instanceof EventInterest ? timer : null;
  }
}
