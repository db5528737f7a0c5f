/**
 * Turns a pattern into a JavaScript function made for it, for patterns that are used often.
 * Invariant: the function finds exactly what {@link matchProgram} finds, counts about the same
 * steps, and its source holds nothing but names and numbers chosen here: the pattern's own
 * characters reach it as numbers and through arguments.
 *
 * Every choice (how many characters a quantifier takes) becomes a loop, and what follows the choice
 * the body of that loop; to fail is to go on with the innermost loop that still has a choice. Where
 * what follows cannot begin with a character that was taken, there is nothing to choose and no loop.
 * Once V8 has optimised it, such a function takes a third to a tenth of the program's time
 * (benchmarks/lua/programs/patterns.lua). RegExp is not used: it cannot be stopped while it backtracks.
 */
import type { MatchState } from "./match-state.js";
import { PatternError } from "./pattern-error.js";
import { type ParsedPattern, type PatternItem, isMark, onlyMember } from "./pattern-parser.js";
import { matchBalance, repeatsAt } from "./pattern-program.js";

/**
 * Finds the first match from an index on; like `LuaPattern.find`.
 *
 * @param subject - the string to search.
 * @param start - index to begin at.
 * @param state - receives the positions.
 */
export type CompiledSearch = (subject: string, start: number, state: MatchState) => number;

type CharacterSet = Readonly<Uint8Array>;
type SingleItem = Extract<PatternItem, { kind: "single" }>;

/** Longer patterns are left to the program, which also watches how deep they nest. */
const ITEMS_MAX = 60;

/** More ranges than this are looked up in a table. */
const RANGES_MAX = 2;

/** A position in the subject: a variable plus a constant. */
interface Position {
  readonly base: string;
  readonly offset: number;
  /** The offset up to which the subject is known to be long enough. */
  readonly checked: number;
}

function text({ base, offset }: Position): string {
  return offset === 0 ? base : `${base} + ${offset}`;
}

function at(base: string): Position {
  return { base, offset: 0, checked: 0 };
}

/** The ranges of codes whose membership is `member`, as pairs of first and last. */
function rangesOf(set: CharacterSet, member: number): [number, number][] {
  const ranges: [number, number][] = [];
  for (let code = set.indexOf(member); code >= 0; code = set.indexOf(member, code)) {
    const first = code;
    while (set[code] === member) {
      code++;
    }
    ranges.push([first, code - 1]);
  }
  return ranges;
}

function isEvery(set: CharacterSet): boolean {
  return !set.includes(0);
}

function areDisjoint(a: CharacterSet, b: CharacterSet): boolean {
  return a.every((member, code) => member === 0 || b[code] === 0);
}

class SearchEmitter {
  #source = "";
  #lastVariable = 0;
  readonly #pattern: ParsedPattern;
  readonly #prefix: string;
  /** Expressions for the start and the end of each capture, as far as emitted. */
  readonly #starts: string[] = [];
  readonly #ends: string[] = [];

  constructor(pattern: ParsedPattern, prefix: string) {
    this.#pattern = pattern;
    this.#prefix = prefix;
  }

  emit(): string {
    this.#line("const n = s.length; let left = state.stepsLeft, c = 0;");
    if (this.#pattern.isAnchored) {
      this.#line("const p = start; attempt: {");
      this.#emitItems(0, at("p"), "break attempt;");
    } else {
      this.#line("next: for (let p = start; p <= n; p++) {");
      const known = this.#emitFirstCharacters();
      this.#line("if (--left < 0) left = state.refill();");
      this.#emitItems(0, at("p"), "continue next;", known);
    }
    this.#line("} state.stepsLeft = left; return -1;");
    return this.#source;
  }

