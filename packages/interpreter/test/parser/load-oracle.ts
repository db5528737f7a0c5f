/**
 * What PUC Lua 5.2 and our parser each say to a source text, in the same form.
 */
import { parseChunk } from "../../src/parser/parse-chunk.js";
import { LuaSyntaxError } from "../../src/parser/syntax-error.js";
import { askPuc } from "../puc-oracle.js";

/** The chunk name that both are given. */
export const CHUNK_NAME = "=file.lua";
/** What stands for an accepted source. */
export const ACCEPTED = "(accepted)";

const LOAD = `function(s) local f, message = load(s, "${CHUNK_NAME}", "t") return f and "${ACCEPTED}" or message end`;

/** What PUC says to each source: its message, or {@link ACCEPTED}. */
export function askPucToLoad(sources: readonly string[]): string[] {
  const verdicts: string[] = [];
  for (let at = 0; at < sources.length; at += 200) {
    const calls = sources.slice(at, at + 200).map((source) => ({ callee: LOAD, args: [source] }));
    for (const answer of askPuc("5.2", calls)) {
      verdicts.push(answer.ok ? String(answer.values[0]) : answer.message);
    }
  }
  return verdicts;
}

/** What our parser says to a source; anything but a syntax error is thrown on. */
export function askParser(source: string): string {
  try {
    parseChunk(source, CHUNK_NAME);
    return ACCEPTED;
  } catch (error) {
    if (error instanceof LuaSyntaxError) return error.message;
    throw error;
  }
}
