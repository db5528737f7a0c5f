/**
 * Matches a pattern by executing a flat program of numbers: the matcher for patterns that are not
 * hot enough to be compiled, and the reference for the compiled ones.
 * Invariant: it recurses only where PUC Lua's matcher does, at most 200 deep, so it can use no more
 * JavaScript stack than that and fails with `pattern too complex` exactly where PUC does.
 */
import type { MatchState } from "./match-state.js";
import { PatternError } from "./pattern-error.js";
import type { ParsedPattern, PatternItem, Quantifier } from "./pattern-parser.js";

/** How deep a match may nest (`MAXCCALLS` of lstrlib.c). */
export const MATCH_DEPTH_MAX = 200;

// Operations. Each takes two entries of the program but BALANCE, which takes three.
/** The match has succeeded. */
export const DONE = 0;
/** One character of a set. */
export const SINGLE = 1;
/** As many characters of a set as can be, `*`. */
export const GREEDY = 2;
/** At least one of them, `+`. */
export const GREEDY_ONE = 3;
/** As few characters of a set as can be, `-`. */
export const LAZY = 4;
/** A character of a set or none, `?`. */
export const OPTIONAL = 5;
/** A capture begins. */
export const OPEN = 6;
/** A capture ends. */
export const CLOSE = 7;
/** A capture of the position, `()`. */
export const POSITION = 8;
/** A balanced pair, `%bxy`. */
export const BALANCE = 9;
/** The frontier of a set, `%f`. */
export const FRONTIER = 10;
/** A capture once more, `%1`. */
export const BACK_REFERENCE = 11;
/** The subject must end here, `$`. */
export const END = 12;
/** Nothing matches. */
export const NEVER = 13;
/** The fault of the pattern is met. */
const FAULT = 14;

const QUANTIFIED: Readonly<Record<Quantifier, number>> = {
  "": SINGLE,
  "*": GREEDY,
  "+": GREEDY_ONE,
  "-": LAZY,
  "?": OPTIONAL,
};

/** A pattern as numbers. */
export interface PatternProgram {
  /** Operations and their operands; a set's operand is the index of its first entry in `sets`. */
  readonly code: Int32Array;
  /** All sets behind one another, 256 entries each. */
  readonly sets: Uint8Array;
  /** The message of the fault that the last operation raises, if it does. */
  readonly fault: string;
}

function encodeItem(item: PatternItem, code: number[]): string {
  switch (item.kind) {
    case "single":
      code.push(QUANTIFIED[item.quantifier], item.set * 256);
      break;
    case "open":
      code.push(OPEN, item.capture * 2);
      break;
    case "close":
      code.push(CLOSE, item.capture * 2 + 1);
      break;
    case "position":
      code.push(POSITION, item.capture * 2);
      break;
    case "backReference":
      code.push(BACK_REFERENCE, item.capture * 2);
      break;
    case "balance":
      code.push(BALANCE, item.opening, item.closing);
      break;
    case "frontier":
      code.push(FRONTIER, item.set * 256);
      break;
    case "end":
      code.push(END, 0);
      break;
    case "never":
      code.push(NEVER, 0);
      break;
    case "fault":
      code.push(FAULT, 0);
      return item.message;
  }
  return "";
}

/**
 * Turns a parsed pattern into a program.
 *
 * @param pattern - what the parser gave.
 */
export function encodePattern(pattern: ParsedPattern): PatternProgram {
  const code: number[] = [];
  let fault = "";
  for (const item of pattern.items) {
    fault = encodeItem(item, code);
  }
  code.push(DONE, 0);
  const sets = new Uint8Array(pattern.sets.length * 256);
  pattern.sets.forEach((set, index) => {
    sets.set(set, index * 256);
  });
  return { code: Int32Array.from(code), sets, fault };
}

/**
 * Finds the end of a balanced pair (`%bxy`).
 *
 * @param subject - the string matched against.
 * @param start - index where the opening character must be.
 * @param opening - code of the opening character.
 * @param closing - code of the closing one.
 * @returns the index after the closing character, or -1.
 */
export function matchBalance(
  subject: string,
  start: number,
  opening: number,
  closing: number,
): number {
  const length = subject.length;
  if (start >= length || subject.charCodeAt(start) !== opening) {
    return -1;
  }
  let depth = 1;
  for (let index = start + 1; index < length; index++) {
    const code = subject.charCodeAt(index);
    if (code === closing) {
      depth--;
      if (depth === 0) {
        return index + 1;
      }
    } else if (code === opening) {
      depth++;
    }
  }
  return -1;
}

