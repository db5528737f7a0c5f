/**
 * Makes many sources, good and bad, out of a good one.
 */
import { readFileSync } from "node:fs";
import type { SeededRandom } from "../seeded-random.js";

/** The text of a file in this folder, one character per byte. */
export function readBeside(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "latin1");
}

/** A program with every construct of the language. */
export const SAMPLE = readBeside("samples/every-construct.lua");

/** Splits Lua into its tokens and what is between them; joined again they are the same text. */
export function splitTokens(source: string): string[] {
  const pattern =
    /--\[(=*)\[[^]*?\]\1\]|--[^\n]*|\[(=*)\[[^]*?\]\2\]|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|\w+|\.{1,3}|[=~<>]=|::|\s+|[^]/g;
  return source.match(pattern) ?? [];
}

export function mutateTokens(random: SeededRandom, tokens: readonly string[]): string {
  const result = [...tokens];
  for (let count = 1 + random.below(2); count > 0; count--) {
    const at = random.below(result.length);
    const other = random.below(result.length);
    const [token = "", otherToken = ""] = [result[at], result[other]];
    switch (random.below(4)) {
      case 0:
        result.splice(at, 1);
        break;
      case 1:
        result.splice(at, 0, token);
        break;
      case 2:
        result[at] = otherToken;
        result[other] = token;
        break;
      default:
        result.splice(at, 0, ` ${otherToken} `);
    }
  }
  return result.join("");
}

const CHARACTERS = Array.from("\n\r\t \0\"'\\[]=-.:~<>(){}#;,0123x9aefpuz_@$\x80\xff");

export function mutateCharacters(random: SeededRandom, source: string): string {
  const at = random.below(source.length);
  switch (random.below(3)) {
    case 0:
      return source.slice(0, at) + source.slice(at + 1 + random.below(3));
    case 1:
      return source.slice(0, at) + random.pick(CHARACTERS) + source.slice(at + 1);
    default:
      return source.slice(0, at) + random.pick(CHARACTERS) + source.slice(at);
  }
}