  #line(line: string): void {
    this.#source += line + "\n";
  }

  #variable(prefix: string): string {
    return `${prefix}${++this.#lastVariable}`;
  }

  #set(item: { readonly set: number }): CharacterSet {
    return this.#pattern.sets[item.set]!;
  }

  /** A test of the code that an expression gives; the expression occurs once. */
  #test(setIndex: number, code: string): string {
    const set = this.#pattern.sets[setIndex]!;
    const ranges = rangesOf(set, 1);
    const gaps = rangesOf(set, 0);
    if (gaps.length === 0) {
      return "true";
    }
    if (ranges.length === 0) {
      return "false";
    }
    if (Math.min(ranges.length, gaps.length) > RANGES_MAX) {
      return `(sets[${setIndex * 256} + ${code}] === 1)`;
    }
    return ranges.length <= gaps.length
      ? `(${this.#inRanges(ranges, code)})`
      : `!(${this.#inRanges(gaps, code)})`;
  }

  #inRanges(ranges: readonly (readonly [number, number])[], code: string): string {
    const [only] = ranges;
    if (ranges.length === 1 && only?.[0] === only?.[1]) {
      return `${code} === ${only?.[0] ?? -1}`;
    }
    return ranges
      .map(([first, last], index) => {
        const value = index === 0 ? `(c = ${code})` : "c";
        return first === last ? `${value} === ${first}` : `${value} >= ${first} && c <= ${last}`;
      })
      .join(" || ");
  }

  #testAt(setIndex: number, index: string): string {
    return this.#test(setIndex, `s.charCodeAt(${index})`);
  }

  /**
   * Moves `p` to where a match can begin, judging by the first characters.
   *
   * @returns how many single items at the pattern's start are known to match there.
   */
  #emitFirstCharacters(): number {
    const first = this.#pattern.items.find((item) => !isMark(item));
    if (first?.kind === "balance") {
      this.#line(`p = s.indexOf(chars[${first.opening}], p); if (p < 0) break;`);
      return 0;
    }
    if (first?.kind !== "single" || (first.quantifier !== "" && first.quantifier !== "+")) {
      return 0;
    }
    if (this.#prefix !== "") {
      this.#line("p = s.indexOf(prefix, p); if (p < 0) break;");
      return this.#prefix.length;
    }
    this.#line("if (p >= n) break;");
    this.#line(`if (!${this.#testAt(first.set, "p")}) continue next;`);
    return 1;
  }

  /**
   * Emits the items from `index` on: code that returns if they match and else runs `fail`.
   *
   * @param known - how many single characters are known to match.
   */
  #emitItems(index: number, position: Position, fail: string, known = 0): void {
    const item = this.#pattern.items[index];
    if (item === undefined) {
      this.#emitSuccess(position);
      return;
    }
    switch (item.kind) {
      case "single":
        this.#emitSingle(item, index, position, fail, known);
        return;
      case "open":
      case "position":
        this.#starts[item.capture] = text(position);
        break;
      case "close":
        this.#ends[item.capture] = text(position);
        break;
      case "end":
        this.#line(`if (${text(position)} !== n) ${fail}`);
        break;
      case "never":
        this.#line(fail);
        return;
      case "fault":
        this.#line("state.stepsLeft = left; raise();");
        return;
      case "balance": {
        const end = this.#variable("b");
        const start = text(position);
        this.#line(`const ${end} = balance(s, ${start}, ${item.opening}, ${item.closing});`);
        this.#line(`left -= (${end} < 0 ? n : ${end}) - (${start}); if (${end} < 0) ${fail}`);
        this.#emitItems(index + 1, at(end), fail);
        return;
      }
      case "frontier": {
        const here = text(position);
        this.#line(`c = ${here} === 0 ? 0 : s.charCodeAt(${here} - 1);`);
        this.#line(`if (${this.#test(item.set, "c")}) ${fail}`);
        this.#line(`c = ${here} === n ? 0 : s.charCodeAt(${here});`);
        this.#line(`if (!${this.#test(item.set, "c")}) ${fail}`);
        break;
      }
      case "backReference": {
        const start = this.#starts[item.capture]!;
        const end = this.#ends[item.capture]!;
        const after = this.#variable("r");
        this.#line(`if (!repeats(s, ${start}, ${end}, ${text(position)})) ${fail}`);
        this.#line(`const ${after} = ${text(position)} + (${end} - (${start}));`);
        this.#line(`left -= ${after} - (${text(position)});`);
        this.#emitItems(index + 1, at(after), fail);
        return;
      }
    }
    this.#emitItems(index + 1, position, fail, known);
  }

  #emitSuccess(position: Position): void {
    this.#starts.forEach((start, capture) => {
      this.#line(`captures[${2 * capture}] = ${start};`);
    });
    this.#ends.forEach((end, capture) => {
      this.#line(`captures[${2 * capture + 1}] = ${end};`);
    });
    this.#line(`state.matchStart = p; state.matchEnd = ${text(position)};`);
    this.#line("state.stepsLeft = left; return p;");
  }

  #emitSingle(
    item: SingleItem,
    index: number,
    position: Position,
    fail: string,
    known: number,
  ): void {
    switch (item.quantifier) {
      case "":
        this.#emitOnce(item, index, position, fail, known);
        break;
      case "-":
        this.#emitLazy(item, index, position, fail);
        break;
      default:
        this.#emitGreedy(item, index, position, fail, known);
    }
  }

  #emitOnce(
    item: SingleItem,
    index: number,
    position: Position,
    fail: string,
    known: number,
  ): void {
    const offset = position.offset + 1;
    let { checked } = position;
    if (known === 0) {
      if (offset > checked) {
        checked = position.offset + this.#requiredLength(index);
        this.#line(`if (${text({ ...position, offset: checked })} > n) ${fail}`);
      }
      const test = this.#testAt(item.set, text(position));
      if (test !== "true") {
        this.#line(`if (!${test}) ${fail}`);
      }
    }
    this.#emitItems(index + 1, { ...position, offset, checked }, fail, Math.max(0, known - 1));
  }

  /** How many characters the items from `index` on take one by one, up to the first other item. */
  #requiredLength(index: number): number {
    let length = 0;
    for (const item of this.#pattern.items.slice(index)) {
      if (item.kind === "single" && item.quantifier === "") {
        length++;
      } else if (!isMark(item)) {
        break;
      }
    }
    return length;
  }

  #emitGreedy(
    item: SingleItem,
    index: number,
    position: Position,
    fail: string,
    known: number,
  ): void {
    const end = this.#variable("e");
    const start = text(position);
    const least =
      item.quantifier === "+" ? text({ ...position, offset: position.offset + 1 }) : start;
    if (item.quantifier === "?") {
      this.#line(`let ${end} = ${start};`);
      this.#line(`if (${end} < n && ${this.#testAt(item.set, end)}) ${end}++;`);
    } else {
      this.#line(`let ${end} = ${known > 0 ? least : start};`);
      if (isEvery(this.#set(item))) {
        this.#line(`${end} = n;`);
      } else {
        this.#line(`while (${end} < n && ${this.#testAt(item.set, end)}) ${end}++;`);
      }
      this.#line(`left -= ${end} - (${start});`);
      if (item.quantifier === "+" && known === 0) {
        this.#line(`if (${end} < ${least}) ${fail}`);
      }
    }
    if (this.#hasNoChoice(this.#set(item), index + 1)) {
      this.#emitItems(index + 1, at(end), fail);
      return;
    }
    const label = this.#variable("L");
    this.#line(`${label}: for (; ${end} >= ${least}; ${end}--) {`);
    this.#line("if (--left < 0) left = state.refill();");
    this.#emitItems(index + 1, at(end), `continue ${label};`);
    this.#line(`} ${fail}`);
  }

  #emitLazy(item: SingleItem, index: number, position: Position, fail: string): void {
    const end = this.#variable("q");
    const block = this.#variable("B");
    const next = this.#pattern.items.slice(index + 1).find((following) => !isMark(following));
    this.#line(`let ${end} = ${text(position)};`);
    if (isEvery(this.#set(item)) && next?.kind === "end") {
      this.#line(`left -= n - ${end}; ${end} = n;`);
      this.#emitItems(index + 1, at(end), fail);
      return;
    }
    const literal =
      isEvery(this.#set(item)) && next?.kind === "single" && next.quantifier === ""
        ? onlyMember(this.#set(next))
        : -1;
    this.#line("while (true) {");
    if (literal >= 0) {
      const found = this.#variable("f");
      this.#line(`const ${found} = s.indexOf(chars[${literal}], ${end});`);
      this.#line(`if (${found} < 0) { left -= n - ${end}; ${fail} }`);
      this.#line(`left -= ${found} - ${end}; ${end} = ${found};`);
    }
    this.#line("if (--left < 0) left = state.refill();");
    this.#line(`${block}: {`);
    this.#emitItems(index + 1, at(end), `break ${block};`, literal >= 0 ? 1 : 0);
    this.#line("}");
    if (literal < 0) {
      this.#line(`if (${end} >= n || !${this.#testAt(item.set, end)}) ${fail}`);
    }
    this.#line(`${end}++; }`);
  }

  /**
   * Whether the items from `index` on fail at every place before one of the taken characters, or
   * cannot fail, so that taking fewer characters is never of use.
   */
  #hasNoChoice(taken: CharacterSet, index: number): boolean {
    for (const item of this.#pattern.items.slice(index)) {
      if (item.kind === "end") {
        return true;
      }
      if (item.kind === "balance") {
        return taken[item.opening] === 0;
      }
      if (item.kind === "single") {
        if (!areDisjoint(taken, this.#set(item))) {
          return false;
        }
        if (item.quantifier === "" || item.quantifier === "+") {
          return true;
        }
      } else if (!isMark(item)) {
        return false;
      }
    }
    return true;
  }
}

const CHARACTERS = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

/**
 * Compiles a pattern.
 *
 * @param pattern - what the parser gave.
 * @param sets - its sets behind one another, 256 entries each.
 * @param prefix - the plain text that every match begins with.
 * @returns the function, or undefined if the pattern is better left to the program.
 */
export function compileSearch(
  pattern: ParsedPattern,
  sets: Readonly<Uint8Array>,
  prefix: string,
): CompiledSearch | undefined {
  if (pattern.items.length > ITEMS_MAX) {
    return undefined;
  }
  const last = pattern.items.at(-1);
  const raise = (): never => {
    throw new PatternError(last?.kind === "fault" ? last.message : "");
  };
  const body = new SearchEmitter(pattern, prefix).emit();
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the source is made above, of names and numbers
  const make = new Function(
    ...["sets", "prefix", "chars", "balance", "repeats", "raise"],
    `"use strict"; return function search(s, start, state) { const captures = state.captures;\n${body}};`,
  ) as (...constants: unknown[]) => CompiledSearch;
  return make(sets, prefix, CHARACTERS, matchBalance, repeatsAt, raise);
}