/**
 * Whether a part of a string occurs again at an index of it (`%1`).
 *
 * @param subject - the string matched against.
 * @param start - index where the part begins.
 * @param end - index after the part.
 * @param index - where it must occur again.
 */
export function repeatsAt(subject: string, start: number, end: number, index: number): boolean {
  if (subject.length - index < end - start) {
    return false;
  }
  for (let from = start, to = index; from < end; from++, to++) {
    if (subject.charCodeAt(from) !== subject.charCodeAt(to)) {
      return false;
    }
  }
  return true;
}

/**
 * Matches a program against a string at one index.
 *
 * @param program - the pattern.
 * @param subject - the string to match against.
 * @param start - index where the match must begin.
 * @param state - receives the captures.
 * @returns the index after the match, or -1.
 * @throws PatternError when matching meets a fault of the pattern or nests too deep.
 */
export function matchProgram(
  program: PatternProgram,
  subject: string,
  start: number,
  state: MatchState,
): number {
  return step(program, subject, 0, start, state, 1);
}

function step(
  program: PatternProgram,
  subject: string,
  from: number,
  start: number,
  state: MatchState,
  depthBefore: number,
): number {
  const code = program.code;
  const sets = program.sets;
  const length = subject.length;
  let at = from;
  let index = start;
  let depth = depthBefore;
  if (--state.stepsLeft < 0) {
    state.refill();
  }
  while (true) {
    if (depth > MATCH_DEPTH_MAX) {
      throw new PatternError("pattern too complex");
    }
    const operand = code[at + 1]!;
    switch (code[at]) {
      case DONE:
        return index;
      case SINGLE:
        if (index >= length || sets[operand + subject.charCodeAt(index)] === 0) {
          return -1;
        }
        index++;
        break;
      case GREEDY_ONE:
      case GREEDY: {
        let end = index;
        while (end < length && sets[operand + subject.charCodeAt(end)] !== 0) {
          end++;
        }
        if (end === index) {
          if (code[at] === GREEDY_ONE) {
            return -1;
          }
          break;
        }
        state.stepsLeft -= end - index;
        const first = code[at] === GREEDY_ONE ? index + 1 : index;
        for (; end >= first; end--) {
          const result = step(program, subject, at + 2, end, state, depth + 1);
          if (result >= 0) {
            return result;
          }
        }
        return -1;
      }
      case LAZY: {
        // The last try, after which nothing more can be taken, needs no way back.
        const first = index;
        while (index < length && sets[operand + subject.charCodeAt(index)] !== 0) {
          const result = step(program, subject, at + 2, index, state, depth + 1);
          if (result >= 0) {
            return result;
          }
          index++;
        }
        if (index > first) {
          depth++;
        }
        break;
      }
      case OPTIONAL:
        if (index < length && sets[operand + subject.charCodeAt(index)] !== 0) {
          const result = step(program, subject, at + 2, index + 1, state, depth + 1);
          if (result >= 0) {
            return result;
          }
        }
        break;
      case OPEN:
      case CLOSE:
      case POSITION:
        state.captures[operand] = index;
        depth++;
        break;
      case BALANCE: {
        const end = matchBalance(subject, index, operand, code[at + 2]!);
        state.stepsLeft -= (end < 0 ? length : end) - index;
        if (end < 0) {
          return -1;
        }
        index = end;
        at++;
        break;
      }
      case FRONTIER: {
        const before = index === 0 ? 0 : subject.charCodeAt(index - 1);
        const after = index === length ? 0 : subject.charCodeAt(index);
        if (sets[operand + before] !== 0 || sets[operand + after] === 0) {
          return -1;
        }
        break;
      }
      case BACK_REFERENCE: {
        const begin = state.captures[operand]!;
        const end = state.captures[operand + 1]!;
        if (!repeatsAt(subject, begin, end, index)) {
          return -1;
        }
        index += end - begin;
        break;
      }
      case END:
        if (index !== length) {
          return -1;
        }
        break;
      case NEVER:
        return -1;
      default:
        throw new PatternError(program.fault);
    }
    at += 2;
  }
}
