/**
 * The replacement string of `gsub`, and `gsub` itself when it needs no Lua code to run.
 * Invariant: a template is taken apart once; expanding it cannot fail but by a capture that the
 * pattern does not have, and only when a match is replaced, as in PUC Lua.
 */
import { formatNumber } from "../value/number-to-string.js";
import { appendText } from "./append-text.js";
import { type MatchState, SEARCH_INTERRUPTED } from "./match-state.js";
import { PatternError } from "./pattern-error.js";
import type { LuaPattern } from "./string-pattern.js";
import { TwoGenerationCache } from "./two-generation-cache.js";

/** How many templates are kept, at most. */
const CACHED_TEMPLATES_MAX = 256;

/** How long it takes to replace a match, in steps of matching. */
export const STEPS_PER_REPLACEMENT = 30;

const PERCENT = 37;
const ZERO = 48;
const NINE = 57;

/** A replacement string taken apart. Get one from {@link compileReplacement}. */
export interface ReplacementTemplate {
  /** Texts and, as numbers, what to insert: 0 the whole match, `n` the n-th capture. */
  readonly parts: readonly (string | number)[];
  /** The whole replacement, if it inserts nothing. */
  readonly constantText: string | undefined;
  /** Whether a `%` stands at the end. */
  readonly isMalformed: boolean;
}

function parseReplacement(source: string): ReplacementTemplate {
  const parts: (string | number)[] = [];
  let text = "";
  for (let index = 0; index < source.length; index++) {
    if (source.charCodeAt(index) !== PERCENT) {
      text += source.charAt(index);
      continue;
    }
    index++;
    const code = source.charCodeAt(index);
    if (code === PERCENT) {
      text += "%";
    } else if (code >= ZERO && code <= NINE) {
      if (text !== "") {
        parts.push(text);
        text = "";
      }
      parts.push(code - ZERO);
    } else if (index < source.length) {
      // CC: as in Lua 5.1 `%` before anything else stands for that; the ROM relies on it.
      text += source.charAt(index);
    } else {
      return { parts, constantText: undefined, isMalformed: true };
    }
  }
  if (parts.length === 0) {
    return { parts: [text], constantText: text, isMalformed: false };
  }
  if (text !== "") {
    parts.push(text);
  }
  return { parts, constantText: undefined, isMalformed: false };
}

const templates = new TwoGenerationCache(CACHED_TEMPLATES_MAX, parseReplacement);

/**
 * Takes a replacement string apart. Never throws; {@link expandReplacement} does.
 *
 * @param source - the third argument of `gsub`, if it is a string.
 * @see Lua 5.2 manual §6.4 (`gsub`)
 */
export function compileReplacement(source: string): ReplacementTemplate {
  return templates.get(source);
}

/**
 * The text that replaces the last match.
 *
 * @param template - the replacement string.
 * @param pattern - the pattern that matched.
 * @param subject - the string that was searched.
 * @param state - as `find` left it.
 * @throws PatternError for a capture that is not there, and for `%` at the end of the template.
 */
export function expandReplacement(
  template: ReplacementTemplate,
  pattern: LuaPattern,
  subject: string,
  state: MatchState,
): string {
  if (template.constantText !== undefined) {
    return template.constantText;
  }
  let result = "";
  for (const part of template.parts) {
    if (typeof part === "string") {
      result = appendText(result, part);
    } else if (part === 0) {
      result = appendText(result, subject.slice(state.matchStart, state.matchEnd));
    } else {
      const value = pattern.capture(subject, state, part - 1);
      result = appendText(result, typeof value === "string" ? value : formatNumber(value));
    }
  }
  if (template.isMalformed) {
    throw new PatternError("invalid use of '%' in replacement string");
  }
  return result;
}

/** How far `gsub` has come. */
export interface Replaced {
  /** The new string. */
  readonly text: string;
  /** How many matches were replaced. */
  readonly count: number;
  /** If a search was interrupted: index in the subject of what is not yet in the new string. */
  readonly copied: number;
  /** Index in the subject where that search began; -1 if all is done. */
  readonly start: number;
}

const NOTHING_REPLACED: Replaced = { text: "", count: 0, copied: 0, start: 0 };

/**
 * `gsub` with a replacement string.
 *
 * @param subject - the string to search.
 * @param pattern - what to replace.
 * @param template - the replacement string.
 * @param countMax - how many matches to replace at most; Infinity for all.
 * @param state - for the matches.
 * @param before - how far it came until a search was interrupted.
 * @param next - what that search, which was done since, found: an index or -1.
 * @throws PatternError for a faulty pattern or template, once it matters.
 * @throws LibraryError for a result longer than a string may be.
 * @see Lua 5.2 manual §6.4 (`gsub`)
 */
export function replaceMatches(
  subject: string,
  pattern: LuaPattern,
  template: ReplacementTemplate,
  countMax: number,
  state: MatchState,
  before = NOTHING_REPLACED,
  next?: number,
): Replaced {
  let { text, count, copied, start } = before;
  let known = next;
  try {
    while (count < countMax && start <= subject.length) {
      const found = known ?? pattern.find(subject, start, state);
      known = undefined;
      if (found < 0) {
        break;
      }
      count++;
      state.stepsLeft -= STEPS_PER_REPLACEMENT;
      // Two appends to one rope cost less than a rope of the two first, and much less than an array.
      text = appendText(text, subject.slice(copied, found));
      text = appendText(text, expandReplacement(template, pattern, subject, state));
      copied = state.matchEnd;
      start = copied === found ? copied + 1 : copied;
      if (pattern.isAnchored) {
        break;
      }
    }
  } catch (thrown) {
    if (thrown !== SEARCH_INTERRUPTED) {
      throw thrown;
    }
    return { text, count, copied, start };
  }
  const whole = count === 0 ? subject : appendText(text, subject.slice(copied));
  return { text: whole, count, copied: subject.length, start: -1 };
}
