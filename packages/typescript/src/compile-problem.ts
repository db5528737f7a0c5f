/**
 * What the compilers complain of, in a form that needs no compiler to be shown.
 */
import type { Diagnostic } from "typescript";
import type { Compilers } from "./find-compilers.js";

/** One complaint. */
export interface CompileProblem {
  /** Whether the program cannot be run with it. */
  readonly isError: boolean;
  /** `TS2322` or, of TypeScriptToLua, `TSTL100009`. */
  readonly code: string;
  /** What is wrong; more than one line where there are reasons. */
  readonly message: string;
  /** Where; undefined when it is about no file. */
  readonly place: ProblemPlace | undefined;
}

/** A place in a file. */
export interface ProblemPlace {
  /** The file's path on the machine. */
  readonly file: string;
  /** The file's text. */
  readonly text: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1, in UTF-16 units. */
  readonly column: number;
  /** How many units of that line are meant, at least 1. */
  readonly length: number;
}

/**
 * Makes problems of what the compilers gave, in the order of files and places.
 * @param compilers - that complain
 * @param diagnostics - their complaints
 */
export function problemsOf(
  compilers: Compilers,
  diagnostics: readonly Diagnostic[],
): CompileProblem[] {
  const { ts } = compilers;
  const relevant = diagnostics.filter(
    ({ category }) =>
      category === ts.DiagnosticCategory.Error || category === ts.DiagnosticCategory.Warning,
  );
  return ts.sortAndDeduplicateDiagnostics(relevant).map((diagnostic) => ({
    isError: diagnostic.category === ts.DiagnosticCategory.Error,
    code: `${diagnostic.source === "typescript-to-lua" ? "TSTL" : "TS"}${diagnostic.code}`,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
    place: placeOf(diagnostic),
  }));
}

function placeOf({ file, start, length }: Diagnostic): ProblemPlace | undefined {
  if (file === undefined) return undefined;
  const { text } = file;
  const at = start ?? 0;
  const { line, character } = file.getLineAndCharacterOfPosition(at);
  const rest = /^.*/.exec(text.slice(at))?.[0].length ?? 0;
  return {
    ...{ file: file.fileName, text, line: line + 1, column: character + 1 },
    length: Math.max(1, Math.min(length ?? 1, rest)),
  };
}
