/**
 * `string.gsub` (Lua 5.2 manual §6.4). Replacement functions and `__index` metamethods may yield and
 * be pre-empted: what is done so far is then kept in a {@link GsubFrame}.
 */
import { callValue, NO_CHUNK } from "../runtime/call.js";
import { execution, saveFrame } from "../runtime/execution.js";
import { index } from "../runtime/indexing.js";
import { raiseArgumentText, raiseAt } from "../runtime/raise.js";
import { runSteps, type WorkSteps } from "../runtime/native-steps.js";
import { Frame } from "../value/frame.js";
import { LuaTable } from "../value/lua-table.js";
import {
  firstValue,
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  SUSPENDED,
  typeName,
} from "../value/lua-value.js";
import { formatNumber } from "../value/number-to-string.js";
import { appendText } from "./append-text.js";
import { SEARCH_INTERRUPTED } from "./match-state.js";
import {
  compileReplacement,
  type Replaced,
  replaceMatches,
  type ReplacementTemplate,
  STEPS_PER_REPLACEMENT,
} from "./pattern-replacement.js";
import { argumentsOf, raiseLibraryError } from "./raise-library-error.js";
import { compilePattern, type LuaPattern } from "./string-pattern.js";
import { findInSteps, matchState } from "./string-search.js";

/** What a call of a replacement function costs of the budget while it lasts: its JavaScript stack. */
const CALLBACK_COST = 600;

/** One call of `gsub` whose replacements come from Lua. */
interface Substitution {
  readonly subject: string;
  readonly pattern: LuaPattern;
  readonly replacement: LuaFunction | LuaTable;
  /** How many matches are replaced at most. */
  readonly countMax: number;
}

/** `string.gsub(s, pattern, repl [, n])`. CC: a negative `n` replaces nothing, as in 5.1 and 5.3. */
export function gsub(
  subject: LuaValue,
  pattern: LuaValue,
  replacement: LuaValue,
  countMax: LuaValue,
): LuaResult {
  if (typeof subject === "string" && typeof pattern === "string" && countMax === undefined) {
    return replace(subject, pattern, replacement, Infinity);
  }
  const args = argumentsOf("gsub", arguments.length, subject, pattern, replacement, countMax);
  const text = args.string(1);
  const wanted = args.string(2);
  return replace(text, wanted, replacement, args.optionalInteger(4, Infinity));
}

function replace(
  subject: string,
  source: string,
  replacement: LuaValue,
  countMax: number,
): LuaResult {
  const pattern = compilePattern(source);
  if (typeof replacement === "function" || replacement instanceof LuaTable) {
    return substitute({ subject, pattern, replacement, countMax }, "", 0, 0, 0);
  }
  if (typeof replacement !== "string" && typeof replacement !== "number") {
    raiseArgumentText(3, "string/function/table expected", "gsub");
  }
  try {
    const template = compileReplacement(
      typeof replacement === "string" ? replacement : formatNumber(replacement),
    );
    const done = replaceMatches(subject, pattern, template, countMax, matchState);
    if (done.start < 0) return [done.text, done.count];
    return runSteps("gsub", replaceInSteps(subject, pattern, template, countMax, done));
  } catch (thrown) {
    raiseLibraryError(thrown, "gsub");
  }
}

/** Replaces with a string after a search was interrupted: does that search, and goes on. */
function* replaceInSteps(
  subject: string,
  pattern: LuaPattern,
  template: ReplacementTemplate,
  countMax: number,
  before: Replaced,
): WorkSteps {
  let done = before;
  try {
    while (done.start >= 0) {
      const isFound = yield* findInSteps(pattern, subject, done.start);
      const next = isFound ? matchState.matchStart : -1;
      done = replaceMatches(subject, pattern, template, countMax, matchState, done, next);
    }
  } catch (thrown) {
    raiseLibraryError(thrown, "gsub");
  }
  return [done.text, done.count];
}

/**
 * Replaces what is left to replace.
 * @param textBefore - the result so far
 * @param countBefore - how many matches were replaced so far
 * @param copiedBefore - index in the subject of what is not yet in the result
 * @param startBefore - index in the subject where to search on
 * @param next - if the search there has been done: what it found, an index or -1
 */
