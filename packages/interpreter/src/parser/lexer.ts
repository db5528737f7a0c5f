/**
 * Reads Lua source token by token, as C Lua's lexer does: kinds, values and positions. Invariant:
 * `line` is the line of the end of the last token read, which is the line that messages name, and
 * `startLine` that of the beginning of the current token. Lua 5.2 manual §3.1.
 */
import { decodeNumber, decodeString } from "./decode-literal.js";
import { LuaSyntaxError } from "./syntax-error.js";
import { describeToken, Kind } from "./token.js";
import { wordAt } from "./word-cache.js";

/** What a character can start. */
const OTHER = 0;
const BLANK = 1;
const LINE_END = 2;
const LETTER = 3;
const DIGIT = 4;

const CLASSES = new Uint8Array(256);
for (const blank of " \t\v\f") CLASSES[blank.charCodeAt(0)] = BLANK;
for (const lineEnd of "\n\r") CLASSES[lineEnd.charCodeAt(0)] = LINE_END;
for (let code = 0; code < 256; code++) {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) CLASSES[code] = LETTER;
  if (/[0-9]/.test(character)) CLASSES[code] = DIGIT;
}

const NUMERAL =
  /^(?:0[xX](?:[\da-fA-F]+\.?[\da-fA-F]*|\.[\da-fA-F]+)(?:[pP][+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/;

const NO_TOKEN = -1;
const CODE_POINT_MAX = 0x10ffff;

function isHexadecimal(code: number): boolean {
  return (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 102);
}

/** Digits of an integer that every double holds exactly. */
const EXACT_DIGITS_MAX = 15;

/** Reads tokens one after the other, and at most one ahead. */
export class Lexer {
  /** The kind of the current token. */
  token = NO_TOKEN;
  /** The text of the current token if it is a name, its value if it is a string. */
  text = "";
  /** The value of the current token if it is a number. */
  number = 0;
  /** The line on which the current token begins. */
  startLine = 1;
  /** The line on which the last token that was read ends. */
  line = 1;

  readonly #source: string;
  readonly #chunkName: string;
  /** Where the next token is looked for. */
  #at = 0;
  /** Offsets of the current token. */
  #start = 0;
  #end = 0;
  /** What {@link scan} found: the token's beginning, and its value. */
  protected scannedStart = 0;
  protected scannedLine = 1;
  #scannedText = "";
  #scannedNumber = 0;
  /** The token after the current one, if it was looked at. */
  #peekedToken = NO_TOKEN;

  constructor(source: string, chunkName: string) {
    this.#source = source;
    this.#chunkName = chunkName;
  }

  /** Where in the source the current token begins. */
  get offset(): number {
    return this.#start;
  }

  /** Where in the source the current token ends. */
  get endOffset(): number {
    return this.#end;
  }

  /** Moves to the next token. */
  next(): void {
    if (this.#peekedToken === NO_TOKEN) {
      this.token = this.scan();
    } else {
      this.token = this.#peekedToken;
      this.#peekedToken = NO_TOKEN;
    }
    this.text = this.#scannedText;
    this.number = this.#scannedNumber;
    this.startLine = this.scannedLine;
    this.#start = this.scannedStart;
    this.#end = this.#at;
  }

  /** The kind of the token after the current one. */
  peek(): number {
    if (this.#peekedToken === NO_TOKEN) this.#peekedToken = this.scan();
    return this.#peekedToken;
  }

  /** The error for the current token: `reason near 'token'`. */
  errorHere(reason: string): LuaSyntaxError {
    // C Lua takes a zero byte for "no token".
    if (this.token === 0) return this.errorWithoutToken(reason);
    return this.errorWithoutToken(`${reason} near ${this.#describeCurrent()}`);
  }

  /** The error with no token named. */
  errorWithoutToken(reason: string): LuaSyntaxError {
    return new LuaSyntaxError(this.#chunkName, this.line, reason);
  }

  #describeCurrent(): string {
    const { token } = this;
    if (token !== Kind.Name && token !== Kind.Number && token !== Kind.String) {
      return describeToken(token);
    }
    const raw = this.#source.slice(this.#start, this.#end);
    if (token !== Kind.String) return `'${raw}'`;
    const bracketLength = raw.startsWith("[") ? raw.indexOf("[", 1) + 1 : 1;
    return quote(raw.slice(0, bracketLength) + this.text + raw.slice(raw.length - bracketLength));
  }

  /** Reads one token, leaving its end in `#at` and the rest in `#scanned...`. */
  protected scan(): number {
    const text = this.#source;
    for (;;) {
      const at = this.#at;
      this.scannedStart = at;
      this.scannedLine = this.line;
      if (at >= text.length) return Kind.EndOfSource;
      const code = text.charCodeAt(at);
      switch (CLASSES[code]) {
        case BLANK:
          this.#at = at + 1;
          break;
        case LINE_END:
          this.#skipLineEnd();
          break;
        case LETTER:
          return this.#scanWord();
        case DIGIT:
          return this.#scanNumeral(at);
        default:
          if (code !== 45 || text.charCodeAt(at + 1) !== 45) return this.#scanSymbol(code);
          this.#skipComment();
      }
    }
  }

  /** Counts one end of line: LF, CR, CR LF or LF CR. */
  #skipLineEnd(): void {
    const first = this.#source.charCodeAt(this.#at);
    const second = this.#source.charCodeAt(this.#at + 1);
    const isPair = second !== first && (second === 10 || second === 13);
    this.#at += isPair ? 2 : 1;
    this.line++;
  }

  #scanWord(): number {
    const text = this.#source;
    const start = this.#at;
    let at = start;
    let hash = 0;
    for (;;) {
      const code = text.charCodeAt(at);
      // Past the end the code is NaN, which is no letter.
      if (!((CLASSES[code] ?? OTHER) >= LETTER)) break;
      hash = (Math.imul(hash, 31) + code) | 0;
      at++;
    }
    this.#at = at;
    const word = wordAt(text, start, at, hash);
    this.#scannedText = word.text;
    return word.token;
  }

  /** Takes everything that could belong to the numeral, as C Lua does, then looks at it. */
  #scanNumeral(start: number): number {
    const text = this.#source;
    let at = this.#at;
    let isInteger = start === at;
    let value = 0;
    let exponent = 101; // e
    if (text.charCodeAt(at) === 48 && (text.charCodeAt(at + 1) | 32) === 120) {
      exponent = 112; // p
      isInteger = false;
      at += 2;
    }
    for (;;) {
      let code = text.charCodeAt(at);
      if ((code | 32) === exponent) {
        isInteger = false;
        code = text.charCodeAt(++at);
        if (code === 43 || code === 45) code = text.charCodeAt(++at);
      }
      if (!isHexadecimal(code) && code !== 46) break;
      if (CLASSES[code] === DIGIT) value = value * 10 + code - 48;
      else isInteger = false;
      at++;
    }
    this.#at = at;
    if (isInteger && at - start <= EXACT_DIGITS_MAX) {
      this.#scannedNumber = value;
      return Kind.Number;
    }
    const numeral = text.slice(start, at);
    if (!NUMERAL.test(numeral)) throw this.#errorNear("malformed number", numeral);
    this.#scannedNumber = decodeNumber(numeral);
    return Kind.Number;
  }

  #scanSymbol(code: number): number {
    const text = this.#source;
    const next = text.charCodeAt(this.#at + 1);
    switch (code) {
      case 34: // "
      case 39: // '
        return this.#scanString(code);
      case 91: // [
        if (next === 91 || next === 61) return this.#scanLongString();
        break;
      case 46: // .
        if (next === 46) {
          return text.charCodeAt(this.#at + 2) === 46
            ? this.#symbol(3, Kind.Dots)
            : this.#symbol(2, Kind.Concat);
        }
        if (CLASSES[next] === DIGIT) {
          return this.#scanNumeral(this.#at++);
        }
        break;
      case 58: // :
        if (next === 58) return this.#symbol(2, Kind.DoubleColon);
        break;
      case 61: // =
        if (next === 61) return this.#symbol(2, Kind.Equal);
        break;
      case 60: // <
        if (next === 61) return this.#symbol(2, Kind.LessEqual);
        break;
      case 62: // >
        if (next === 61) return this.#symbol(2, Kind.GreaterEqual);
        break;
      case 126: // ~
        if (next === 61) return this.#symbol(2, Kind.NotEqual);
    }
    return this.#symbol(1, Math.min(code, 255));
  }

  #symbol(length: number, token: number): number {
    this.#at += length;
    return token;
  }

  #skipComment(): void {
    const text = this.#source;
    this.#at += 2;
    if (text.charCodeAt(this.#at) === 91) {
      const level = this.#longBracketLevel();
      if (level >= 0) {
        this.#skipLongBracket(level, "unfinished long comment");
        return;
      }
    }
    let at = this.#at;
    while (at < text.length && CLASSES[text.charCodeAt(at)] !== LINE_END) at++;
    this.#at = at;
  }

  /** How many `=` the long bracket that opens here has; -1 if it is none. */
  #longBracketLevel(): number {
    const text = this.#source;
    let at = this.#at + 1;
    while (text.charCodeAt(at) === 61) at++;
    return text.charCodeAt(at) === 91 ? at - this.#at - 1 : -1;
  }

  #scanLongString(): number {
    const level = this.#longBracketLevel();
    if (level < 0) {
      const opening = /\[=*/y;
      opening.lastIndex = this.#at;
      throw this.#errorNear("invalid long string delimiter", opening.exec(this.#source)?.[0] ?? "");
    }
    const start = this.#at;
    this.#skipLongBracket(level, "unfinished long string");
    this.#scannedText = decodeString(this.#source.slice(start, this.#at));
    return Kind.String;
  }

  /** Moves behind the long bracket that opens here. */
  #skipLongBracket(level: number, unfinished: string): void {
    const text = this.#source;
    const close = `]${"=".repeat(level)}]`;
    const contentStart = this.#at + level + 2;
    const found = text.indexOf(close, contentStart);
    const contentEnd = found === -1 ? text.length : found;
    this.#at = contentStart;
    while (this.#at < contentEnd) {
      if (CLASSES[text.charCodeAt(this.#at)] === LINE_END) this.#skipLineEnd();
      else this.#at++;
    }
    if (found === -1) {
      throw this.errorWithoutToken(`${unfinished} near <eof>`);
    }
    this.#at = found + close.length;
  }

  #scanString(delimiter: number): number {
    const text = this.#source;
    const start = this.#at;
    let hasEscapes = false;
    let at = start + 1;
    for (;;) {
      if (at >= text.length) {
        this.#at = at;
        throw this.errorWithoutToken("unfinished string near <eof>");
      }
      const code = text.charCodeAt(at);
      if (code === delimiter) break;
      if (code === 92) {
        hasEscapes = true;
        this.#at = at;
        this.#skipEscape();
        at = this.#at;
      } else if (code === 10 || code === 13) {
        const content = decodeString(`"${text.slice(start + 1, at)}"`);
        throw this.#errorNear("unfinished string", String.fromCharCode(delimiter) + content);
      } else {
        at++;
      }
    }
    this.#at = at + 1;
    this.#scannedText = hasEscapes
      ? decodeString(text.slice(start, at + 1))
      : text.slice(start + 1, at);
    return Kind.String;
  }

  /** Moves behind the escape sequence whose backslash is here. */
  #skipEscape(): void {
    const text = this.#source;
    const backslash = this.#at++;
    if (this.#at >= text.length) return;
    const code = text.charCodeAt(this.#at);
    const character = text[this.#at] ?? "";
    if (CLASSES[code] === LINE_END) {
      this.#skipLineEnd();
    } else if (CLASSES[code] === DIGIT) {
      let value = 0;
      const limit = this.#at + 3;
      while (this.#at < limit && CLASSES[text.charCodeAt(this.#at)] === DIGIT) {
        value = 10 * value + text.charCodeAt(this.#at++) - 48;
      }
      if (value > 255) throw this.#escapeError("decimal escape too large", backslash, this.#at);
    } else if (character === "x") {
      for (let at = backslash + 2; at < backslash + 4; at++) this.#checkHexadecimal(backslash, at);
      this.#at += 3;
    } else if (character === "u") {
      this.#skipCodePoint(backslash);
    } else if (character === "z") {
      this.#at++;
      for (;;) {
        const blank = CLASSES[text.charCodeAt(this.#at)];
        if (blank === LINE_END) this.#skipLineEnd();
        else if (blank === BLANK) this.#at++;
        else break;
      }
    } else if ("abfnrtv\\\"'".includes(character)) {
      this.#at++;
    } else {
      throw this.#escapeError("invalid escape sequence", backslash, this.#at + 1);
    }
  }

  /** `\u{XXX}`, which is Lua 5.3's (Lua 5.3 manual §3.1), up to 10FFFF. */
  #skipCodePoint(backslash: number): void {
    const text = this.#source;
    let at = backslash + 2;
    // CC: Lua 5.2 has no such escape; Lua 5.3 has the same words with a longer `near`.
    if (text[at] !== "{") throw this.#escapeError("missing '{'", backslash, at + 1);
    at++;
    this.#checkHexadecimal(backslash, at);
    let value = 0;
    for (; isHexadecimal(text.charCodeAt(at)); at++) {
      value = value * 16 + parseInt(text[at] ?? "", 16);
      if (value > CODE_POINT_MAX) {
        throw this.#escapeError("UTF-8 value too large", backslash, at + 1);
      }
    }
    if (text[at] !== "}") throw this.#escapeError("missing '}'", backslash, at + 1);
    this.#at = at + 1;
  }

  #checkHexadecimal(backslash: number, at: number): void {
    if (isHexadecimal(this.#source.charCodeAt(at))) return;
    throw this.#escapeError("hexadecimal digit expected", backslash, at + 1);
  }

  #escapeError(reason: string, backslash: number, end: number): LuaSyntaxError {
    return this.#errorNear(reason, this.#source.slice(backslash, end));
  }

  #errorNear(reason: string, near: string): LuaSyntaxError {
    return this.errorWithoutToken(`${reason} near ${quote(near)}`);
  }
}

/** Quotes a text for a message; as in C, a zero byte ends it. */
function quote(text: string): string {
  const zero = text.indexOf("\0");
  return `'${zero === -1 ? text : text.slice(0, zero)}'`;
}
