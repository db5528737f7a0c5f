/**
 * Checks a Lua file: reads and resolves it as the interpreter does, and looks for what cannot be meant.
 */
import { LuaSyntaxError, parseChunk, resolveNames } from "@craftos-http/interpreter/analysis";
import { checkHttp } from "./check-http.js";
import { checkNames } from "./check-names.js";
import type { KnownNames } from "./known-names.js";
import type { Problem, Rule } from "./problem.js";

/** A line with this in a comment has no problems. */
const IGNORED = /--.*\bcraftos-http: ignore\b/;

/**
 * Checks a file.
 * @param file - its path, for messages
 * @param source - its contents, a byte string
 * @param known - what programs can use
 * @returns its problems, from the first line to the last
 */
export function checkLua(file: string, source: string, known: KnownNames): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (line: number, rule: Rule, message: string): void =>
    void problems.push({ file, line, rule, message, source });
  try {
    const chunk = parseChunk(source, `@${file}`);
    const scope = resolveNames(chunk);
    checkNames(chunk, scope, known, report);
    checkHttp(chunk, scope, known, report);
  } catch (error) {
    if (!(error instanceof LuaSyntaxError)) throw error;
    const [, line = "1", message = error.message] = /:(\d+): (.*)$/s.exec(error.message) ?? [];
    report(Number(line), "syntax", message);
  }
  const lines = source.split(/\r\n|\n\r|\n|\r/);
  return problems
    .filter(({ line, rule }) => rule === "syntax" || !IGNORED.test(lines[line - 1] ?? ""))
    .sort((one, other) => one.line - other.line);
}
