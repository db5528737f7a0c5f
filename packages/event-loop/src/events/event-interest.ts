/**
 * What a native waits for when the name of an event does not say it: the message of one WebSocket,
 * or its end, or a timer, whichever comes first.
 *
 * A native yields `nil` and its interest. To a program's own scheduler that is a wait for any event,
 * and it gets back every one; those that know of interests (a computer, `parallel`, `http.listen`)
 * wake nobody in vain.
 */
import { LuaUserdata } from "@craftos-http/interpreter";
import type { EventValues } from "./computer-event.js";

/** Decides which events a waiting coroutine is to be resumed with. */
export abstract class EventInterest extends LuaUserdata {
  /** Made by the classes that decide. */
  constructor() {
    super(undefined);
  }

  /**
   * Says whether an event is one that is waited for; `terminate` always is, without being asked.
   * @param values - the event's name and arguments
   */
  abstract wants(values: EventValues): boolean;
}
