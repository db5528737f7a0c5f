/**
 * `string.find`, `match` and `gmatch` (Lua 5.2 manual §6.4).
 * Invariant: nothing here calls Lua while it uses the shared {@link MatchState}.
 */
import { runSteps, type WorkSteps } from "../runtime/native-steps.js";
import { isTruthy } from "../runtime/comparison.js";
import { type LuaResult, type LuaValue, NO_VALUES } from "../value/lua-value.js";
import { chargeWork } from "../runtime/charge-work.js";
import { execution } from "../runtime/execution.js";
import { MatchState, SEARCH_INTERRUPTED } from "./match-state.js";
import { argumentsOf, raiseLibraryError } from "./raise-library-error.js";
import {
  compileIterationPattern,
  compilePattern,
  indexAfterMatch,
  type LuaPattern,
} from "./string-pattern.js";

/** Steps of matching between two charges to the budget. */
const STEPS_PER_CHARGE = 10_000;

/** Where matches put their results. Whoever calls Lua reads what it needs before. */
export const matchState = new MatchState(() => {
  chargeWork(STEPS_PER_CHARGE);
  if (execution.preemptionWanted || execution.budgetPerTurn !== null) throw SEARCH_INTERRUPTED;
}, STEPS_PER_CHARGE);

/** Strings from this length on are searched in steps at once: one scan of them may take too long. */
const SUBJECT_MAX = 1 << 24;

/** How much of a long string is searched for a plain text at a time, in bytes. */
const WINDOW = 1 << 20;
/** How many bytes are searched in the time of one step, and up to how many with the call. */
const BYTES_PER_STEP = 2;
const UNCHARGED_MAX = 256;

/** The index where a search begins: a position from 1, or from the end if negative. */
function startIndex(subject: string, init: number): number {
  const position = Math.trunc(init) || 0;
  if (position > 0) return position - 1;
  return position < 0 ? Math.max(subject.length + position, 0) : 0;
}

/** `string.find(s, pattern [, init [, plain]])`. */
export function find(
  subject: LuaValue,
  pattern: LuaValue,
  init: LuaValue,
  plain: LuaValue,
): LuaResult {
  if (typeof subject === "string" && typeof pattern === "string") {
    if (init === undefined) return findFrom(subject, pattern, 0, isTruthy(plain));
    if (typeof init === "number") {
      return findFrom(subject, pattern, startIndex(subject, init), isTruthy(plain));
    }
  }
  const args = argumentsOf("find", arguments.length, subject, pattern, init);
  const text = args.string(1);
  const wanted = args.string(2);
  return findFrom(text, wanted, startIndex(text, args.optionalInteger(3, 1)), isTruthy(plain));
}

function findFrom(subject: string, source: string, start: number, plain: boolean): LuaResult {
  if (start > subject.length) return undefined;
  if (plain) return findText(subject, source, start);
  const pattern = compilePattern(source);
  if (pattern.isPlainText) return findText(subject, source, start);
  try {
    if (subject.length - start > SUBJECT_MAX) throw SEARCH_INTERRUPTED;
    if (pattern.find(subject, start, matchState) < 0) return undefined;
    return bounds(pattern, subject);
  } catch (thrown) {
    return searchOn(thrown, "find", pattern, subject, start, (isFound) =>
      isFound ? bounds(pattern, subject) : undefined,
    );
  }
}

/** What `find` gives of the last match. */
function bounds(pattern: LuaPattern, subject: string): LuaResult {
  const { matchStart, matchEnd } = matchState;
  return pattern.captureCount === 0
    ? [matchStart + 1, matchEnd]
    : [matchStart + 1, matchEnd, ...pattern.captureAll(subject, matchState)];
}

/**
 * Goes on after a search has thrown: with the same search in steps if it was interrupted.
 * @param name - of the native
 * @param give - what it gives; the match, if one is found, is in the shared state
 */
function searchOn(
  thrown: unknown,
  name: string,
  pattern: LuaPattern,
  subject: string,
  start: number,
  give: (isFound: boolean) => LuaResult,
): LuaResult {
  if (thrown !== SEARCH_INTERRUPTED) raiseLibraryError(thrown, name);
  return runSteps(name, searchInSteps(name, pattern, subject, start, give));
}

