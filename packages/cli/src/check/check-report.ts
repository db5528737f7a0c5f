/**
 * What a check found, for people and for other programs.
 */
import { codeFrame, formatFrame } from "../report/code-frame.js";
import type { Colors } from "../report/colors.js";
import { plural } from "../report/plural.js";
import type { Problem } from "./problem.js";

/**
 * Describes problems for people.
 * @param problems - what was found
 * @param fileCount - how many files were checked
 * @param colors - for a terminal, or to leave it plain
 * @returns whole lines
 */
export function describeProblems(
  problems: readonly Problem[],
  fileCount: number,
  colors: Colors,
): string {
  const shown = problems.map(({ file, line, rule, message, source }) => {
    const head = `${colors.bold(`${file}:${line}`)}: ${colors.red(message)} ${colors.dim(`(${rule})`)}`;
    return `${head}\n${formatFrame(codeFrame(source, line), colors.bold)}\n`;
  });
  const count = problems.length === 0 ? "no problems" : plural(problems.length, "problem");
  const paint = problems.length === 0 ? colors.green : colors.red;
  return `${shown.join("")}${paint(count)} in ${plural(fileCount, "file")}\n`;
}

/** Gives problems as JSON: a list of objects with file, line, rule and message. */
export function problemsAsJson(problems: readonly Problem[]): string {
  const list = problems.map(({ file, line, rule, message }) => ({ file, line, rule, message }));
  return `${JSON.stringify(list, undefined, 2)}\n`;
}

/** Gives problems as commands that annotate a pull request on GitHub. */
export function problemsForGitHub(problems: readonly Problem[]): string {
  return problems
    .map(({ file, line, rule, message }) => {
      const place = `file=${property(file)},line=${line},title=${property(rule)}`;
      return `::error ${place}::${escaped(message)}\n`;
    })
    .join("");
}

/** GitHub, workflow commands: what would end a line or a property. */
function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
