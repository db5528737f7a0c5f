/**
 * Lua patterns, ready to match: what `string.find`, `match`, `gmatch` and `gsub` stand on.
 * Invariant: a pattern is taken apart once and kept; matching allocates nothing, its results are
 * numbers in a {@link MatchState}, and only asking for a capture makes a string.
 */
import type { MatchState } from "./match-state.js";
import { PatternError } from "./pattern-error.js";
import { type CompiledSearch, compileSearch } from "./pattern-compiler.js";
import {
  type CaptureKind,
  type ParsedPattern,
  literalPrefix,
  parsePattern,
} from "./pattern-parser.js";
import { type PatternProgram, encodePattern, matchProgram } from "./pattern-program.js";
import { StepwiseSearch } from "./stepwise-search.js";
import { TwoGenerationCache } from "./two-generation-cache.js";

/** How many patterns are kept, at most, of each kind. */
const CACHED_PATTERNS_MAX = 512;

/** Characters that make a pattern more than plain text (`SPECIALS` of lstrlib.c). */
const SPECIALS = /[$%(*+\-.?[^]/;

/**
 * After so many uses a pattern is compiled: about the time that compiling costs, most of it in V8
 * until the new function is optimised. A use is a search, or so many characters searched.
 */
const HOT_USES = 2000;
const CHARACTERS_PER_USE_BITS = 5;

/**
 * A pattern that has been taken apart. Get one from {@link compilePattern}.
 *
 * @see Lua 5.2 manual §6.4.1
 */
export class LuaPattern {
  /** The pattern as written. */
  readonly source: string;
  /** Whether it matches only where the search begins (`^`). */
  readonly isAnchored: boolean;
  /** How many captures it has; 0 means that the whole match stands for the first. */
  readonly captureCount: number;
  /** Whether it holds no special character, so that `find` may search for it as text. */
  readonly isPlainText: boolean;
  readonly #parsed: ParsedPattern;
  readonly #captures: readonly CaptureKind[];
  readonly #program: PatternProgram;
  readonly #prefix: string;
  #search: CompiledSearch | undefined;
  /** Uses until it is compiled; Infinity once that was tried. */
  #usesLeft = HOT_USES;

  /**
   * Takes the pattern apart.
   *
   * @param source - the pattern.
   * @param hasAnchor - whether a `^` at the start is an anchor.
   */
  constructor(source: string, hasAnchor: boolean) {
    const parsed = parsePattern(source, hasAnchor);
    this.source = source;
    this.isAnchored = parsed.isAnchored;
    this.captureCount = parsed.captures.length;
    this.isPlainText = !SPECIALS.test(source);
    this.#parsed = parsed;
    this.#captures = parsed.captures;
    this.#program = encodePattern(parsed);
    this.#prefix = literalPrefix(parsed);
  }

  /**
   * Finds the first match that begins at `start` or after (at `start` only, if anchored).
   * The whole match and the captures are in `state` afterwards.
   *
   * @param subject - the string to search.
   * @param start - index to begin at, 0 to the length of the subject.
   * @param state - receives the positions; its hook is called now and then.
   * @returns the index where the match begins, or -1.
   * @throws PatternError when matching meets a fault of the pattern or nests too deep.
   */
  find(subject: string, start: number, state: MatchState): number {
    return this.#search === undefined
      ? this.#findByProgram(subject, start, state)
      : this.#search(subject, start, state);
  }

  /**
   * Begins a search that finds what {@link find} finds, in parts.
   *
   * @param subject - the string to search.
   * @param start - index to begin at, 0 to the length of the subject.
   */
  searchInSteps(subject: string, start: number): StepwiseSearch {
    const prefix = this.isAnchored ? "" : this.#prefix;
    const searched = { program: this.#program, isAnchored: this.isAnchored, prefix };
    return new StepwiseSearch(searched, subject, start);
  }

  #findByProgram(subject: string, start: number, state: MatchState): number {
    const found = this.isAnchored
      ? this.#matchAt(subject, start, state)
      : this.#searchFrom(subject, start, state);
    const searched = (found < 0 ? subject.length : state.matchEnd) - start;
    this.#usesLeft -= 1 + (searched >> CHARACTERS_PER_USE_BITS);
    if (this.#usesLeft < 0) {
      this.#usesLeft = Infinity;
      this.#search = compileSearch(this.#parsed, this.#program.sets, this.#prefix);
    }
    return found;
  }

  #searchFrom(subject: string, start: number, state: MatchState): number {
    const prefix = this.#prefix;
    for (let index = start; index <= subject.length; index++) {
      if (prefix !== "") {
        index = subject.indexOf(prefix, index);
        if (index < 0) {
          return -1;
        }
      }
      if (this.#matchAt(subject, index, state) >= 0) {
        return index;
      }
    }
    return -1;
  }

  #matchAt(subject: string, index: number, state: MatchState): number {
    const end = matchProgram(this.#program, subject, index, state);
    if (end < 0) {
      return -1;
    }
    state.matchStart = index;
    state.matchEnd = end;
    return index;
  }

  /**
   * A capture of the last match: a string, or a number for a position capture.
   *
   * @param subject - the string that was searched.
   * @param state - as {@link find} left it.
   * @param index - which capture, from 0; 0 is the whole match if the pattern has none.
   * @returns the text, or the position from 1.
   * @throws PatternError `invalid capture index`, or `unfinished capture`.
   */
  capture(subject: string, state: MatchState, index: number): string | number {
    const kind = this.#captures[index];
    if (kind === "text") {
      return subject.slice(state.captures[2 * index], state.captures[2 * index + 1]);
    }
    if (kind === "position") {
      return state.captures[2 * index]! + 1;
    }
    if (kind === "unfinished") {
      throw new PatternError("unfinished capture");
    }
    if (index !== 0) {
      throw new PatternError("invalid capture index");
    }
    return subject.slice(state.matchStart, state.matchEnd);
  }

  /**
   * All captures of the last match, or the whole match if the pattern has none: what `match`,
   * `gmatch` and a function given to `gsub` get.
   *
   * @param subject - the string that was searched.
   * @param state - as {@link find} left it.
   * @throws PatternError `unfinished capture`.
   */
  captureAll(subject: string, state: MatchState): (string | number)[] {
    const values = [this.capture(subject, state, 0)];
    for (let index = 1; index < this.captureCount; index++) {
      values.push(this.capture(subject, state, index));
    }
    return values;
  }
}

const anchoredPatterns = new TwoGenerationCache(
  CACHED_PATTERNS_MAX,
  (source: string) => new LuaPattern(source, true),
);

const iterationPatterns = new TwoGenerationCache(
  CACHED_PATTERNS_MAX,
  (source: string) => new LuaPattern(source, false),
);

/**
 * The pattern for `find`, `match` and `gsub`. Never throws: Lua reports a malformed pattern only
 * when matching gets to the fault, and so does {@link LuaPattern.find}.
 *
 * @param source - the pattern.
 * @see Lua 5.2 manual §6.4.1
 */
export function compilePattern(source: string): LuaPattern {
  return anchoredPatterns.get(source);
}

/**
 * The pattern for `gmatch`, in which a `^` at the start is a character like any other.
 *
 * @param source - the pattern.
 * @see Lua 5.2 manual §6.4 (`gmatch`)
 */
export function compileIterationPattern(source: string): LuaPattern {
  return iterationPatterns.get(source);
}

/**
 * Where `gmatch` and `gsub` go on after a match: behind it, or one further if it was empty.
 *
 * @param state - as {@link LuaPattern.find} left it.
 */
export function indexAfterMatch(state: MatchState): number {
  return state.matchEnd === state.matchStart ? state.matchEnd + 1 : state.matchEnd;
}