function* searchInSteps(
  name: string,
  pattern: LuaPattern,
  subject: string,
  start: number,
  give: (isFound: boolean) => LuaResult,
): WorkSteps {
  try {
    return give(yield* findInSteps(pattern, subject, start));
  } catch (thrown) {
    raiseLibraryError(thrown, name);
  }
}

/**
 * Searches in steps.
 * @returns whether there is a match, which is then in the shared state
 */
export function* findInSteps(
  pattern: LuaPattern,
  subject: string,
  start: number,
): Generator<number, boolean, void> {
  const search = pattern.searchInSteps(subject, start);
  yield 0;
  while (!search.advance(STEPS_PER_CHARGE)) yield STEPS_PER_CHARGE;
  if (search.isFound) matchState.take(search.state);
  return search.isFound;
}

function findText(subject: string, text: string, start: number): LuaResult {
  const left = subject.length - start;
  if (left > WINDOW) return runSteps("find", findTextByWindow(subject, text, start));
  if (left > UNCHARGED_MAX) chargeWork(left / BYTES_PER_STEP);
  return found(subject.indexOf(text, start), text);
}

function found(index: number, text: string): LuaResult {
  return index < 0 ? undefined : [index + 1, index + text.length];
}

/** Looks for a text in a long string, piece by piece. */
function* findTextByWindow(subject: string, text: string, start: number): WorkSteps {
  for (let from = start; from < subject.length; from += WINDOW) {
    const index = subject.slice(from, from + WINDOW - 1 + text.length).indexOf(text);
    if (index >= 0) return found(from + index, text);
    yield (WINDOW + text.length) / BYTES_PER_STEP;
  }
  return undefined;
}

/** What the last match captured, in the form that a call returns it. */
function captured(pattern: LuaPattern, subject: string): LuaResult {
  return pattern.captureCount <= 1
    ? pattern.capture(subject, matchState, 0)
    : pattern.captureAll(subject, matchState);
}

/** `string.match(s, pattern [, init])`. */
export function match(subject: LuaValue, pattern: LuaValue, init: LuaValue): LuaResult {
  if (typeof subject === "string" && typeof pattern === "string") {
    if (init === undefined) return matchFrom(subject, pattern, 0);
    if (typeof init === "number") return matchFrom(subject, pattern, startIndex(subject, init));
  }
  const args = argumentsOf("match", arguments.length, subject, pattern, init);
  const text = args.string(1);
  const wanted = args.string(2);
  return matchFrom(text, wanted, startIndex(text, args.optionalInteger(3, 1)));
}

function matchFrom(subject: string, source: string, start: number): LuaResult {
  if (start > subject.length) return undefined;
  const pattern = compilePattern(source);
  try {
    if (subject.length - start > SUBJECT_MAX) throw SEARCH_INTERRUPTED;
    return pattern.find(subject, start, matchState) < 0 ? undefined : captured(pattern, subject);
  } catch (thrown) {
    return searchOn(thrown, "match", pattern, subject, start, (isFound) =>
      isFound ? captured(pattern, subject) : undefined,
    );
  }
}

/** `string.gmatch(s, pattern)`. */
export function gmatch(subject: LuaValue, pattern: LuaValue): LuaResult {
  const args = argumentsOf("gmatch", arguments.length, subject, pattern);
  const text = args.string(1);
  const compiled = compileIterationPattern(args.string(2));
  let start = 0;
  const next = (isFound: boolean): LuaResult => {
    start = isFound ? indexAfterMatch(matchState) : text.length + 1;
    return isFound ? captured(compiled, text) : NO_VALUES;
  };
  // Named as `native` would, but by the literal: one is made for every loop.
  const iterator = {
    "lua:gmatch_iterator": () => {
      if (start > text.length) return NO_VALUES;
      try {
        return next(compiled.find(text, start, matchState) >= 0);
      } catch (thrown) {
        return searchOn(thrown, "gmatch", compiled, text, start, next);
      }
    },
  };
  return iterator["lua:gmatch_iterator"];
}
