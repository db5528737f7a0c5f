/**
 * Results of tests as the XML that JUnit's tools and continuous integration read.
 */
import { countResults, type SpecFileResult, type SpecResult } from "./spec-result.js";
import { placeOfFailure } from "./text-report.js";

/** Writes all results. */
export function junitReport(files: readonly SpecFileResult[]): string {
  const suites = files.map(suite);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${counts(files)}>\n${suites.join("")}</testsuites>\n`;
}

function counts(files: readonly SpecFileResult[]): string {
  const { passed, failed, pending } = countResults(files);
  const seconds = files.flatMap(({ results }) => results).reduce((sum, r) => sum + r.tookMs, 0);
  return attributes({
    tests: String(passed + failed + pending),
    failures: String(failed),
    skipped: String(pending),
    time: (seconds / 1000).toFixed(3),
  });
}

function suite(file: SpecFileResult): string {
  const cases = file.results.map((result) => testCase(file, result)).join("");
  const name = attributes({ name: file.path });
  return `  <testsuite${name}${counts([file])}>\n${cases}  </testsuite>\n`;
}

function testCase(file: SpecFileResult, result: SpecResult): string {
  const { names, outcome, failure, output } = result;
  const own = names.at(-1) ?? "the file cannot be run";
  const group = [file.path, ...names.slice(0, -1)].join(" › ");
  const head = attributes({
    name: own,
    classname: group,
    file: file.path,
    time: (result.tookMs / 1000).toFixed(3),
  });
  const parts: string[] = [];
  if (outcome === "pending") parts.push("      <skipped/>\n");
  if (failure !== undefined) {
    const { expected, actual } = failure;
    const place = placeOfFailure(file, failure);
    const details = [
      failure.message,
      ...(expected === undefined ? [] : [`expected ${expected}`, `got ${actual ?? ""}`]),
      ...(place === undefined ? [] : [`at ${place.path}:${place.line}`]),
      failure.traceback,
    ].join("\n");
    const message = attributes({ message: failure.message });
    parts.push(`      <failure${message}>${escape(details)}</failure>\n`);
  }
  if (output !== "") parts.push(`      <system-out>${escape(output)}</system-out>\n`);
  if (parts.length === 0) return `    <testcase${head}/>\n`;
  return `    <testcase${head}>\n${parts.join("")}    </testcase>\n`;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, text]) => ` ${name}="${escape(text)}"`)
    .join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" },
  "\n": "&#10;",
};

/** XML 1.0 has no other control characters, not even as entities. */
function escape(text: string): string {
  return text
    .replaceAll(/[&<>"\n]/g, (character) => ENTITIES[character] ?? character)
    .replaceAll(/[^\t\n\r\x20-\uFFFF]/g, "?");
}
