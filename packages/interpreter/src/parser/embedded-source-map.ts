/**
 * The source map in the last line of a chunk that was compiled from another language, as
 * TypeScriptToLua writes it with `inlineSourceMap`. Such a chunk speaks of its source's lines.
 * Invariant: any text gives a map or null; nothing in a map can throw or take long. Source: ECMA-426.
 */
import { base64DigitAt, decodeBase64 } from "./base64.js";

const MARK = "\n--# sourceMappingURL=data:application/json;base64,";

/** A map that speaks of lines further down is not used: each takes a character of generated code. */
const LINE_MAX = 200_000;

/** A chunk's source map. */
export interface EmbeddedSourceMap {
  /** The chunk's name as its source would have it: `@/server.ts`. */
  readonly chunkName: string;
  /** The source, a byte string, if the map has it. */
  readonly sourceText: string | null;
  /**
   * Three numbers for each piece of the chunk, ascending: its line and column, from 0, and the line
   * of the source that it is made from, from 1.
   */
  readonly pieces: readonly number[];
}

/**
 * Finds the source map of a chunk.
 *
 * HOST: to C Lua the line is a comment. Only chunks from files can have one, with one source.
 *
 * @param source - the chunk, one character per byte
 * @param chunkName - as given to `load`
 * @returns null when there is none, or none that can be used
 */
export function embeddedSourceMap(source: string, chunkName: string): EmbeddedSourceMap | null {
  if (!chunkName.startsWith("@")) return null;
  const at = source.lastIndexOf(MARK);
  if (at === -1) return null;
  const json = decodeBase64(source.slice(at + MARK.length).trimEnd());
  const map = json === null ? null : parseMap(json);
  const pieces = map === null ? null : decodeMappings(map.mappings);
  if (map === null || pieces === null) return null;
  const path = joinPaths(chunkName.slice(1), map.source);
  return { chunkName: `@${path}`, sourceText: map.sourceText, pieces };
}

interface ParsedMap {
  readonly source: string;
  readonly sourceText: string | null;
  readonly mappings: string;
}

function parseMap(json: string): ParsedMap | null {
  let map: Readonly<Record<string, unknown>>;
  try {
    map = Object(JSON.parse(json)) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
  const { version, sources, sourceRoot, sourcesContent, mappings } = map;
  const [source, more] = Array.isArray(sources) ? (sources as unknown[]) : [];
  const isUsable = version === 3 && typeof source === "string" && more === undefined;
  if (!isUsable || typeof mappings !== "string") return null;
  const [text] = Array.isArray(sourcesContent) ? (sourcesContent as unknown[]) : [];
  const isRooted = typeof sourceRoot === "string" && sourceRoot !== "";
  return {
    source: isRooted ? `${sourceRoot.replace(/\/+$/, "")}/${source}` : source,
    sourceText: typeof text === "string" ? text : null,
    mappings,
  };
}

/** Gives the path of a source that a file names. */
function joinPaths(file: string, source: string): string {
  const isAbsolute = source.startsWith("/");
  const parts = isAbsolute ? [] : file.split("/").slice(0, -1);
  for (const part of source.split("/")) {
    if (part === "" || part === ".") continue;
    const isUp = part === ".." && parts.length > 0 && !["", ".."].includes(parts.at(-1)!);
    if (isUp) parts.pop();
    else parts.push(part);
  }
  return `${isAbsolute ? "/" : ""}${parts.join("/")}`;
}

/** Reads the field `mappings` (ECMA-426 §9.2); null when it is damaged or asks for too much. */
function decodeMappings(mappings: string): number[] | null {
  const pieces: number[] = [];
  const fields: number[] = [];
  let line = 0;
  let column = 0;
  let sourceLine = 0;
  let value = 0;
  let shift = 0;
  for (let at = 0; at <= mappings.length; at++) {
    const character = mappings[at] ?? ";";
    if (character !== "," && character !== ";") {
      const digit = base64DigitAt(mappings, at);
      if (digit < 0 || shift > 25) return null;
      value |= (digit & 31) << shift;
      shift += 5;
      if ((digit & 32) !== 0) continue;
      fields.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
      value = shift = 0;
      continue;
    }
    column += fields[0] ?? 0;
    // A piece with one field comes from nowhere: it is taken for part of the piece before it.
    if (fields.length > 1) {
      sourceLine += fields[2] ?? 0;
      if (sourceLine < 0 || sourceLine >= LINE_MAX) return null;
      pieces.push(line, column, sourceLine + 1);
    }
    fields.length = 0;
    if (character === ";") {
      line++;
      column = 0;
    }
  }
  return pieces;
}
