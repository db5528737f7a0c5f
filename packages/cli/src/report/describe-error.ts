/**
 * What a person is told of an error: the message, where it is on the disk, the source line, and who
 * called whom. Texts are byte strings.
 */
import { relative } from "node:path";
import type { Colors } from "./colors.js";
import type { LoadedSources } from "../program/loaded-sources.js";
import { toByteString } from "../program/byte-string.js";
import { codeFrame, formatFrame } from "./code-frame.js";

/** An error to describe. */
export interface ErrorReport {
  /** The message, with a position in front if it has one. */
  readonly message: string;
  /** The traceback, if one was taken. */
  readonly traceback: string | null;
}

const TRACEBACK_HEAD = "stack traceback:";

/** `file:line:` at the start of a message, and on lines of a traceback. */
const POSITIONS = /^\s*(\S.*?):(\d+): /gm;

/**
 * Describes an error.
 * @param report - the error
 * @param files - finds the sources that it speaks of
 * @param colors - for a terminal, or to leave it plain
 * @returns whole lines
 */
export function describeError(report: ErrorReport, files: LoadedSources, colors: Colors): string {
  const { message, traceback } = report;
  const place = placeOf(message, files) ?? placeOf(traceback ?? "", files);
  // An `Error` of TypeScriptToLua's says itself where it was made.
  const isTraced = traceback === null || message.includes(`\n${TRACEBACK_HEAD}\n`);
  return [
    `${colors.bold(colors.red(message))}\n`,
    place === undefined ? "" : describePlace(place, files, colors),
    isTraced ? "" : `${colors.dim(traceback)}\n`,
  ].join("");
}

interface Place {
  readonly path: string;
  readonly source: string;
  readonly line: number;
}

/** The first position in a text that is in a file whose lines are known. */
function placeOf(text: string, files: LoadedSources): Place | undefined {
  for (const [, chunkName = "", line] of text.matchAll(POSITIONS)) {
    const file = files.sourceNamed(chunkName);
    if (file !== undefined) return { ...file, line: Number(line) };
  }
  return undefined;
}

function describePlace(
  { path, source, line }: Place,
  files: LoadedSources,
  colors: Colors,
): string {
  const diskPath = toByteString(relative("", files.diskPath(path)));
  const frame = formatFrame(codeFrame(source, line), colors.bold);
  return `${colors.dim(`  at ${diskPath}:${line}`)}\n${frame}`;
}
