/**
 * What a pattern match leaves behind and what it may cost: positions of the match and its captures,
 * and the count of steps until the owner is asked whether to go on.
 * Invariant: one match at a time. Read what you need before Lua code can run and match again, or
 * give each nested user a state of its own.
 */
import { CAPTURES_MAX } from "./pattern-parser.js";

/** How many steps of matching pass between two calls of the hook, unless told otherwise. */
const STEPS_BETWEEN_CALLS = 10_000;

/**
 * Thrown out of a search when the host wants its turn. The search is then done once more, in steps: a
 * matcher that could be suspended would be several times slower (benchmark patterns), and few searches
 * take that long.
 */
export const SEARCH_INTERRUPTED = new Error("a search was interrupted");

/**
 * The place where matches put their results; make one and use it again.
 *
 * @example
 * const state = new MatchState(() => { if (isTooLate()) throw new Abort(); });
 */
export class MatchState {
  /** Index where the last match begins. */
  matchStart = 0;
  /** Index after the last match's end. */
  matchEnd = 0;
  /** Start and end index of capture `i` at `2 * i` and `2 * i + 1`. */
  readonly captures = new Int32Array(2 * CAPTURES_MAX);
  /** Steps until the hook is called; matchers count this down. */
  stepsLeft: number;
  /** Called every so many steps; what it throws ends the match. It must not match with this state. */
  onSteps: (() => void) | undefined;
  readonly #stepsBetweenCalls: number;

  /**
   * Makes a state with nothing in it.
   *
   * @param onSteps - called every `stepsBetweenCalls` steps of matching (a step is about one
   * character looked at); throws to abort.
   * @param stepsBetweenCalls - at least 1.
   */
  constructor(onSteps?: () => void, stepsBetweenCalls = STEPS_BETWEEN_CALLS) {
    this.onSteps = onSteps;
    this.#stepsBetweenCalls = stepsBetweenCalls;
    this.stepsLeft = stepsBetweenCalls;
  }

  /** Begins to count anew, whatever was matched before. */
  restart(): void {
    this.stepsLeft = this.#stepsBetweenCalls;
  }

  /**
   * Takes over the positions of another state.
   *
   * @returns the index where the match begins.
   */
  take(other: MatchState): number {
    this.matchStart = other.matchStart;
    this.matchEnd = other.matchEnd;
    this.captures.set(other.captures);
    return this.matchStart;
  }

  /**
   * Starts the next round of steps: matchers call this when `stepsLeft` is below zero.
   *
   * @returns the new `stepsLeft`.
   */
  refill(): number {
    this.stepsLeft = this.#stepsBetweenCalls;
    this.onSteps?.();
    return this.stepsLeft;
  }
}
