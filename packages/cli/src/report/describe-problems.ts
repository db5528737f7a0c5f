/**
 * What a person is told of a program that the TypeScript compilers complain of: each complaint with the
 * lines that it is about. Texts, not byte strings.
 */
import { relative } from "node:path";
import type { CompileProblem } from "@craftos-http/typescript";
import { codeFrame, formatFrame } from "./code-frame.js";
import type { Colors } from "./colors.js";

/** So many are shown: what follows mostly follows from them. */
const SHOWN_MAX = 20;

/**
 * Describes what is wrong.
 * @param problems - the complaints
 * @param consequence - what was therefore not done
 * @param colors - for a terminal, or to leave it plain
 * @returns whole lines; nothing when there are none
 */
export function describeProblems(
  problems: readonly CompileProblem[],
  consequence: string,
  colors: Colors,
): string {
  const shown = problems.slice(0, SHOWN_MAX).map((problem) => describeProblem(problem, colors));
  const errorCount = problems.filter(({ isError }) => isError).length;
  const hidden = problems.length - shown.length;
  if (hidden > 0) shown.push(`... and ${hidden} more\n`);
  if (errorCount > 0) {
    const count = `${errorCount} ${errorCount === 1 ? "error" : "errors"}`;
    shown.push(`${count}; ${consequence}\n`);
  }
  return shown.join("");
}

function describeProblem(problem: CompileProblem, colors: Colors): string {
  const { isError, code, message, place } = problem;
  const text = `${isError ? "" : "warning: "}${message} ${colors.dim(`(${code})`)}`;
  const mark = isError ? colors.red : colors.yellow;
  if (place === undefined) return `${mark(text)}\n`;
  const { file, line, column, length } = place;
  const frame = codeFrame(place.text, line, { start: column - 1, length });
  const where = `${relative("", file)}:${line}:${column}`;
  return `${colors.bold(where)}: ${mark(text)}\n${formatFrame(frame, colors.bold)}\n`;
}
