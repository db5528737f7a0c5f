/**
 * A test in TypeScript, compiled to the Lua files that its computer runs.
 */
import { join, relative } from "node:path";
import type { CompiledProgram, CompileProblem } from "@craftos-http/typescript";
import { toByteString } from "../program/byte-string.js";
import { ProgramNotReadable } from "../program/find-program.js";
import { loadCompiler } from "../program/load-compiler.js";
import type { SpecFileResult } from "./spec-result.js";

/** What a test was compiled to: its files, or why there are none. */
export type CompiledSpec =
  | { readonly path: string; readonly compiled: CompiledProgram }
  | { readonly failed: SpecFileResult };

/** Whether a spec is TypeScript. */
export function isTypeScriptSpec(path: string): boolean {
  return /\.tsx?$/.test(path);
}

/**
 * Compiles a test with what it imports.
 * @param root - the folder that is the disk
 * @param path - the test's path from there
 * @param isChecked - whether types are checked
 */
export async function compileSpec(
  root: string,
  path: string,
  isChecked: boolean,
): Promise<CompiledSpec> {
  try {
    const { compileProgram, CompilersNotUsable } = await loadCompiler();
    try {
      const compiled = compileProgram({ file: join(root, path), root, isChecked, isSpec: true });
      if (compiled.path !== undefined) return { path: compiled.path, compiled };
      return failedWith(path, describe(root, compiled.problems));
    } catch (error) {
      if (error instanceof CompilersNotUsable) return failedWith(path, error.message);
      throw error;
    }
  } catch (error) {
    if (error instanceof ProgramNotReadable) return failedWith(path, error.message);
    throw error;
  }
}

function describe(root: string, problems: readonly CompileProblem[]): string {
  const lines = problems
    .filter(({ isError }) => isError)
    .map(({ place, message, code }) => {
      const where = place === undefined ? "" : `/${relative(root, place.file)}:${place.line}: `;
      return `${where}${message} (${code})`;
    });
  return lines.join("\n");
}

function failedWith(path: string, message: string): CompiledSpec {
  const failure = { message: toByteString(message), traceback: "" };
  const result = { names: [], outcome: "failed", failure, output: "", tookMs: 0 } as const;
  return { failed: { path: toByteString(path), results: [result], sources: new Map() } };
}
