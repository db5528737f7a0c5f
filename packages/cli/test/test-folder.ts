/**
 * A folder with files that a test writes, which is gone after the test.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";

/** The folder of the test that runs. */
export interface TestFolder {
  /** Its path. */
  readonly path: string;
  /** Writes files, and the folders that they are in. */
  readonly write: (files: Readonly<Record<string, string>>) => void;
}

/**
 * Makes each test of a file a folder of its own.
 * @param isWorkingFolder - whether it is the working folder while the test runs; default false
 */
export function useTestFolder(isWorkingFolder = false): TestFolder {
  let path: string;
  let before: string;
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "craftos-http-"));
    before = process.cwd();
    if (isWorkingFolder) process.chdir(path);
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(path, { recursive: true, force: true });
  });
  return {
    get path() {
      return path;
    },
    write: (files) => {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), text);
      }
    },
  };
}
