/**
 * `craftos-http test`: finds spec files, runs one after the other, and reports.
 */
import type { Readable, Writable } from "node:stream";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FolderMount } from "@craftos-http/craftos/node";
import { CompiledMount } from "../files/compiled-mount.js";
import { ExitStatus } from "../process/exit-status.js";
import type { OutputStreams } from "../process/program-output.js";
import { fromByteString, toByteString } from "../program/byte-string.js";
import { isTypeScriptProgram } from "../program/find-program.js";
import { type ColorEnvironment, colorsFor } from "../report/colors.js";
import { UsageError } from "../options/usage-error.js";
import { coverageTable, lcovReport, percentText } from "./coverage-report.js";
import { type FileCoverage, LineCoverage, lineTotals, percentOf } from "./line-coverage.js";
import { junitReport } from "./junit-report.js";
import { runSpecFile } from "./run-spec-file.js";
import { SpecCompiler } from "./spec-compiler.js";
import { filesIn, findSpecFiles, readFiles } from "./spec-files.js";
import { countResults, type SpecFileResult } from "./spec-result.js";
import { tapReport } from "./tap-report.js";
import { describeFile, describeSummary } from "./text-report.js";

/** What to run, and how. */
export interface RunSpecsOptions {
  /** The folder that is the disk of the computers. */
  readonly root: string;
  /** Files and folders; default the root. */
  readonly paths: readonly string[];
  /** Runs only tests in whose names this is. */
  readonly filter: string;
  /** How long a test may take, in milliseconds of virtual time. */
  readonly timeoutMs: number;
  /** The seed of `math.random`. */
  readonly seed: number;
  /** Whether types of TypeScript are checked; default true. */
  readonly isChecked?: boolean;
  /** How results are shown. */
  readonly format: "text" | "tap" | "junit";
  /** Whether to end at the first failure. */
  readonly endsAtFailure: boolean;
  /** Whether finding no test is all right. */
  readonly mayFindNothing: boolean;
  /** Whether and how it is reported which lines were reached; default it is not. */
  readonly coverage?: CoverageOptions | undefined;
  readonly process: OutputStreams & { readonly env: ColorEnvironment; readonly stdin?: Readable };
}

/** How it is reported which lines were reached. */
export interface CoverageOptions {
  /** The folder that the file for lcov's tools is written to; default it is not written. */
  readonly folder?: string | undefined;
  /** How many of a hundred lines have to be reached; default 0. */
  readonly percentMin?: number | undefined;
}

/** What lcov's tools look for. */
const LCOV_NAME = "lcov.info";

/** What came of a run of all tests. */
export interface SpecsResult {
  readonly files: readonly SpecFileResult[];
  /** The exit status: 1 when a test failed, there was none, or too few lines were reached. */
  readonly status: number;
}

/** Told of files on the machine that decide what comes of the tests. */
export type OnSpecInput = (diskPath: string) => void;

/**
 * Runs tests once.
 * @param options - what to run
 * @param onInput - told of the files that they load
 * @throws UsageError when there is no such file
 */
export async function runSpecs(
  options: RunSpecsOptions,
  onInput: OnSpecInput = () => undefined,
): Promise<SpecsResult> {
  const { root, format, process } = options;
  const startedMs = performance.now();
  const colors = colorsFor(process.stdout, process.env);
  const coverage = options.coverage === undefined ? undefined : new LineCoverage(root);
  const files = await runFiles(options, coverage, onInput);
  const tookMs = performance.now() - startedMs;
  if (format === "text") writeBytes(process.stdout, describeSummary(files, tookMs, colors));
  else writeBytes(process.stdout, format === "tap" ? tapReport(files) : junitReport(files));
  const isCovered = coverage === undefined || reportCoverage(options, coverage.files());
  const { passed, failed, pending } = countResults(files);
  const isMissed = passed + failed + pending === 0 && !options.mayFindNothing;
  if (isMissed) sayNothingFound(options);
  const isFine = failed === 0 && !isMissed && isCovered;
  return { files, status: isFine ? ExitStatus.ok : ExitStatus.failed };
}

