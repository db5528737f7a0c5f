/**
 * Reads a Lua pattern into a list of items; matches nothing itself.
 * Invariant: parsing never throws. Lua finds a fault in a pattern only when matching gets that far,
 * so a fault becomes the last item of the list and whoever executes it throws its message.
 */
import {
  ALPHA,
  ALPHANUMERIC,
  CONTROL,
  DIGIT,
  GRAPHIC,
  HEX_DIGIT,
  LOWER,
  PUNCTUATION,
  SPACE,
  UPPER,
  characterClasses,
} from "./character-classes.js";

/** Captures a pattern may have (`LUA_MAXCAPTURES`). */
export const CAPTURES_MAX = 32;

/** How often a single character may occur: once, or as its suffix says. */
export type Quantifier = "" | "*" | "+" | "-" | "?";

/** One step of a pattern. `set` is an index into {@link ParsedPattern.sets}. */
export type PatternItem =
  | { readonly kind: "single"; readonly set: number; readonly quantifier: Quantifier }
  | { readonly kind: "open" | "close" | "position" | "backReference"; readonly capture: number }
  | { readonly kind: "balance"; readonly opening: number; readonly closing: number }
  | { readonly kind: "frontier"; readonly set: number }
  | { readonly kind: "end" }
  | { readonly kind: "never" }
  | { readonly kind: "fault"; readonly message: string };

/** What a capture holds after a match. */
export type CaptureKind = "text" | "position" | "unfinished";

/** A pattern taken apart. */
export interface ParsedPattern {
  /** Whether a `^` at the start ties the match to where the search begins. */
  readonly isAnchored: boolean;
  readonly items: readonly PatternItem[];
  /** Sets of characters: 256 entries each, 1 for a member. */
  readonly sets: readonly Readonly<Uint8Array>[];
  readonly captures: readonly CaptureKind[];
}

const CARET = 94;
const DOLLAR = 36;
const PERCENT = 37;
const OPEN_PARENTHESIS = 40;
const CLOSE_PARENTHESIS = 41;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const DASH = 45;
const DOT = 46;
const LOWER_B = 98;
const LOWER_F = 102;

const CLASS_BITS: Readonly<Record<string, number>> = {
  a: ALPHA,
  c: CONTROL,
  d: DIGIT,
  g: GRAPHIC,
  l: LOWER,
  p: PUNCTUATION,
  s: SPACE,
  u: UPPER,
  w: ALPHANUMERIC,
  x: HEX_DIGIT,
};

/** Adds what `%{letter}` stands for: a class, the complement of one, or the character itself. */
function addEscape(set: Uint8Array, code: number): void {
  const letter = String.fromCharCode(code);
  const lower = letter.toLowerCase();
  const bits = CLASS_BITS[lower];
  // %z, the zero byte, is deprecated in 5.2 and still works.
  if (bits === undefined && lower !== "z") {
    set[code] = 1;
    return;
  }
  const wanted = letter === lower;
  characterClasses.forEach((classes, member) => {
    if ((bits === undefined ? member === 0 : (classes & bits) !== 0) === wanted) {
      set[member] = 1;
    }
  });
}

class PatternReader {
  readonly items: PatternItem[] = [];
  readonly sets: Uint8Array[] = [];
  readonly captures: CaptureKind[] = [];
  /** Indices of captures still open, innermost last. */
  readonly #open: number[] = [];
  /** Sets by the text they were written as, so that each is stored once. */
  readonly #setIndices = new Map<string, number>();
  readonly #source: string;
  #index: number;

  constructor(source: string, start: number) {
    this.#source = source;
    this.#index = start;
  }

  readAll(): void {
    while (this.#index < this.#source.length) {
      const fault = this.#readItem();
      if (fault !== undefined) {
        this.items.push({ kind: "fault", message: fault });
        return;
      }
    }
  }

