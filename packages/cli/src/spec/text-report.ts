/**
 * Results of tests for people: a line for each file, and what failed with its place and difference.
 */
import { codeFrame, formatFrame } from "../report/code-frame.js";
import type { Colors } from "../report/colors.js";
import { plural } from "../report/plural.js";
import { describeDifference } from "./spec-diff.js";
import {
  countResults,
  resultName,
  type SpecFailure,
  type SpecFileResult,
  type SpecResult,
} from "./spec-result.js";

/**
 * Describes a file.
 * @param file - its results
 * @param colors - for a terminal, or to leave it plain
 * @returns whole lines
 */
export function describeFile(file: SpecFileResult, colors: Colors): string {
  const { passed, failed, pending } = countResults([file]);
  const mark = failed > 0 ? colors.red("✗") : colors.green("✓");
  const counts = describeCounts(passed, failed, pending);
  const lines = file.results
    .filter(({ outcome }) => outcome === "failed")
    .map((result) => describeFailed(file, result, colors));
  return `${mark} ${file.path} ${colors.dim(`(${counts})`)}\n${lines.join("")}`;
}

/** Sums the results of all files up. */
export function describeSummary(
  files: readonly SpecFileResult[],
  tookMs: number,
  colors: Colors,
): string {
  const { passed, failed, pending } = countResults(files);
  const counts = describeCounts(passed, failed, pending);
  const paint = failed > 0 ? colors.red : colors.green;
  const took = `${(tookMs / 1000).toFixed(2)} s`;
  return `\n${paint(counts)} ${colors.dim(`in ${plural(files.length, "file")}, ${took}`)}\n`;
}

function describeCounts(passed: number, failed: number, pending: number): string {
  const parts = [`${passed} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (pending > 0) parts.push(`${pending} pending`);
  return parts.join(", ");
}

function describeFailed(file: SpecFileResult, result: SpecResult, colors: Colors): string {
  const { failure, output } = result;
  const parts = [`\n  ${colors.red(`✗ ${resultName(result)}`)}\n`];
  if (failure !== undefined) {
    parts.push(indent(`${failure.message}\n`, "    "));
    const { expected, actual } = failure;
    if (expected !== undefined && actual !== undefined) {
      parts.push(indent(describeDifference(expected, actual, colors), "  "));
    }
    parts.push(indent(describePlace(file, failure, colors), "    "));
    if (failure.traceback !== "") parts.push(`${colors.dim(failure.traceback)}\n`);
  }
  if (output !== "") parts.push(indent(colors.dim(`it printed:\n${endLine(output)}`), "    "));
  return `${parts.join("")}\n`;
}

const POSITION = /(\/[^:\n]+):(\d+):/;

/** Where a failure is: in the traceback of an expectation, else in the message of an error. */
export function placeOfFailure(
  file: SpecFileResult,
  { message, traceback }: SpecFailure,
): { readonly path: string; readonly line: number; readonly source: string } | undefined {
  for (const text of [message, ...traceback.split("\n")]) {
    const [, path = "", line] = POSITION.exec(text) ?? [];
    const source = file.sources.get(path.slice(1));
    if (source !== undefined) return { path: path.slice(1), line: Number(line), source };
  }
  return undefined;
}

function describePlace(file: SpecFileResult, failure: SpecFailure, colors: Colors): string {
  const place = placeOfFailure(file, failure);
  if (place === undefined) return "";
  const frame = formatFrame(codeFrame(place.source, place.line), colors.bold);
  return `${colors.dim(`at ${place.path}:${place.line}`)}\n${frame}`;
}

function indent(text: string, by: string): string {
  return text.replaceAll(/^(?=.)/gm, by);
}

function endLine(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
