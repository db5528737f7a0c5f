/**
 * Turns Lua source into a syntax tree. Invariant: any input gives a chunk or a `LuaSyntaxError`.
 */
import type { Chunk } from "./ast.js";
import { ChunkReader } from "./chunk-reader.js";
import type { EmbeddedSourceMap } from "./embedded-source-map.js";
import { Lexer } from "./lexer.js";
import { MappedLexer } from "./mapped-lexer.js";
import { LuaSyntaxError } from "./syntax-error.js";

/**
 * Blanks out a byte order mark and a first line that starts with `#`, keeping every offset.
 *
 * CC: this happens to every chunk; in C Lua only to files.
 */
function blankFirstLine(source: string): string {
  const start = source.startsWith("\xEF\xBB\xBF") ? 3 : 0;
  if (source[start] !== "#") return start === 0 ? source : " ".repeat(start) + source.slice(start);
  const length = source.search(/[\r\n]/);
  return length === -1 ? " ".repeat(source.length) : " ".repeat(length) + source.slice(length);
}

/**
 * Parses a Lua chunk: Lua 5.2 with `\u{}`, and with `goto` as a name where no label follows, as in
 * CC: Tweaked. Lua 5.2 manual §9.
 *
 * A byte order mark and a first line starting with `#` are ignored.
 *
 * @param source the text, one character per byte (0 to 255)
 * @param chunkName as given to `load`: `=name`, `@file` or the source itself
 * @param map whose lines and name the tree has in place of the chunk's own
 * @returns the tree
 * @throws LuaSyntaxError when the source is not Lua
 */
export function parseChunk(
  source: string,
  chunkName: string,
  map: EmbeddedSourceMap | null = null,
): Chunk {
  const text = blankFirstLine(source);
  const lexer = map === null ? new Lexer(text, chunkName) : new MappedLexer(text, map);
  try {
    return new ChunkReader(lexer, map?.chunkName ?? chunkName).readChunk();
  } catch (error) {
    // The reader needs some JavaScript stack, which a caller deep in recursion may have used up.
    if (error instanceof RangeError) {
      throw new LuaSyntaxError(chunkName, 1, "chunk has too many syntax levels");
    }
    throw error;
  }
}
