/**
 * Compiling a program to Lua files on the disk, for computers that are not ours.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CompiledProgram } from "@craftos-http/typescript";
import type { ColorEnvironment } from "../report/colors.js";
import { colorsFor } from "../report/colors.js";
import { describeProblems } from "../report/describe-problems.js";
import { ExitStatus } from "../process/exit-status.js";
import type { OutputStreams } from "../process/program-output.js";
import { ProgramNotReadable } from "../program/find-program.js";
import { fromByteString } from "../program/byte-string.js";
import { loadProgram, ProgramNotCompilable } from "../program/load-program.js";
import { bundleLua } from "./bundle-lua.js";

/** What to build, and where to. */
export interface BuildOptions {
  /** The program's file. */
  readonly file: string;
  /** Where to write: one file if it ends in `.lua`, else a folder. */
  readonly out: string;
  /** Whether types are checked. */
  readonly isChecked: boolean;
  /** Where complaints go. */
  readonly process: OutputStreams & { readonly env: ColorEnvironment };
}

/** A file could not be written; the message is for people. */
class OutputNotWritable extends Error {
  override readonly name = "OutputNotWritable";
}

/**
 * Builds a program.
 * @param options - what, and where to
 * @returns the exit status
 */
export async function buildProgram(options: BuildOptions): Promise<number> {
  const { stdout, stderr, env } = options.process;
  try {
    const { compiled, name, source } = await loadProgram(options.file, {
      isChecked: options.isChecked,
      hasSourceMaps: false,
      onCompiled: ({ problems, warnings }) => {
        for (const warning of warnings) stderr.write(`craftos-http: warning: ${warning}.\n`);
        stderr.write(describeProblems(problems, "nothing was written", colorsFor(stderr, env)));
      },
    });
    if (compiled === undefined) {
      throw new ProgramNotReadable(`'${options.file}' is Lua: there is nothing to build.`);
    }
    const modules = modulesOf(compiled);
    stdout.write(`${write(options.out, name, source, modules)}\n`);
    return ExitStatus.ok;
  } catch (error) {
    if (error instanceof ProgramNotCompilable) return ExitStatus.failed;
    const isExpected = error instanceof ProgramNotReadable || error instanceof OutputNotWritable;
    if (!isExpected) throw error;
    stderr.write(`craftos-http: ${error.message}\n`);
    return ExitStatus.failed;
  }
}

/** The files that a program requires, by their paths. */
function modulesOf({ files, path }: CompiledProgram): ReadonlyMap<string, string> {
  return new Map([...files].filter(([each]) => each !== path));
}

/** Writes everything; says what was written. */
function write(
  out: string,
  name: string,
  source: string,
  modules: ReadonlyMap<string, string>,
): string {
  if (out.endsWith(".lua")) {
    writeOne(out, bundleLua(source, modules));
    return `${out}: the program and ${count(modules.size, "file")} that it requires`;
  }
  for (const [path, text] of modules) writeOne(join(out, fromByteString(path)), text);
  const main = join(out, name);
  writeOne(main, source);
  return `${main}, with ${count(modules.size, "file")} that it requires`;
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}

function writeOne(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, "latin1");
  } catch (error) {
    const message = `'${file}' cannot be written: ${(error as Error).message}.`;
    throw new OutputNotWritable(message, { cause: error });
  }
}
