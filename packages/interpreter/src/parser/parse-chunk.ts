/**
 * Turns Lua source into a syntax tree. Invariant: any input gives a chunk or a `LuaSyntaxError`.
 *
 * Our own reader decides what is Lua and words the errors; luaparse, which accepts things that
 * are not Lua and refuses a few that are, then builds the tree of a text known to be good.
 */
import luaparse from "luaparse";
import type { Chunk } from "./ast.js";
import { diagnoseSyntax } from "./diagnose-syntax.js";
import { maskObstacles } from "./mask-obstacles.js";
import { locate, nodeBuilders } from "./node-builders.js";
import { SourceText } from "./source-text.js";
import { LuaSyntaxError } from "./syntax-error.js";

/** The part of luaparse that its type declarations leave out: its replaceable node factories. */
type NodeFactories = Record<string, unknown>;
const luaparseFactories = (luaparse as unknown as { ast: NodeFactories }).ast;

/**
 * Parses with our node builders in the place of luaparse's, which are put back afterwards in
 * case somebody else in the process uses luaparse too.
 */
function runLuaparse(source: SourceText): Chunk {
  const theirs = { ...luaparseFactories };
  Object.assign(luaparseFactories, nodeBuilders);
  try {
    const options = {
      // String tokens then have no value: luaparse mistakes one whose value is `end` or `;` for
      // the keyword or symbol. We decode them ourselves from their text.
      encodingMode: "none",
      // 5.3 for `\u{}`; a text with its additional operators never gets here.
      luaVersion: "5.3",
      comments: false,
      ranges: true,
      onCreateNode: (node: unknown): void => {
        locate(source, node as Parameters<typeof locate>[1]);
      },
    } as const;
    return luaparse.parse(source.text, options) as unknown as Chunk;
  } finally {
    Object.assign(luaparseFactories, theirs);
  }
}

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
 * @returns the tree
 * @throws LuaSyntaxError when the source is not Lua
 */
export function parseChunk(source: string, chunkName: string): Chunk {
  const original = blankFirstLine(source);
  try {
    const obstacles = diagnoseSyntax(original, chunkName);
    const text = obstacles.length === 0 ? original : maskObstacles(original, obstacles);
    const sourceText = new SourceText(text, original);
    const { body } = runLuaparse(sourceText);
    return { type: "Chunk", name: chunkName, body, lastLine: sourceText.lineCount };
  } catch (error) {
    // Both readers need some JavaScript stack, which a caller deep in recursion may have used up.
    if (error instanceof RangeError) {
      throw new LuaSyntaxError(chunkName, 1, "chunk has too many syntax levels");
    }
    throw error;
  }
}
