/**
 * Checks a program in TypeScript: what its compilers complain of.
 */
import { relative } from "node:path";
import { loadProgram, ProgramNotCompilable } from "../program/load-program.js";
import { isSpecFile } from "../spec/spec-files.js";
import type { Problem } from "./problem.js";

/** Whether a file is TypeScript. */
export function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

/**
 * Checks a program with the files that it imports.
 * @param file - its path
 * @throws ProgramNotReadable when the compilers are not there
 */
export async function checkTypeScript(file: string): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  try {
    await loadProgram(file, {
      isChecked: true,
      isSpec: isSpecFile(file),
      onCompiled: (compiled) => {
        for (const { place, message, code } of compiled.problems) {
          problems.push({
            file: place === undefined ? file : relative("", place.file),
            line: place?.line ?? 1,
            rule: "typescript",
            message: `${message} (${code})`,
            source: place?.text ?? "",
          });
        }
      },
    });
  } catch (error) {
    if (!(error instanceof ProgramNotCompilable)) throw error;
  }
  return problems;
}
