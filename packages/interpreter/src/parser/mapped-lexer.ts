/**
 * Reads the tokens of a chunk with a source map: each is on the line of the source that it is made
 * from, so that everything made of the tokens speaks of those lines, without knowing of the map.
 */
import type { EmbeddedSourceMap } from "./embedded-source-map.js";
import { Lexer } from "./lexer.js";

/** How many numbers a piece takes in {@link EmbeddedSourceMap.pieces}. */
const PIECE_LENGTH = 3;

/** A lexer whose lines are those of the source. */
export class MappedLexer extends Lexer {
  readonly #text: string;
  readonly #pieces: readonly number[];
  /** How far in the chunk is known, and its line and column, from 0; columns are UTF-16's. */
  #at = 0;
  #line = 0;
  #column = 0;
  /** The first piece that begins behind that. */
  #next = 0;
  #sourceLine = 1;

  constructor(source: string, map: EmbeddedSourceMap) {
    super(source, map.chunkName);
    this.#text = source;
    this.#pieces = map.pieces;
  }

  protected override scan(): number {
    const token = super.scan();
    this.#moveTo(this.scannedStart);
    this.line = this.scannedLine = this.#sourceLine;
    return token;
  }

  #moveTo(offset: number): void {
    const text = this.#text;
    for (; this.#at < offset; this.#at++) {
      const code = text.charCodeAt(this.#at);
      if (code === 10) {
        this.#line++;
        this.#column = 0;
      } else if (code < 0x80 || code >= 0xc0) {
        // The bytes of a character count together, as one or, beyond U+FFFF, as two.
        this.#column += code >= 0xf0 ? 2 : 1;
      }
    }
    const pieces = this.#pieces;
    for (; this.#next < pieces.length; this.#next += PIECE_LENGTH) {
      const line = pieces[this.#next]!;
      if (line > this.#line || (line === this.#line && pieces[this.#next + 1]! > this.#column))
        break;
      this.#sourceLine = pieces[this.#next + 2]!;
    }
  }
}
