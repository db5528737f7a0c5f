/**
 * What came of tests. Texts are byte strings.
 */

/** Why a test failed. */
export interface SpecFailure {
  readonly message: string;
  /** Who called whom; empty when that is not known. */
  readonly traceback: string;
  /** What was expected and what was there, as text of several lines, for an expectation of values. */
  readonly expected?: string;
  readonly actual?: string;
}

/** One test, when it is over. */
export interface SpecResult {
  /** The names of what it is described in, and its own. */
  readonly names: readonly string[];
  readonly outcome: "passed" | "failed" | "pending";
  /** Set when it failed. */
  readonly failure: SpecFailure | undefined;
  /** What it printed. */
  readonly output: string;
  /** How long it took, in milliseconds of real time. */
  readonly tookMs: number;
}

/** What came of one file. */
export interface SpecFileResult {
  /** Its path from the root of the disk. */
  readonly path: string;
  readonly results: readonly SpecResult[];
  /** The sources of the files that it loaded, by their paths on the computer. */
  readonly sources: ReadonlyMap<string, string>;
}

/** How many tests of each outcome there are. */
export interface SpecCounts {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
}

/** Counts the tests of files. */
export function countResults(files: readonly SpecFileResult[]): SpecCounts {
  const results = files.flatMap((file) => file.results);
  const count = (outcome: SpecResult["outcome"]): number =>
    results.filter((result) => result.outcome === outcome).length;
  return { passed: count("passed"), failed: count("failed"), pending: count("pending") };
}

/** The name of a test as people read it. */
export function resultName({ names }: SpecResult): string {
  return names.length === 0 ? "the file cannot be run" : names.join(" › ");
}
