/**
 * The disks that tests run on: in memory, a folder with its folders held open, a folder by its paths.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { FileSystem } from "../../src/files/file-system.js";
import { MemoryMount } from "../../src/files/memory-mount.js";
import type { Mount } from "../../src/files/mount.js";
import { FolderMount } from "../../src/node/folder-mount.js";
import { outputOf } from "../run-program.js";

export type Files = Readonly<Record<string, string>>;

export type MakeDisk = (files: Files, capacityBytes?: number) => Mount;

/** What is under /rom in tests. */
const ROM = { "startup.lua": "return 1", "apis/a.lua": "", "apis/b.lua": "", "help/a.txt": "text" };

/** Makes a folder that is removed after the test. */
export function makeFolder(files: Files = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "craftos-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, contents] of Object.entries(files)) {
    const host = Buffer.from(join(folder, path), "latin1");
    mkdirSync(dirname(host.toString("utf8")), { recursive: true });
    writeFileSync(host, contents, "latin1");
  }
  return folder;
}

/** Every kind of disk, for `describe.each`. */
export const disks: readonly (readonly [string, MakeDisk])[] = [
  [
    "in memory",
    (files, capacityBytes = Infinity) => new MemoryMount({ files, capacityBytes, nowMs: Date.now }),
  ],
  [
    "in a folder",
    (files, capacityBytes = Infinity) => new FolderMount(makeFolder(files), { capacityBytes }),
  ],
  [
    "in a folder by its paths",
    (files, capacityBytes = Infinity) =>
      new FolderMount(makeFolder(files), { capacityBytes, platform: "darwin" }),
  ],
];

/** Makes a computer's files: a disk, and something under /rom. */
export function fileSystemOn(disk: Mount, openFilesMax?: number): FileSystem {
  const files = new FileSystem(openFilesMax === undefined ? { disk } : { disk, openFilesMax });
  const rom = new MemoryMount({ files: ROM });
  files.mount({ location: "rom", mount: rom, label: "rom", isReadOnly: true });
  return files;
}

/** Runs a program on a disk and gives what it wrote. */
export function outputOn(disk: Mount, source: string): string {
  return outputOf(source, { fileSystem: fileSystemOn(disk) });
}
