/**
 * `craftos-http check`: finds files, checks them, and reports.
 */
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { ExitStatus } from "../process/exit-status.js";
import type { OutputStreams } from "../process/program-output.js";
import { fromByteString } from "../program/byte-string.js";
import { type ColorEnvironment, colorsFor } from "../report/colors.js";
import { filesIn, isFolderNamed, isSpecFile } from "../spec/spec-files.js";
import { SPEC_GLOBALS } from "../spec/runner-source.js";
import { checkLua } from "./check-lua.js";
import { checkTypeScript, isTypeScript } from "./check-typescript.js";
import { describeProblems, problemsAsJson, problemsForGitHub } from "./check-report.js";
import { findKnownNames, type KnownNames } from "./known-names.js";
import type { Problem } from "./problem.js";

/** What to check. */
export interface RunCheckOptions {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** The program that the config file names, a path. */
  readonly main?: string | undefined;
  /** Globals that are there beside those of CraftOS. */
  readonly globals: readonly string[];
  readonly format: "text" | "json" | "github";
  readonly process: OutputStreams & { readonly env: ColorEnvironment };
}

/**
 * Checks files.
 * @param options - which
 * @returns the exit status: 1 when there is a problem
 * @throws UsageError when a path is not there
 */
export async function runCheck(options: RunCheckOptions): Promise<number> {
  const { format, process, globals } = options;
  const files = findFiles(options);
  if (files.length === 0) {
    process.stderr.write(
      "craftos-http: there is nothing to check. Folders are searched for Lua, main.ts, and tests; " +
        "name other programs in TypeScript.\n",
    );
    return ExitStatus.failed;
  }
  const known = withGlobals(findKnownNames(), globals);
  const knownToSpecs = withGlobals(known, SPEC_GLOBALS);
  const problems: Problem[] = [];
  for (const file of files) {
    if (isTypeScript(file)) {
      const found = await checkTypeScript(file);
      // A program and its tests may have files in common.
      problems.push(...found.filter((one) => !problems.some((other) => isSame(one, other))));
      continue;
    }
    const source = readFileSync(file, "latin1");
    const found = checkLua(file, source, isSpecFile(file) ? knownToSpecs : known);
    problems.push(...found.map((each) => ({ ...each, message: fromByteString(each.message) })));
  }
  const write = { json: problemsAsJson, github: problemsForGitHub };
  const text =
    format === "text"
      ? describeProblems(problems, files.length, colorsFor(process.stdout, process.env))
      : write[format](problems);
  process.stdout.write(text);
  return problems.length > 0 ? ExitStatus.failed : ExitStatus.ok;
}

function isSame(one: Problem, other: Problem): boolean {
  return one.file === other.file && one.line === other.line && one.message === other.message;
}

function withGlobals(known: KnownNames, names: readonly string[]): KnownNames {
  const added = names.map((name) => [name, null] as const);
  return { ...known, globals: new Map([...known.globals, ...added]) };
}

/** Files are checked as they are named; of folders, Lua and the programs in TypeScript that have a known name. */
function findFiles({ paths, main }: RunCheckOptions): readonly string[] {
  const found = new Set<string>();
  for (const path of paths.length === 0 ? ["."] : paths) {
    if (!isFolderNamed(path)) {
      found.add(relative("", path));
      continue;
    }
    const programs = [join(path, "main.ts"), ...(main === undefined ? [] : [main])].map((each) =>
      resolve(each),
    );
    for (const file of filesIn(path)) {
      const own = join(path, file);
      const isProgram = isSpecFile(file) || programs.includes(resolve(own));
      if (file.endsWith(".lua") || (isTypeScript(file) && isProgram)) found.add(relative("", own));
    }
  }
  return [...found].sort();
}
