/**
 * Coverage for people, and for other programs: a table, and the file that lcov's tools read.
 */
import type { Colors } from "../report/colors.js";
import { type FileCoverage, lineTotals, type LineTotals, percentOf } from "./line-coverage.js";

/** Below this many of a hundred a file is red. */
const POOR = 50;

/** From this many on it is green. */
const GOOD = 80;

/** So much is said of the lines that were not reached. */
const MISSING_LENGTH_MAX = 60;

/**
 * Writes a table: for each file how many of its lines were reached, and which were not.
 * @param files - what was counted
 * @param colors - for a terminal, or to leave it plain
 * @returns whole lines
 */
export function coverageTable(files: readonly FileCoverage[], colors: Colors): string {
  if (files.length === 0)
    return "\nno file of this folder was loaded but tests: nothing is covered\n";
  const rows = files.map((file) => ({
    name: file.path,
    totals: lineTotals([file]),
    missing: missingIn(file),
  }));
  rows.push({ name: "all files", totals: lineTotals(files), missing: "" });
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const countWidth = Math.max(...rows.map(({ totals }) => countText(totals).length));
  const lines = rows.map(({ name, totals, missing }) => {
    const percent = percentOf(totals);
    const paint = percent < POOR ? colors.red : percent < GOOD ? colors.yellow : colors.green;
    const figures = `${percentText(percent).padStart(7)}  ${countText(totals).padStart(countWidth)}`;
    const rest = missing === "" ? "" : `  ${colors.dim(missing)}`;
    return `${paint(figures)}  ${rest === "" ? name : name.padEnd(nameWidth)}${rest}\n`;
  });
  return `\n${colors.bold("lines that were reached")}\n${lines.join("")}`;
}

/** A share as it is shown: never 100 % when something is missing. */
export function percentText(percent: number): string {
  return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
}

function countText({ reached, lines }: LineTotals): string {
  return `${reached}/${lines}`;
}

/** The lines that were not reached, as ranges: those between have no statements, or none that was reached. */
function missingIn({ lines }: FileCoverage): string {
  const ranges: [first: number, last: number][] = [];
  let isOpen = false;
  for (const [line, count] of lines) {
    const range = ranges.at(-1);
    if (count > 0) isOpen = false;
    else if (isOpen && range !== undefined) range[1] = line;
    else {
      ranges.push([line, line]);
      isOpen = true;
    }
  }
  const texts = ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  const text = texts.join(", ");
  if (text.length <= MISSING_LENGTH_MAX) return text;
  const end = text.lastIndexOf(", ", MISSING_LENGTH_MAX);
  const shown = text.slice(0, end).split(", ").length;
  return `${text.slice(0, end)} and ${texts.length - shown} more`;
}

/**
 * Writes the file that lcov's tools read, and services and editors that show coverage. Source: geninfo(1).
 * @param files - what was counted
 */
export function lcovReport(files: readonly FileCoverage[]): string {
  return files
    .map((file) => {
      const { reached, lines } = lineTotals([file]);
      const data = file.lines.map(([line, count]) => `DA:${line},${count}\n`).join("");
      return `TN:\nSF:${file.path}\n${data}LF:${lines}\nLH:${reached}\nend_of_record\n`;
    })
    .join("");
}
