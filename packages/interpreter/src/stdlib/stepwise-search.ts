/**
 * A search for a pattern that is done in parts, so that others can run between: it executes the same
 * program as {@link matchProgram} and finds the same, with the ways back on a stack of its own instead
 * of JavaScript's. It is slower: for searches that turn out to take long.
 * Invariant: between two parts all there is to know stands in its fields.
 */
import { MatchState } from "./match-state.js";
import { PatternError } from "./pattern-error.js";
import {
  BACK_REFERENCE,
  BALANCE,
  CLOSE,
  DONE,
  END,
  FRONTIER,
  GREEDY,
  GREEDY_ONE,
  LAZY,
  MATCH_DEPTH_MAX,
  NEVER,
  OPEN,
  OPTIONAL,
  type PatternProgram,
  POSITION,
  repeatsAt,
  SINGLE,
} from "./pattern-program.js";

/** How many characters one operation looks at before what is left of a part is looked at. */
const SCAN_MAX = 1 << 14;

/** How long an operation takes, in steps: these are what compiled code does in one. */
const STEPS_PER_OPERATION = 4;

/** Entries of the stack for one way back: operation, index, last index to try, and depth. */
const CHOICE_SIZE = 4;

/** What is searched for. */
export interface SearchedPattern {
  /** The pattern as numbers. */
  readonly program: PatternProgram;
  /** Whether it can match only where the search begins. */
  readonly isAnchored: boolean;
  /** The plain text that every match begins with. */
  readonly prefix: string;
}

/** A search under way. */
export class StepwiseSearch {
  /** Where the match is, once it is found. */
  readonly state = new MatchState();
  readonly #pattern: SearchedPattern;
  readonly #subject: string;
  /** Where the match that is tried begins; past the subject's end when all have failed. */
  #start = 0;
  #at = 0;
  #index = 0;
  #depth = 1;
  /** How far a single operation has looked that takes several rounds, or 0. */
  #scanned = 0;
  /** How deep a balanced pair is nested there. */
  #nesting = 0;
  readonly #choices = new Int32Array(CHOICE_SIZE * (MATCH_DEPTH_MAX + 1));
  #choiceEnd = 0;

  /**
   * Begins a search; {@link advance} carries it on.
   *
   * @param pattern - what to search for.
   * @param subject - the string to search.
   * @param start - index to begin at, 0 to the length of the subject.
   */
  constructor(pattern: SearchedPattern, subject: string, start: number) {
    this.#pattern = pattern;
    this.#subject = subject;
    this.#tryFrom(start);
  }

  /** Whether a match was found; to be asked when the search has ended. */
  get isFound(): boolean {
    return this.#start <= this.#subject.length;
  }

