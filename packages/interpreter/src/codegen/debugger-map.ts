/**
 * The source map of a generated script, for debuggers: each stretch of code is mapped to the line of the
 * source that it comes from, at the first thing on that line. So a line is what a debugger steps by, and
 * every breakpoint on it stops before all of its code. Source: ECMA-426.
 */
import { findFunctions, findRenamed, type NamedPiece } from "../analysis/name-variables.js";
import { BASE64_DIGITS, encodeBase64 } from "../parser/base64.js";
import type { Script } from "./script-writer.js";

/** The source that a map speaks of. */
export interface MappedSource {
  /** The URL by which a debugger knows it. */
  readonly url: string;
  /** Its text, or null when there is only its name. */
  readonly text: string | null;
}

/** A place in the script from which on it is mapped to something else. */
interface Segment {
  readonly offset: number;
  /** The source's line, from 1; 0 for none. */
  readonly line: number;
  /** What the source calls the variable that begins here, or "". */
  readonly name: string;
}

/**
 * Makes the map of a script.
 * @param script - the script
 * @param source - what it was generated from
 * @param functionLabels - the names of its functions, by their numbers
 * @returns a `data:` URL
 */
export function debuggerMap(
  script: Script,
  source: MappedSource,
  functionLabels: readonly string[],
): string {
  const names = new NameTable();
  const map = {
    version: 3,
    sources: [source.url],
    ...(source.text !== null && { sourcesContent: [source.text] }),
    mappings: encodeSegments(
      script.text,
      segmentsOf(script, functionLabels),
      columnsOf(source.text),
      names,
    ),
    names: names.all,
  };
  return `data:application/json;base64,${encodeBase64(asciiJson(map))}`;
}

/** Where each line of a source has its first character that is no space, from 0. */
function columnsOf(text: string | null): readonly number[] {
  return text === null ? [] : text.split("\n").map((line) => Math.max(0, line.search(/\S/)));
}

/** Gives the places where the source's line changes, ascending. */
function segmentsOf(script: Script, functionLabels: readonly string[]): Segment[] {
  const { text, body, shiftOffsets, shiftLines } = script;
  const changes: Segment[] = [{ offset: 0, line: 0, name: "" }];
  let shift = 0;
  let scriptLine = 1;
  let at = body.start;
  const add = (offset: number): void => {
    const line = shiftLines[shift - 1] ?? 0;
    changes.push({ offset, line: line === 0 ? scriptLine : line, name: "" });
  };
  add(at);
  while (at < body.end) {
    const lineEnd = endOfLine(text, at, body.end);
    while ((shiftOffsets[shift] ?? Infinity) < lineEnd) add(shiftOffsets[shift++]!);
    at = lineEnd + 1;
    scriptLine++;
    if (at < body.end && text[at] !== "\n") add(at);
  }
  changes.push({ offset: body.end, line: 0, name: "" });
  const pieces = [...findRenamed(text), ...findFunctions(text, functionLabels)];
  return withNames(
    text,
    changes,
    pieces.sort((a, b) => a.start - b.start),
  );
}

function endOfLine(text: string, from: number, end: number): number {
  const found = text.indexOf("\n", from);
  return found === -1 ? end : found;
}

/** Adds what pieces of the script are called in the source. */
function withNames(
  text: string,
  changes: readonly Segment[],
  pieces: readonly NamedPiece[],
): Segment[] {
  const segments: Segment[] = [];
  let next = 0;
  let line = 0;
  const addUpTo = (offset: number): void => {
    for (; next < changes.length && changes[next]!.offset <= offset; next++) {
      segments.push(changes[next]!);
      line = changes[next]!.line;
    }
  };
  for (const { start, end, name } of pieces) {
    addUpTo(start);
    if (line === 0) continue;
    segments.push({ offset: start, line, name }, { offset: end, line, name: "" });
  }
  addUpTo(text.length);
  return segments;
}

/** The field `names` of a map. */
class NameTable {
  readonly all: string[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(name: string): number {
    let index = this.#indexes.get(name);
    if (index === undefined) this.#indexes.set(name, (index = this.all.push(name) - 1));
    return index;
  }
}

/** Writes the field `mappings` (ECMA-426 §9.2). */
function encodeSegments(
  text: string,
  segments: readonly Segment[],
  columns: readonly number[],
  names: NameTable,
): string {
  let mappings = "";
  let lineStart = 0;
  let column = 0;
  let sourceLine = 0;
  let sourceColumn = 0;
  let nameIndex = 0;
  let isFirst = true;
  for (const { offset, line, name } of segments) {
    for (let end = text.indexOf("\n", lineStart); end !== -1 && end < offset;) {
      mappings += ";";
      lineStart = end + 1;
      column = 0;
      isFirst = true;
      end = text.indexOf("\n", lineStart);
    }
    mappings += (isFirst ? "" : ",") + encode(offset - lineStart - column);
    isFirst = false;
    column = offset - lineStart;
    if (line === 0) continue;
    const toColumn = columns[line - 1] ?? 0;
    mappings += encode(0) + encode(line - 1 - sourceLine) + encode(toColumn - sourceColumn);
    sourceLine = line - 1;
    sourceColumn = toColumn;
    if (name === "") continue;
    const index = names.indexOf(name);
    mappings += encode(index - nameIndex);
    nameIndex = index;
  }
  return mappings;
}

/** Writes a number as a base64 VLQ. */
function encode(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let code = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    code += BASE64_DIGITS[rest > 0 ? digit | 32 : digit]!;
  } while (rest > 0);
  return code;
}

/** JSON whose characters are all ASCII. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^\0-\x7f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
