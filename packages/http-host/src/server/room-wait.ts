/**
 * Waiting for a client that reads more slowly than a program writes. A wait is like `sleep`: the
 * coroutine yields, other events are not for it, and `terminate` ends it.
 */
import {
  firstValue,
  Frame,
  type LuaResult,
  NO_VALUES,
  raise,
  saveFrame,
  yieldValues,
} from "@craftos-http/interpreter";

/** The event that ends a wait; its argument is the number of the request. */
export const ROOM_EVENT = "http_response_room";

/** What is waited for. */
export interface RoomSource {
  /** Which request it is the response to. */
  readonly number: number;
  /** Whether the client has yet to take what was written; after it said so, the event will come. */
  mustWait(): boolean;
  /** What the call that waited gives. */
  roomResult(): LuaResult;
}

class RoomWait extends Frame {
  readonly #source: RoomSource;
  readonly #givesResult: boolean;

  constructor(source: RoomSource, givesResult: boolean) {
    super();
    this.#source = source;
    this.#givesResult = givesResult;
  }

  override get nativeName(): string {
    return this.#givesResult ? "flush" : "write";
  }

  override resume(event: LuaResult): LuaResult {
    if (firstValue(event) === "terminate") raise("Terminated");
    return this.wait();
  }

  wait(): LuaResult {
    const source = this.#source;
    if (!source.mustWait()) return this.#givesResult ? source.roomResult() : NO_VALUES;
    yieldValues([ROOM_EVENT, source.number]);
    return saveFrame(this);
  }
}

/**
 * Waits, if it must, until a client has taken most of what was written.
 * @param source - the response
 * @param givesResult - whether the call gives the source's result, or nothing
 */
export function waitForRoom(source: RoomSource, givesResult: boolean): LuaResult {
  return new RoomWait(source, givesResult).wait();
}