function substitute(
  job: Substitution,
  textBefore: string,
  countBefore: number,
  copiedBefore: number,
  startBefore: number,
  next?: number,
): LuaResult {
  const { subject, pattern, replacement, countMax } = job;
  let text = textBefore;
  let count = countBefore;
  let copied = copiedBefore;
  let start = startBefore;
  let known = next;
  execution.c += CALLBACK_COST;
  try {
    while (count < countMax && start <= subject.length) {
      const matchStart = known ?? pattern.find(subject, start, matchState);
      known = undefined;
      if (matchStart < 0) break;
      const { matchEnd } = matchState;
      count++;
      matchState.stepsLeft -= STEPS_PER_REPLACEMENT;
      const result = replacementFor(replacement, pattern, subject);
      if (result === SUSPENDED) {
        text = appendText(text, subject.slice(copied, matchStart));
        return saveFrame(new GsubFrame(job, text, count, matchStart, matchEnd));
      }
      const value = firstValue(result);
      if (value !== undefined && value !== false) {
        text = appendText(text, subject.slice(copied, matchStart));
        text = appendText(text, replacementText(value));
        copied = matchEnd;
      }
      start = matchEnd === matchStart ? matchEnd + 1 : matchEnd;
      if (pattern.isAnchored) break;
    }
    text = appendText(text, copied === 0 ? subject : subject.slice(copied));
  } catch (thrown) {
    if (thrown !== SEARCH_INTERRUPTED) raiseLibraryError(thrown, "gsub");
    execution.c -= CALLBACK_COST;
    return runSteps("gsub", substituteInSteps(job, text, count, copied, start));
  }
  execution.c -= CALLBACK_COST;
  return [text, count];
}

/** Goes on after a search was interrupted: with that search. */
function* substituteInSteps(
  job: Substitution,
  text: string,
  count: number,
  copied: number,
  start: number,
): WorkSteps {
  let next: number;
  try {
    const isFound = yield* findInSteps(job.pattern, job.subject, start);
    next = isFound ? matchState.matchStart : -1;
  } catch (thrown) {
    raiseLibraryError(thrown, "gsub");
  }
  return substitute(job, text, count, copied, start, next);
}

/** Asks for the replacement of the last match. */
function replacementFor(
  replacement: LuaFunction | LuaTable,
  pattern: LuaPattern,
  subject: string,
): LuaResult {
  if (typeof replacement !== "function") {
    return index(replacement, pattern.capture(subject, matchState, 0), NO_CHUNK, 0);
  }
  return pattern.captureCount <= 1
    ? replacement(pattern.capture(subject, matchState, 0))
    : callValue(replacement, ...pattern.captureAll(subject, matchState));
}

function replacementText(value: LuaValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatNumber(value);
  raiseAt(`invalid replacement value (a ${typeName(value)})`, 1);
}

/** A call of `gsub` that waits for a replacement. */
class GsubFrame extends Frame {
  readonly #job: Substitution;
  readonly #text: string;
  readonly #count: number;
  readonly #matchStart: number;
  readonly #matchEnd: number;

  /** Waits for the replacement of a match, with the result up to its start. */
  constructor(
    job: Substitution,
    text: string,
    count: number,
    matchStart: number,
    matchEnd: number,
  ) {
    super();
    this.#job = job;
    this.#text = text;
    this.#count = count;
    this.#matchStart = matchStart;
    this.#matchEnd = matchEnd;
  }

  override get nativeName(): string {
    return "gsub";
  }

  override resume(result: LuaResult): LuaResult {
    const value = firstValue(result);
    const keeps = value === undefined || value === false;
    const matchEnd = this.#matchEnd;
    const matchStart = this.#matchStart;
    const job = this.#job;
    let text = this.#text;
    try {
      if (!keeps) text = appendText(text, replacementText(value));
    } catch (thrown) {
      raiseLibraryError(thrown, "gsub");
    }
    const next = matchEnd === matchStart ? matchEnd + 1 : matchEnd;
    const start = job.pattern.isAnchored ? Infinity : next;
    return substitute(job, text, this.#count, keeps ? matchStart : matchEnd, start);
  }
}
