/**
 * What a person is told of an error: the message, where it is on the disk, the source line, and who
 * called whom. Texts are byte strings.
 */
import { relative } from "node:path";
import type { Colors } from "./colors.js";
import type { FolderFiles } from "../program/folder-files.js";
import { toByteString } from "../program/folder-files.js";
import { codeFrame, formatFrame } from "./code-frame.js";

/** An error to describe. */
export interface ErrorReport {
  /** The message, with a position in front if it has one. */
  readonly message: string;
  /** The traceback, if one was taken. */
  readonly traceback: string | null;
}

/** `file:line:` at the start of a message, or on a line of a traceback. */
const POSITION = /^\s*(\S.*?):(\d+): /m;

/**
 * Describes an error.
 * @param report - the error
 * @param files - finds the sources that it speaks of
 * @param colors - for a terminal, or to leave it plain
 * @returns whole lines
 */
export function describeError(report: ErrorReport, files: FolderFiles, colors: Colors): string {
  const { message, traceback } = report;
  const place = placeOf(message, files) ?? placeOf(traceback ?? "", files);
  return [
    `${colors.bold(colors.red(message))}\n`,
    place === undefined ? "" : describePlace(place, files, colors),
    traceback === null ? "" : `${colors.dim(traceback)}\n`,
  ].join("");
}

interface Place {
  readonly path: string;
  readonly source: string;
  readonly line: number;
}

function placeOf(text: string, files: FolderFiles): Place | undefined {
  const position = POSITION.exec(text);
  if (position === null) return undefined;
  const [, chunkName = "", line] = position;
  const file = files.sourceNamed(chunkName);
  return file === undefined ? undefined : { ...file, line: Number(line) };
}

function describePlace({ path, source, line }: Place, files: FolderFiles, colors: Colors): string {
  const diskPath = toByteString(relative("", files.diskPath(path)));
  const frame = formatFrame(codeFrame(source, line), colors.bold);
  return `${colors.dim(`  at ${diskPath}:${line}`)}\n${frame}`;
}
