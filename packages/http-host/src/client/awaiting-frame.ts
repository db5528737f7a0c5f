/**
 * A call such as `http.get` that waits for its own event. As with `os.pullEvent` what comes meanwhile
 * is discarded for the coroutine that waits: where that must not be, it is called in one of its own,
 * such as a callback of `http.listen` or a function that `parallel` runs.
 */
import { EventInterest, type EventValues } from "@craftos-http/event-loop";
import {
  Frame,
  type LuaResult,
  raise,
  resultList,
  saveFrame,
  yieldValues,
} from "@craftos-http/interpreter";

/** Something whose end is told to the program by an event. */
export interface Awaited {
  /** The event, as soon as the computer has taken it up. */
  readonly takenUp: EventValues | null;
}

/** Waits for the event of one operation. */
class AwaitedInterest extends EventInterest {
  readonly #awaited: Awaited;

  constructor(awaited: Awaited) {
    super();
    this.#awaited = awaited;
  }

  override wants(values: EventValues): boolean {
    // Two requests for one URL may be under way: the event is known by what it carries.
    return this.#awaited.takenUp?.every((value, index) => value === values[index]) ?? false;
  }
}

/** A call that waits. */
export class AwaitingFrame extends Frame {
  readonly #name: string;
  readonly #interest: AwaitedInterest;
  readonly #resultOf: (event: EventValues) => LuaResult;

  /**
   * Prepares to wait.
   * @param name - the function's, for tracebacks
   * @param awaited - what is waited for
   * @param resultOf - makes the call's results out of the event
   */
  constructor(name: string, awaited: Awaited, resultOf: (event: EventValues) => LuaResult) {
    super();
    this.#name = name;
    this.#interest = new AwaitedInterest(awaited);
    this.#resultOf = resultOf;
  }

  override get nativeName(): string {
    return this.#name;
  }

  override resume(event: LuaResult): LuaResult {
    const values = resultList(event) as EventValues;
    // A program's own scheduler may hand over any event, or none.
    if (values[0] === "terminate") return raise("Terminated");
    return this.#interest.wants(values) ? this.#resultOf(values) : this.wait();
  }

  /** Waits for an event. */
  wait(): LuaResult {
    yieldValues([undefined, this.#interest]);
    return saveFrame(this);
  }
}
