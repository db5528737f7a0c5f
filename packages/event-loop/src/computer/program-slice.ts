/**
 * How long a program may run: its share of a turn, after which it is pre-empted and carried on
 * later, and the time without a yield, after which it gets an error that it can catch once.
 */
import { execution, LuaError, raiseAt, type Slice, takeTraceback } from "@craftos-http/interpreter";
import type { Clock } from "../clock/clock.js";
import type { Door } from "../door/door.js";
import { ProgramStop } from "./computer-end.js";
import type { ComputerLimits } from "./computer-limits.js";

/** The error of a program that runs on without yielding (tweaked.cc, event loop). */
export const TOO_LONG_MESSAGE = "Too long without yielding";

/** The time slices of one computer. */
export class ProgramSlice implements Slice {
  readonly #clock: Clock;
  readonly #limits: ComputerLimits;
  readonly #door: Door | null;
  #sliceMs = 0;
  /** When the slice began; `Infinity` while nobody has looked at the time. */
  #startedMs = Infinity;
  #lastReadingMs = 0;
  /** Running time without a yield before this slice. */
  #ranMs = 0;
  /** Running time without a yield at which something is done about it. */
  #patienceMs: number;
  #warned = false;
  /** Whether the program is in the middle of something. */
  #wasPreempted = false;
  /** How often the host has looked since the program was resumed. */
  #looks = 0;

  /**
   * Makes the slices of a program that has not begun.
   * @param clock - measures the running time
   * @param limits - how long is too long
   * @param door - decides it in a recording or a replay, or null
   */
  constructor(clock: Clock, limits: ComputerLimits, door: Door | null) {
    this.#clock = clock;
    this.#limits = limits;
    this.#door = door;
    this.#patienceMs = limits.tooLongMs;
  }

  /**
   * Begins a slice. One in which the program is carried on is measured from now; one for an event from the
   * first look at the time, which is a few milliseconds later or never: few take as long, and a reading
   * is a twentieth of what a small event takes (bench:websocket).
   * @param sliceMs - how long it lasts
   */
  begin(sliceMs: number): void {
    this.#sliceMs = sliceMs;
    this.#startedMs = Infinity;
    if (this.#wasPreempted) this.#readTime();
  }

  /** Notes that the program has yielded and may take its time anew. */
  programYielded(): void {
    this.#ranMs = 0;
    this.#patienceMs = this.#limits.tooLongMs;
    this.#warned = this.#wasPreempted = false;
    this.#looks = 0;
  }

  /** Notes that the program has been suspended at the end of this slice. */
  programPreempted(): void {
    this.#ranMs += this.#lastReadingMs - this.#startedMs;
    this.#wasPreempted = true;
  }

  /** Says whether the slice is over, before the program is resumed for a further event. */
  isOver(): boolean {
    return this.#readTime() >= this.#sliceMs;
  }

  /** Looks at the time; gives how long the slice has lasted. */
  #readTime(): number {
    const nowMs = this.#clock.runningMs();
    if (this.#startedMs > nowMs) this.#startedMs = nowMs;
    this.#lastReadingMs = nowMs;
    return nowMs - this.#startedMs;
  }

  /**
   * Asked by the running program from time to time.
   * @returns whether it is to be suspended and carried on later
   * @throws LuaError when it has been running too long, the first time
   * @throws ProgramStop when it has been running too long after that
   */
  shouldPreempt(): boolean {
    const inSliceMs = this.#readTime();
    const ranMs = this.#ranMs + inSliceMs;
    const byTheClock = ranMs >= this.#patienceMs;
    const isTooLong = this.#door?.runsTooLong(++this.#looks, byTheClock) ?? byTheClock;
    if (isTooLong) this.#losePatience(ranMs);
    const isOver = inSliceMs >= this.#sliceMs;
    return this.#door?.preempts(this.#looks, isOver) ?? isOver;
  }

  #losePatience(ranMs: number): void {
    if (this.#warned) throw new ProgramStop({ kind: "failed", error: placedError() });
    this.#warned = true;
    this.#patienceMs = ranMs + this.#limits.tooLongGraceMs;
    throw new LuaError(TOO_LONG_MESSAGE);
  }
}

/** The error with its place in the program, if that is on the stack: not in deep recursion. */
function placedError(): LuaError {
  if (execution.coroutine === null) return new LuaError(TOO_LONG_MESSAGE);
  try {
    return raiseAt(TOO_LONG_MESSAGE, 1);
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
    error.traceback ??= takeTraceback();
    return error;
  }
}
