/**
 * Finds the runnable examples in the project's Markdown: code blocks whose info string has the word
 * `example` after the language. The format is described in CONTRIBUTING.md.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The workspace's root folder. */
export const rootFolder = fileURLToPath(new URL("../..", import.meta.url));

/** A marked code block. */
export interface Example {
  /** The Markdown file, relative to the root. */
  readonly file: string;
  /** The line of the block's first code line, from 1. */
  readonly line: number;
  readonly language: "ts" | "lua";
  /** How it is tried: run to its end, served and asked once, or only type-checked. */
  readonly mode: "run" | "server" | "no-run";
  readonly code: string;
  /** What it must print (a server: answer), if a `text output` block follows. */
  readonly output: string | undefined;
}

interface Block {
  readonly line: number;
  readonly info: readonly string[];
  readonly code: string;
}

/** The Markdown files that may hold examples, relative to the root. */
export function listMarkdownFiles(): string[] {
  const folders = ["docs", "examples", "packages", "benchmarks", "tests"];
  const nested = folders
    .map((folder) => join(rootFolder, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => markdownFilesBelow(folder));
  return [...markdownFilesIn(rootFolder), ...nested].map((path) => relative(rootFolder, path));
}

function markdownFilesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}

function markdownFilesBelow(folder: string): string[] {
  const skipped = new Set(["node_modules", "dist", ".cache"]);
  const subfolders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !skipped.has(entry.name))
    .map((entry) => join(folder, entry.name));
  return [...markdownFilesIn(folder), ...subfolders.flatMap(markdownFilesBelow)];
}

/**
 * Reads the examples of one Markdown file.
 *
 * @param file the file, relative to the root
 * @throws Error if a block is marked as an example but its language or mode is unknown
 */
export function findExamples(file: string): Example[] {
  const blocks = findBlocks(readFileSync(join(rootFolder, file), "utf8"));
  return blocks.flatMap((block, index) => {
    if (block.info[1] !== "example") return [];
    const next = blocks[index + 1];
    return [toExample(file, block, next?.info.join(" ") === "text output" ? next.code : undefined)];
  });
}

function toExample(file: string, block: Block, output: string | undefined): Example {
  const { line, code, info } = block;
  const [language, , mode = "run"] = info;
  if (language !== "ts" && language !== "lua") {
    throw new Error(`${file}:${line}: an example is 'ts' or 'lua', not '${String(language)}'`);
  }
  if (mode !== "run" && mode !== "server" && mode !== "no-run") {
    throw new Error(`${file}:${line}: an example's mode is 'server' or 'no-run', not '${mode}'`);
  }
  return { file, line, language, mode, code, output };
}

function findBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; info: string[]; lines: string[] } | undefined;
  for (const [index, text] of markdown.split("\n").entries()) {
    if (open === undefined) {
      const fence = /^```(\S.*)?$/u.exec(text);
      if (fence) open = { line: index + 2, info: (fence[1] ?? "").trim().split(/\s+/u), lines: [] };
    } else if (text === "```") {
      blocks.push({ line: open.line, info: open.info, code: `${open.lines.join("\n")}\n` });
      open = undefined;
    } else {
      open.lines.push(text);
    }
  }
  return blocks;
}
