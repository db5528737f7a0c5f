/**
 * `craftos-http test`: finds spec files, runs one after the other, and reports.
 */
import type { Readable, Writable } from "node:stream";
import { resolve } from "node:path";
import { FolderMount } from "@craftos-http/craftos/node";
import { ExitStatus } from "../process/exit-status.js";
import type { OutputStreams } from "../process/program-output.js";
import { fromByteString, toByteString } from "../program/byte-string.js";
import { type ColorEnvironment, colorsFor } from "../report/colors.js";
import { FileWatcher } from "../watch/file-watcher.js";
import { junitReport } from "./junit-report.js";
import { runSpecFile } from "./run-spec-file.js";
import { findSpecFiles, readFiles } from "./spec-files.js";
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
  /** How results are shown. */
  readonly format: "text" | "tap" | "junit";
  /** Whether to end at the first failure. */
  readonly endsAtFailure: boolean;
  /** Whether finding no test is all right. */
  readonly mayFindNothing: boolean;
  readonly process: OutputStreams & { readonly env: ColorEnvironment; readonly stdin?: Readable };
}

/**
 * Runs tests once.
 * @param options - what to run
 * @returns the exit status: 1 when one failed, or there was none
 * @throws UsageError when there is no such file
 */
export async function runSpecs(options: RunSpecsOptions): Promise<number> {
  const files = await runAll(options);
  const { passed, failed, pending } = countResults(files);
  if (passed + failed + pending === 0 && !options.mayFindNothing) {
    const what = options.filter === "" ? "tests" : `tests with '${options.filter}' in their names`;
    options.process.stderr.write(
      `craftos-http: there are no ${what}. Spec files end in _spec.lua or .test.lua.\n`,
    );
    return ExitStatus.failed;
  }
  return failed > 0 ? ExitStatus.failed : ExitStatus.ok;
}

/**
 * Runs tests, and again whenever one of the files changes that they loaded. Never ends.
 * @param options - what to run
 */
export async function watchSpecs(options: RunSpecsOptions): Promise<never> {
  const { root, process } = options;
  let onChange: () => void = () => undefined;
  const watcher = new FileWatcher(() => onChange());
  for (;;) {
    const changed = new Promise<void>((done) => (onChange = done));
    const files = await runAll(options);
    for (const { path, sources } of files) {
      for (const each of [path, ...sources.keys()])
        watcher.add(resolve(root, fromByteString(each)));
    }
    process.stdout.write("\nwaiting for a change; Ctrl+C ends\n");
    await changed;
  }
}

async function runAll(options: RunSpecsOptions): Promise<readonly SpecFileResult[]> {
  const { root, paths, format, process } = options;
  const startedMs = performance.now();
  const folder = new FolderMount(root);
  const colors = colorsFor(process.stdout, process.env);
  let files: Readonly<Record<string, string>> | undefined;
  const results: SpecFileResult[] = [];
  for (const path of findSpecFiles(root, paths)) {
    const { timeoutMs, filter, seed, endsAtFailure } = options;
    const result = await runSpecFile({
      ...{ path: toByteString(path), folder, filter: toByteString(filter) },
      ...{ timeoutMs, seed, endsAtFailure },
      files: () => (files ??= readFiles(root)),
    });
    if (result.results.length === 0) continue;
    results.push(result);
    if (format === "text") writeBytes(process.stdout, describeFile(result, colors));
    if (endsAtFailure && countResults([result]).failed > 0) break;
  }
  const tookMs = performance.now() - startedMs;
  if (format === "text") writeBytes(process.stdout, describeSummary(results, tookMs, colors));
  else writeBytes(process.stdout, format === "tap" ? tapReport(results) : junitReport(results));
  return results;
}

/** Writes text in which parts are byte strings: what is no byte is UTF-8's own text. */
function writeBytes(stream: Writable, text: string): void {
  stream.write(Buffer.from(text.replaceAll(/[^\0-\xff]+/g, toByteString), "latin1"));
}