  #code(offset: number): number {
    return this.#source.charCodeAt(this.#index + offset);
  }

  /** Reads one item; gives the message of a fault. */
  #readItem(): string | undefined {
    switch (this.#code(0)) {
      case OPEN_PARENTHESIS:
        return this.#readOpen();
      case CLOSE_PARENTHESIS:
        return this.#readClose();
      case DOLLAR:
        if (this.#index + 1 === this.#source.length) {
          this.items.push({ kind: "end" });
          this.#index++;
          return undefined;
        }
        return this.#readSingle();
      case PERCENT: {
        const next = this.#code(1);
        if (next === LOWER_B) {
          return this.#readBalance();
        }
        if (next === LOWER_F) {
          return this.#readFrontier();
        }
        if (next >= 48 && next <= 57) {
          return this.#readBackReference(next - 48);
        }
        return this.#readSingle();
      }
      default:
        return this.#readSingle();
    }
  }

  #readOpen(): string | undefined {
    const capture = this.captures.length;
    if (capture >= CAPTURES_MAX) {
      return "too many captures";
    }
    if (this.#code(1) === CLOSE_PARENTHESIS) {
      this.captures.push("position");
      this.items.push({ kind: "position", capture });
      this.#index += 2;
    } else {
      this.captures.push("unfinished");
      this.#open.push(capture);
      this.items.push({ kind: "open", capture });
      this.#index++;
    }
    return undefined;
  }

  #readClose(): string | undefined {
    const capture = this.#open.pop();
    if (capture === undefined) {
      return "invalid pattern capture";
    }
    this.captures[capture] = "text";
    this.items.push({ kind: "close", capture });
    this.#index++;
    return undefined;
  }

  #readBalance(): string | undefined {
    if (this.#index + 3 >= this.#source.length) {
      return "malformed pattern (missing arguments to '%b')";
    }
    this.items.push({ kind: "balance", opening: this.#code(2), closing: this.#code(3) });
    this.#index += 4;
    return undefined;
  }

  #readFrontier(): string | undefined {
    this.#index += 2;
    if (this.#code(0) !== OPEN_BRACKET) {
      return "missing '[' after '%f' in pattern";
    }
    const end = this.#findSetEnd();
    if (end < 0) {
      return "malformed pattern (missing ']')";
    }
    this.items.push({ kind: "frontier", set: this.#addSet(end) });
    this.#index = end;
    return undefined;
  }

  #readBackReference(number: number): string | undefined {
    const kind = this.captures[number - 1];
    if (kind === undefined || kind === "unfinished") {
      return `invalid capture index %${number}`;
    }
    // A position capture has no text, and nothing equals that.
    this.items.push(
      kind === "position" ? { kind: "never" } : { kind: "backReference", capture: number - 1 },
    );
    this.#index += 2;
    return undefined;
  }

  #readSingle(): string | undefined {
    const first = this.#code(0);
    let end = this.#index + 1;
    if (first === PERCENT) {
      if (end === this.#source.length) {
        return "malformed pattern (ends with '%')";
      }
      end++;
    } else if (first === OPEN_BRACKET) {
      end = this.#findSetEnd();
      if (end < 0) {
        return "malformed pattern (missing ']')";
      }
    }
    const suffix = this.#source.charAt(end);
    const quantifier =
      suffix === "*" || suffix === "+" || suffix === "-" || suffix === "?" ? suffix : "";
    this.items.push({ kind: "single", set: this.#addSet(end), quantifier });
    this.#index = quantifier === "" ? end : end + 1;
    return undefined;
  }

  /** Finds the index after the `]` of the set that begins here, or gives -1. */
  #findSetEnd(): number {
    const source = this.#source;
    let index = this.#index + 1;
    if (source.charCodeAt(index) === CARET) {
      index++;
    }
    // The first character belongs to the set even if it is a `]`.
    do {
      if (index >= source.length) {
        return -1;
      }
      if (source.charCodeAt(index++) === PERCENT && index < source.length) {
        index++;
      }
    } while (source.charCodeAt(index) !== CLOSE_BRACKET);
    return index + 1;
  }

  /** Stores the set written from here to `end`; gives its index. */
  #addSet(end: number): number {
    const text = this.#source.slice(this.#index, end);
    const known = this.#setIndices.get(text);
    if (known !== undefined) {
      return known;
    }
    const set = new Uint8Array(256);
    const first = text.charCodeAt(0);
    if (first === OPEN_BRACKET) {
      fillBracketSet(set, text);
    } else if (first === PERCENT) {
      addEscape(set, text.charCodeAt(1));
    } else if (first === DOT) {
      set.fill(1);
    } else {
      set[first] = 1;
    }
    this.#setIndices.set(text, this.sets.length);
    return this.sets.push(set) - 1;
  }
}

/** Fills a set from its text, brackets included. */
function fillBracketSet(set: Uint8Array, text: string): void {
  const end = text.length - 1;
  const isComplement = text.charCodeAt(1) === CARET;
  for (let index = isComplement ? 2 : 1; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === PERCENT) {
      index++;
      addEscape(set, text.charCodeAt(index));
    } else if (text.charCodeAt(index + 1) === DASH && index + 2 < end) {
      index += 2;
      // An upper limit below the lower one makes an empty range.
      const last = text.charCodeAt(index);
      for (let member = code; member <= last; member++) {
        set[member] = 1;
      }
    } else {
      set[code] = 1;
    }
  }
  if (isComplement) {
    set.forEach((member, code) => {
      set[code] = 1 - member;
    });
  }
}

/**
 * Takes a pattern apart.
 *
 * @param source - the pattern.
 * @param hasAnchor - whether a `^` at the start is an anchor; in `gmatch` it is a plain character.
 * @see Lua 5.2 manual §6.4.1
 */
export function parsePattern(source: string, hasAnchor: boolean): ParsedPattern {
  const isAnchored = hasAnchor && source.charCodeAt(0) === CARET;
  const reader = new PatternReader(source, isAnchored ? 1 : 0);
  reader.readAll();
  return { isAnchored, items: reader.items, sets: reader.sets, captures: reader.captures };
}

/**
 * Whether an item only notes a position and takes no character.
 *
 * @param item - an item of a pattern.
 */
export function isMark(item: PatternItem): boolean {
  return item.kind === "open" || item.kind === "close" || item.kind === "position";
}

/**
 * The only member of a set, or -1 if it has none or several.
 *
 * @param set - 256 entries, 1 for a member.
 */
export function onlyMember(set: Readonly<Uint8Array>): number {
  const code = set.indexOf(1);
  return code === set.lastIndexOf(1) ? code : -1;
}

/**
 * The plain text that every match begins with: single characters without a choice.
 *
 * @param pattern - a pattern taken apart.
 */
export function literalPrefix(pattern: ParsedPattern): string {
  let prefix = "";
  for (const item of pattern.items) {
    if (isMark(item)) {
      continue;
    }
    const isOnce = item.kind === "single" && item.quantifier === "";
    const code = isOnce ? onlyMember(pattern.sets[item.set]!) : -1;
    if (code < 0) {
      break;
    }
    prefix += String.fromCharCode(code);
  }
  return prefix;
}
