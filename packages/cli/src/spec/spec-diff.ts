/**
 * What was expected beside what was there, line by line.
 */
import { diffLines } from "diff";
import type { Colors } from "../report/colors.js";

/** Longer texts are cut. */
const LINES_MAX = 200;

/**
 * Shows the difference of two texts: lines with - were expected, lines with + were there.
 * @param expected - text of several lines
 * @param actual - text of several lines
 * @param colors - for a terminal, or to leave it plain
 * @returns whole lines
 */
export function describeDifference(expected: string, actual: string, colors: Colors): string {
  const lines = diffLines(`${expected}\n`, `${actual}\n`).flatMap(({ value, added, removed }) => {
    const [mark, paint] = added
      ? ["+", colors.green]
      : removed
        ? ["-", colors.red]
        : [" ", colors.dim];
    return value
      .split("\n")
      .slice(0, -1)
      .map((line) => paint(`${mark} ${line}`));
  });
  const shown = lines.slice(0, LINES_MAX);
  if (lines.length > LINES_MAX) shown.push(`  ... ${lines.length - LINES_MAX} more lines`);
  return [
    `  ${colors.red("- expected")} ${colors.green("+ got")}`,
    ...shown.map((line) => `  ${line}`),
    "",
  ].join("\n");
}
