/**
 * Waiting for WebSockets: frames of `receive` and `listen`, which end when their source has
 * something, when the time is over, or when nothing will come any more.
 */
import { type Computer, EventInterest, type EventValues } from "@craftos-http/event-loop";
import {
  Frame,
  type LuaResult,
  type LuaValue,
  NO_VALUES,
  raise,
  raiseAt,
  resultList,
  saveFrame,
  yieldValues,
} from "@craftos-http/interpreter";

/** What is waited for. */
export interface WaitSource {
  /** What tracebacks call the native that waits. */
  readonly nativeName: string;
  /**
   * Says whether an event may end the wait.
   * @param values - the event's name and arguments
   */
  concerns(values: EventValues): boolean;
  /**
   * Gives what was waited for, as the native returns it.
   * @param values - the event that has just come; empty before the first
   * @returns null when there is nothing yet
   */
  take(values: readonly LuaValue[]): LuaResult | null;
}

/** What waiting needs of the computer. */
export type WaitingComputer = Pick<Computer, "startTimer" | "cancelTimer">;

class WaitInterest extends EventInterest {
  readonly source: WaitSource;
  timer: number | null = null;

  constructor(source: WaitSource) {
    super();
    this.source = source;
  }

  override wants(values: EventValues): boolean {
    if (values[0] === "timer") return values[1] === this.timer;
    return this.source.concerns(values);
  }
}

/** A wait. */
class WaitFrame extends Frame {
  readonly #computer: WaitingComputer;
  readonly #interest: WaitInterest;

  constructor(computer: WaitingComputer, interest: WaitInterest) {
    super();
    this.#computer = computer;
    this.#interest = interest;
  }

  override get nativeName(): string {
    return this.#interest.source.nativeName;
  }

  override resume(event: LuaResult): LuaResult {
    const { source, timer } = this.#interest;
    const values = resultList(event);
    if (values[0] === "terminate") {
      this.#cancelTimer();
      raise("Terminated");
    }
    const result = source.take(values);
    if (result !== null) {
      this.#cancelTimer();
      return result;
    }
    if (timer !== null && values[0] === "timer" && values[1] === timer) return undefined;
    return this.wait();
  }

  wait(): LuaResult {
    yieldValues([undefined, this.#interest]);
    return saveFrame(this);
  }

  #cancelTimer(): void {
    if (this.#interest.timer !== null) this.#computer.cancelTimer(this.#interest.timer);
  }
}

/**
 * Waits, unless what is waited for is there already.
 * @param computer - whose timers are used
 * @param source - what is waited for
 * @param timeoutSeconds - how long, at most; undefined for ever
 * @returns what the native returns: nil when the time was over first
 */
export function waitFor(
  computer: WaitingComputer,
  source: WaitSource,
  timeoutSeconds: number | undefined,
): LuaResult {
  const result = source.take(NO_VALUES);
  if (result !== null) return result;
  const interest = new WaitInterest(source);
  if (timeoutSeconds !== undefined) {
    interest.timer = computer.startTimer(timeoutSeconds) ?? raiseAt("too many timers", 1);
  }
  return new WaitFrame(computer, interest).wait();
}
