/**
 * Waiting for events: `os.pullEventRaw`, `os.pullEvent` and `sleep`.
 *
 * As in CraftOS each calls the one below through the `os` table, since programs replace them
 * (`os.pullEvent = os.pullEventRaw` is how a program says that it cannot be terminated).
 */
import type { Computer } from "@craftos-http/event-loop";
import { optionalFiniteNumber } from "@craftos-http/event-loop";
import {
  callValue,
  firstValue,
  Frame,
  type LuaFunction,
  type LuaResult,
  type LuaTable,
  type LuaValue,
  namedField,
  NO_VALUES,
  raise,
  resultList,
  saveFrame,
  SUSPENDED,
  yieldValues,
} from "@craftos-http/interpreter";
import { startTimer } from "./os-timers.js";

/**
 * `os.pullEventRaw([filter])`: source tweaked.cc, os.pullEventRaw.
 * @param filter - the event to wait for; anything but a string waits for any
 */
export function pullEventRaw(filter: LuaValue): LuaResult {
  return yieldValues(filter);
}

/** Gives an event, unless it is the one that ends a program. */
function unlessTerminated(event: LuaResult): LuaResult {
  return firstValue(event) === "terminate" ? raise("Terminated") : event;
}

/** A call of `os.pullEvent` that waits. */
class PullEventFrame extends Frame {
  override get nativeName(): string {
    return "os.pullEvent";
  }

  override resume(event: LuaResult): LuaResult {
    return unlessTerminated(event);
  }
}

/**
 * Makes `os.pullEvent([filter])`: source tweaked.cc, os.pullEvent.
 * @param os - the table through which it calls `pullEventRaw`
 */
export function makePullEvent(os: LuaTable): LuaFunction {
  const rawOf = namedField("pullEventRaw");
  return (filter) => {
    const event = callValue(rawOf(os), filter);
    return event === SUSPENDED ? saveFrame(new PullEventFrame()) : unlessTerminated(event);
  };
}

/**
 * A call of `sleep` that waits for its timer.
 *
 * It yields the timer's number after the filter, so that `parallel` and `http.listen` need not wake
 * every sleeper for every timer. Where a program has replaced `os.pullEvent` or `os.pullEventRaw`, it
 * calls that instead.
 */
class SleepFrame extends Frame {
  readonly #os: LuaTable;
  readonly #pullEvent: LuaValue;
  readonly #timer: LuaValue;
  #callsProgram = false;

  constructor(os: LuaTable, pullEvent: LuaValue, timer: LuaValue) {
    super();
    this.#os = os;
    this.#pullEvent = pullEvent;
    this.#timer = timer;
  }

  override get nativeName(): string {
    return "sleep";
  }

  override resume(event: LuaResult): LuaResult {
    if (!this.#callsProgram) unlessTerminated(event);
    return resultList(event)[1] === this.#timer ? NO_VALUES : this.wait();
  }

  /** Waits for timer events until it is the one. */
  wait(): LuaResult {
    for (;;) {
      const pullEvent = this.#os.getString("pullEvent");
      this.#callsProgram =
        pullEvent !== this.#pullEvent || this.#os.getString("pullEventRaw") !== pullEventRaw;
      if (!this.#callsProgram) {
        yieldValues(["timer", this.#timer]);
        return saveFrame(this);
      }
      const event = callValue(pullEvent, "timer");
      if (event === SUSPENDED) return saveFrame(this);
      if (resultList(event)[1] === this.#timer) return NO_VALUES;
    }
  }
}

/**
 * Makes `sleep([seconds])`: source tweaked.cc, _G.sleep.
 * @param computer - whose timers it uses
 * @param os - the table through which it waits, with CraftOS's own `pullEvent`
 */
export function makeSleep(computer: Computer, os: LuaTable): LuaFunction {
  const pullEvent = os.getString("pullEvent");
  return (seconds) => {
    const timer = startTimer(computer, optionalFiniteNumber(1, seconds) ?? 0);
    return new SleepFrame(os, pullEvent, timer).wait();
  };
}
