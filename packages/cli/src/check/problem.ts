/**
 * What a check found.
 */

/** The kinds of problems. */
export type Rule =
  | "syntax"
  | "undefined-global"
  | "unknown-field"
  | "unused-local"
  | "http-arguments"
  | "unclosed-response"
  | "typescript";

/** One problem of a file. */
export interface Problem {
  /** The file's path, as people know it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly rule: Rule;
  readonly message: string;
  /** The text of the file. */
  readonly source: string;
}