  /** Readies a match at an index or the next one where it can begin. */
  #tryFrom(index: number): void {
    const { prefix } = this.#pattern;
    const from = prefix === "" ? index : this.#subject.indexOf(prefix, index);
    this.#start = this.#index = from < 0 ? Infinity : from;
    this.#at = this.#choiceEnd = this.#scanned = 0;
    this.#depth = 1;
  }

  /**
   * Searches on.
   *
   * @param stepsMax - about how many steps to take; one is about a character looked at.
   * @returns whether the search has ended.
   * @throws PatternError when matching meets a fault of the pattern or nests too deep.
   */
  advance(stepsMax: number): boolean {
    let left = stepsMax;
    while (this.isFound) {
      left = this.#match(left);
      if (this.#at < 0) return true;
      if (left <= 0) return false;
      // It failed, and there is no way back.
      if (this.#pattern.isAnchored) this.#start = Infinity;
      else this.#tryFrom(this.#start + 1);
      left -= STEPS_PER_OPERATION;
    }
    return true;
  }

  /**
   * Carries on the match that is tried, until it ends or so many steps were taken.
   * @returns how many steps are left; above 0 when the match ended. When it succeeded, `#at` is below 0.
   */
  #match(stepsMax: number): number {
    const { code, sets, fault } = this.#pattern.program;
    const subject = this.#subject;
    const { length } = subject;
    const { captures } = this.state;
    let at = this.#at;
    let index = this.#index;
    let depth = this.#depth;
    for (let left = stepsMax; ; left -= STEPS_PER_OPERATION) {
      if (left <= 0) {
        this.#at = at;
        this.#index = index;
        this.#depth = depth;
        return 0;
      }
      if (depth > MATCH_DEPTH_MAX) throw new PatternError("pattern too complex");
      const operand = code[at + 1]!;
      let fails = false;
      switch (code[at]) {
        case DONE:
          this.state.matchStart = this.#start;
          this.state.matchEnd = index;
          this.#at = -1;
          return left;
        case SINGLE:
          fails = index >= length || sets[operand + subject.charCodeAt(index)] === 0;
          index++;
          break;
        case GREEDY_ONE:
        case GREEDY: {
          const from = Math.max(index, this.#scanned);
          const stop = Math.min(length, from + SCAN_MAX);
          let end = from;
          while (end < stop && sets[operand + subject.charCodeAt(end)] !== 0) end++;
          left -= end - from;
          if (end === stop && stop < length) {
            this.#scanned = end;
            continue;
          }
          this.#scanned = 0;
          fails = end === index && code[at] === GREEDY_ONE;
          if (end > index) {
            this.#choose(at, end, code[at] === GREEDY_ONE ? index + 1 : index, depth++);
            index = end;
          }
          break;
        }
        case LAZY:
          if (index < length && sets[operand + subject.charCodeAt(index)] !== 0) {
            this.#choose(at, index, length, depth++);
          }
          break;
        case OPTIONAL:
          if (index < length && sets[operand + subject.charCodeAt(index)] !== 0) {
            this.#choose(at, index, index, depth++);
            index++;
          }
          break;
        case OPEN:
        case CLOSE:
        case POSITION:
          captures[operand] = index;
          depth++;
          break;
        case BALANCE: {
          if (index >= length || subject.charCodeAt(index) !== operand) {
            fails = true;
            break;
          }
          const from = Math.max(index, this.#scanned);
          const end = this.#balance(index, operand, code[at + 2]!);
          left -= Math.min(SCAN_MAX, (end < 0 ? length : end) - from);
          if (this.#scanned > 0) continue;
          fails = end < 0;
          index = end;
          at++;
          break;
        }
        case FRONTIER: {
          const before = index === 0 ? 0 : subject.charCodeAt(index - 1);
          const after = index === length ? 0 : subject.charCodeAt(index);
          fails = sets[operand + before] !== 0 || sets[operand + after] === 0;
          break;
        }
        case BACK_REFERENCE: {
          const begin = captures[operand]!;
          const size = captures[operand + 1]! - begin;
          fails = !repeatsAt(subject, begin, begin + size, index);
          index += size;
          break;
        }
        case END:
          fails = index !== length;
          break;
        case NEVER:
          fails = true;
          break;
        default:
          throw new PatternError(fault);
      }
      at += 2;
      if (!fails) continue;
      if (!this.#goBack()) return Math.max(left, 1);
      at = this.#at;
      index = this.#index;
      depth = this.#depth;
    }
  }

  /** Notes a way back to the operation at an index of the program. */
  #choose(at: number, index: number, last: number, depth: number): void {
    const choices = this.#choices;
    const end = this.#choiceEnd;
    choices[end] = at;
    choices[end + 1] = index;
    choices[end + 2] = last;
    choices[end + 3] = depth;
    this.#choiceEnd = end + CHOICE_SIZE;
  }

  /** Takes the last way back that is left; says whether there was one. */
  #goBack(): boolean {
    const { code, sets } = this.#pattern.program;
    const choices = this.#choices;
    for (; this.#choiceEnd > 0; this.#choiceEnd -= CHOICE_SIZE) {
      const choice = this.#choiceEnd - CHOICE_SIZE;
      const at = choices[choice]!;
      const index = choices[choice + 1]!;
      this.#at = at + 2;
      this.#depth = choices[choice + 3]! + 1;
      switch (code[at]) {
        case OPTIONAL:
          this.#index = index;
          this.#depth--;
          this.#choiceEnd = choice;
          return true;
        case LAZY: {
          // The last try, after which nothing more can be taken, needs no way back.
          const next = (this.#index = choices[choice + 1] = index + 1);
          const isLast =
            next >= choices[choice + 2]! ||
            sets[code[at + 1]! + this.#subject.charCodeAt(next)] === 0;
          if (isLast) this.#choiceEnd = choice;
          return true;
        }
        default:
          if (index <= choices[choice + 2]!) break;
          this.#index = choices[choice + 1] = index - 1;
          return true;
      }
    }
    return false;
  }

  /**
   * Looks for the end of a balanced pair (`%bxy`) that begins at an index.
   * @returns the index after it, or -1: then `#scanned` is 0 if there is none, else how far was looked
   */
  #balance(index: number, opening: number, closing: number): number {
    const subject = this.#subject;
    if (this.#scanned === 0) this.#nesting = 1;
    const from = Math.max(index + 1, this.#scanned);
    const stop = Math.min(subject.length, from + SCAN_MAX);
    for (let at = from; at < stop; at++) {
      const character = subject.charCodeAt(at);
      if (character === closing) {
        if (--this.#nesting > 0) continue;
        this.#scanned = 0;
        return at + 1;
      }
      if (character === opening) this.#nesting++;
    }
    this.#scanned = stop < subject.length ? stop : 0;
    return -1;
  }
}
