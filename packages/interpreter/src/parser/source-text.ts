/**
 * A source text with its lines: which line an offset is on, and what comes after blanks and
 * comments. Invariant: offsets and line ends are those that Lua counts, where LF, CR, CR LF and
 * LF CR each end one line (Lua 5.2 manual §3.1).
 */

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Offsets of the first character of every line; line N starts at `starts[N - 1]`. */
function findLineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes("\r")) {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
      starts.push(at + 1);
    }
    return starts;
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== LINE_FEED && code !== CARRIAGE_RETURN) continue;
    const next = text.charCodeAt(at + 1);
    if (next !== code && (next === LINE_FEED || next === CARRIAGE_RETURN)) at++;
    starts.push(at + 1);
  }
  return starts;
}

/** A source text that can say on which line something is and what follows it. */
export class SourceText {
  /** The text to parse, one character per byte. */
  readonly text: string;
  /** The text as written; `text` differs from it only where luaparse would misread it. */
  readonly original: string;
  readonly #lineStarts: number[];
  /** The line looked up last, and its bounds: neighbouring lookups mostly hit it. */
  #line = 1;
  #from = 0;
  #to: number;

  constructor(text: string, original: string) {
    this.text = text;
    this.original = original;
    this.#lineStarts = findLineStarts(text);
    this.#to = this.#lineStarts[1] ?? Infinity;
  }

  /** Whether `text` and `original` differ. */
  get isMasked(): boolean {
    return this.text !== this.original;
  }

  /** How many lines the text has; an end of line at the very end starts another one. */
  get lineCount(): number {
    return this.#lineStarts.length;
  }

  /**
   * The line that an offset is on, counted from 1.
   *
   * @param offset 0 to the length of the text
   */
  lineAt(offset: number): number {
    if (offset >= this.#from && offset < this.#to) return this.#line;
    const starts = this.#lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    this.#from = starts[low] ?? 0;
    this.#to = starts[low + 1] ?? Infinity;
    this.#line = low + 1;
    return this.#line;
  }

  /**
   * The offset of the first character at or after `offset` that is neither blank nor in a
   * comment; the length of the text if there is none.
   */
  skipBlanks(offset: number): number {
    const { text } = this;
    for (let at = offset; ;) {
      const code = text.charCodeAt(at);
      if (code === 32 || (code >= 9 && code <= 13)) {
        at++;
      } else if (code === 45 && text.charCodeAt(at + 1) === 45) {
        at = this.#skipComment(at + 2);
      } else {
        return at;
      }
    }
  }

  /** The offset after the comment whose two dashes end at `at`. */
  #skipComment(at: number): number {
    const { text } = this;
    if (text.charCodeAt(at) === 91) {
      let bracket = at + 1;
      while (text.charCodeAt(bracket) === 61) bracket++;
      if (text.charCodeAt(bracket) === 91) {
        const close = `]${"=".repeat(bracket - at - 1)}]`;
        const end = text.indexOf(close, bracket + 1);
        return end === -1 ? text.length : end + close.length;
      }
    }
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === LINE_FEED || code === CARRIAGE_RETURN) break;
      at++;
    }
    return at;
  }

  /**
   * The offset of the first character at or after `offset` that is not blank, not in a comment
   * and not a closing parenthesis: the token after an operand that may stand in parentheses.
   */
  skipToOperator(offset: number): number {
    let at = this.skipBlanks(offset);
    while (this.text.charCodeAt(at) === 41) at = this.skipBlanks(at + 1);
    return at;
  }
}
