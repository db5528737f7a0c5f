/**
 * Where results go: JSON files under benchmarks/.cache (ignored by git), and on request the part of
 * docs/performance.md that stands between two markers of that name.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The benchmarks' own folder, whichever folder the command was given in. */
export const benchmarksFolder = fileURLToPath(new URL("../..", import.meta.url));

/** The workspace's root. */
export const workspaceFolder = join(benchmarksFolder, "..");

/** Generated programs, results and profiles. */
export const cacheFolder = join(benchmarksFolder, ".cache");

const performancePage = join(workspaceFolder, "docs", "performance.md");

/**
 * Writes a result.
 *
 * @param name - the file's name without ending, unless `path` says otherwise
 * @param path - a path given by the user
 */
export function writeResult(name: string, result: unknown, path: string | undefined): void {
  const file = path ?? join(cacheFolder, "results", `${name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(`\nWritten to ${relative(process.cwd(), file)}`);
}

/** Reads a result that {@link writeResult} wrote, for rendering it again. */
export function readResult(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8")) as unknown;
}

/**
 * Replaces what stands between `<!-- name -->` and `<!-- /name -->` in docs/performance.md.
 *
 * @throws Error if the page has no such place
 */
export function updatePage(name: string, markdown: string): void {
  const page = readFileSync(performancePage, "utf8");
  const [opening, closing] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = page.indexOf(opening);
  const end = page.indexOf(closing);
  if (start < 0 || end < start) throw new Error(`docs/performance.md has no place for ${name}`);
  const changed = `${page.slice(0, start + opening.length)}\n\n${markdown.trim()}\n\n${page.slice(end)}`;
  writeFileSync(performancePage, changed);
  console.log(`\nUpdated docs/performance.md (${name})`);
}
