/**
 * Finding spec files, and the files that simulations in them begin with.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { UsageError } from "../options/usage-error.js";
import { toByteString } from "../program/byte-string.js";

/** What the name of a spec file ends with. */
const SPEC_NAME = /(_spec|\.spec|_test|\.test)\.(?:lua|tsx?)$/;

/** Folders that are not looked into. */
const IGNORED = new Set(["node_modules", "dist", "coverage"]);

/** Files that are larger are no programs. */
const FILE_BYTES_MAX = 1024 * 1024;

/** So much text simulations begin with at most. */
const FILES_BYTES_MAX = 32 * 1024 * 1024;

/**
 * Finds spec files.
 * @param root - the folder that is the disk
 * @param paths - files and folders in it; default all of it
 * @returns their paths from the root, in order
 * @throws UsageError when a path is not there or not in the root
 */
export function findSpecFiles(root: string, paths: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of paths.length === 0 ? [root] : paths) {
    const isFolder = isFolderNamed(path);
    const inRoot = relative(root, path);
    if (inRoot.split(sep)[0] === "..") {
      throw new UsageError(`'${path}' is not in the folder '${root}', which is the disk of tests.`);
    }
    if (!isFolder) found.add(inRoot);
    else for (const file of filesOf(root, inRoot)) if (SPEC_NAME.test(file)) found.add(file);
  }
  return [...found].map((path) => path.split(sep).join("/")).sort();
}

/**
 * Reads the files of a folder, for computers in memory.
 * @param root - the folder
 * @returns contents by path, byte strings
 */
export function readFiles(root: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  let bytes = 0;
  for (const path of filesOf(root, "")) {
    const { size } = statSync(join(root, path));
    if (size > FILE_BYTES_MAX || bytes + size > FILES_BYTES_MAX) continue;
    bytes += size;
    files[toByteString(path.split(sep).join("/"))] = readFileSync(join(root, path), "latin1");
  }
  return files;
}

/**
 * Whether a path that was named is that of a folder, and not of a file.
 * @param path - from the working folder
 * @throws UsageError when it is neither
 */
export function isFolderNamed(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`there is no file or folder '${path}'.`);
  if (stats.isFile() || stats.isDirectory()) return stats.isDirectory();
  throw new UsageError(`'${path}' is neither a file nor a folder.`);
}

/** Whether a file is a spec by its name. */
export function isSpecFile(path: string): boolean {
  return SPEC_NAME.test(path);
}

/**
 * Walks through the files of a folder that are a person's own.
 * @param root - the folder
 * @returns paths from it
 */
export function filesIn(root: string): Generator<string> {
  return filesOf(root, "");
}

function* filesOf(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    const isLookedInto = entry.isDirectory() && !IGNORED.has(entry.name);
    if (isLookedInto && !entry.name.startsWith(".")) yield* filesOf(root, path);
  }
}