async function runFiles(
  options: RunSpecsOptions,
  coverage: LineCoverage | undefined,
  onInput: OnSpecInput,
): Promise<readonly SpecFileResult[]> {
  const { root, paths, format, process, timeoutMs, filter, seed, endsAtFailure } = options;
  const folder = new FolderMount(root);
  const colors = colorsFor(process.stdout, process.env);
  const onSource = (path: string): void => onInput(resolve(root, fromByteString(path)));
  let files: Readonly<Record<string, string>> | undefined;
  const results: SpecFileResult[] = [];
  const rootFiles = (): Readonly<Record<string, string>> => {
    if (files !== undefined) return files;
    files = readFiles(root);
    for (const each of Object.keys(files)) onSource(each);
    return files;
  };
  const specs = findSpecFiles(root, paths);
  const compiler = hasTypeScript(root, specs)
    ? await SpecCompiler.load({ root, isChecked: options.isChecked ?? true, onInput })
    : undefined;
  for (const path of specs) {
    onInput(resolve(root, path));
    const how = {
      ...{ filter: toByteString(filter), timeoutMs, seed, endsAtFailure, onSource },
      onCounts: coverage?.onCounts,
      compile: (program: string) => compiler?.program(program),
    };
    const spec = isTypeScriptProgram(path) ? compiler?.spec(path) : undefined;
    let result: SpecFileResult;
    if (spec === undefined) {
      result = await runSpecFile({ ...how, path: toByteString(path), folder, files: rootFiles });
    } else if ("problem" in spec) {
      result = notCompiled(path, spec.problem);
    } else {
      const { files: compiled } = spec.compiled;
      result = await runSpecFile({
        ...how,
        ...{ path: spec.path, shownPath: toByteString(path) },
        folder: new CompiledMount(folder, compiled),
        files: () => ({ ...rootFiles(), ...Object.fromEntries(compiled) }),
      });
    }
    coverage?.settle();
    if (result.results.length === 0) continue;
    results.push(result);
    if (format === "text") writeBytes(process.stdout, describeFile(result, colors));
    if (endsAtFailure && countResults([result]).failed > 0) break;
  }
  return results;
}

/** Whether anything here has to be compiled: tests, or programs that they may simulate. */
function hasTypeScript(root: string, specs: readonly string[]): boolean {
  if (specs.some(isTypeScriptProgram)) return true;
  for (const file of filesIn(root)) if (isTypeScriptProgram(file)) return true;
  return false;
}

/** The result of a test that cannot be compiled. */
function notCompiled(path: string, problem: string): SpecFileResult {
  const failure = { message: toByteString(problem), traceback: "" };
  const result = { names: [], outcome: "failed", failure, output: "", tookMs: 0 } as const;
  return { path: toByteString(path), results: [result], sources: new Map() };
}

function sayNothingFound({ filter, process }: RunSpecsOptions): void {
  const what = filter === "" ? "tests" : `tests with '${filter}' in their names`;
  process.stderr.write(
    `craftos-http: there are no ${what}. Spec files end in _spec.lua or .test.lua, or the same with .ts.\n`,
  );
}

/** Shows and writes what was covered; gives whether it is enough. */
function reportCoverage(options: RunSpecsOptions, files: readonly FileCoverage[]): boolean {
  const { coverage, format, process } = options;
  // What other programs read is not mixed with a table.
  const stream = format === "text" ? process.stdout : process.stderr;
  stream.write(coverageTable(files, colorsFor(stream, process.env)));
  if (coverage?.folder !== undefined) writeLcov(coverage.folder, files);
  const percentMin = coverage?.percentMin ?? 0;
  const percent = percentOf(lineTotals(files));
  if (percent >= percentMin) return true;
  process.stderr.write(
    `craftos-http: ${percentText(percent)} of the lines were reached, less than --coverage-min ${percentMin}.\n`,
  );
  return false;
}

function writeLcov(folder: string, files: readonly FileCoverage[]): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, LCOV_NAME), lcovReport(files));
  } catch (error) {
    throw new UsageError(
      `'${join(folder, LCOV_NAME)}' cannot be written: ${(error as Error).message}`,
    );
  }
}

/** Writes text in which parts are byte strings: what is no byte is UTF-8's own text. */
function writeBytes(stream: Writable, text: string): void {
  stream.write(Buffer.from(text.replaceAll(/[^\0-\xff]+/g, toByteString), "latin1"));
}
