/**
 * The files of the computer that a program runs on: its disk and what else is mounted.
 *
 * Without options the program's folder is the disk, so a program finds and keeps its files beside
 * itself. With a disk elsewhere that folder is only read, below the disk.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  FileError,
  FileSystem,
  MemoryMount,
  type Mount,
  OverlayMount,
} from "@craftos-http/craftos";
import { FolderMount } from "@craftos-http/craftos/node";
import type { CompiledProgram } from "@craftos-http/typescript";
import { fromByteString, toByteString } from "../program/byte-string.js";
import { CompiledMount } from "./compiled-mount.js";
import {
  type DiskChoice,
  type FilesOptions,
  FilesNotUsable,
  type MountChoice,
} from "./files-options.js";

/** What may be stored in memory unless it is said otherwise. */
export const MEMORY_DISK_BYTES_MAX = 64 * 1024 * 1024;

/** The files of a computer. */
export interface ComputerFiles {
  /** What the computer sees. */
  readonly fileSystem: FileSystem;
  /** Where a file of the computer lies on the machine, as far as it does. */
  readonly hostPathOf: (path: string) => string;
}

/** What is told of a program's files. */
export interface ProgramFiles {
  /** The program's folder on the machine. */
  readonly folder: string;
  /** What its files were compiled to. */
  readonly compiled?: Pick<CompiledProgram, "files" | "originals"> | undefined;
}

/**
 * Opens the files of a computer.
 * @param program - the program's
 * @param options - what was asked for
 * @throws FilesNotUsable
 */
export function openComputerFiles(program: ProgramFiles, options: FilesOptions): ComputerFiles {
  const { disk, mounts = [], openFilesMax, diskBytesMax } = options;
  const { folder: programFolder, compiled } = program;
  const fileSystem = new FileSystem({
    disk: openDisk(program, disk, diskBytesMax),
    ...(openFilesMax === undefined ? {} : { openFilesMax }),
  });
  for (const mount of mounts) addMount(fileSystem, mount);
  const diskFolders = [...(disk?.kind === "folder" ? [disk.folder] : []), programFolder];
  return {
    fileSystem,
    hostPathOf: (path) => compiled?.originals.get(path) ?? hostPathOf(path, mounts, diskFolders),
  };
}

function openDisk(
  { folder, compiled }: ProgramFiles,
  choice: DiskChoice | undefined,
  diskBytesMax: number | undefined,
): Mount {
  const withCompiled = (mount: Mount): Mount =>
    compiled === undefined ? mount : new CompiledMount(mount, compiled.files);
  const capacity = diskBytesMax === undefined ? {} : { capacityBytes: diskBytesMax };
  if (choice === undefined) return withCompiled(openFolder(folder, capacity));
  const program = withCompiled(openFolder(folder, {}));
  if (choice.kind === "memory") {
    const disk = new MemoryMount({
      capacityBytes: diskBytesMax ?? MEMORY_DISK_BYTES_MAX,
      nowMs: () => Date.now(),
    });
    return new OverlayMount(disk, program);
  }
  try {
    mkdirSync(choice.folder, { recursive: true });
  } catch (error) {
    throw new FilesNotUsable(
      `The folder '${choice.folder}' cannot be made: ${(error as Error).message}.`,
      { cause: error },
    );
  }
  return new OverlayMount(openFolder(choice.folder, capacity), program);
}

function addMount(fileSystem: FileSystem, { folder, location, isReadOnly }: MountChoice): void {
  const mount = openFolder(folder, {});
  try {
    fileSystem.mount({ location: toByteString(location), mount, isReadOnly });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new FilesNotUsable(`Nothing can be mounted at '${location}': ${error.problem}.`, {
      cause: error,
    });
  }
}

/**
 * Opens a folder.
 * @throws FilesNotUsable
 */
export function openFolder(folder: string, options: { readonly capacityBytes?: number }): Mount {
  try {
    return new FolderMount(folder, options);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const why = existsSync(folder) ? error.problem : "there is no such folder";
    throw new FilesNotUsable(`The folder '${folder}' cannot be used: ${why}.`, { cause: error });
  }
}

function hostPathOf(
  path: string,
  mounts: readonly MountChoice[],
  diskFolders: readonly string[],
): string {
  const text = fromByteString(path);
  for (const { folder, location } of mounts) {
    const at = location.replaceAll(/^\/+|\/+$/g, "");
    if (text === at || text.startsWith(`${at}/`)) return join(folder, text.slice(at.length));
  }
  const candidates = diskFolders.map((folder) => join(folder, text));
  return candidates.find((candidate) => existsSync(candidate)) ?? candidates.at(-1) ?? text;
}
