/**
 * A folder on a disk as a mount. What is outside the folder can be neither seen nor changed, whatever
 * the path and whatever lies in the folder; see `folder-walk.ts`. Only files and folders are there:
 * no devices, no pipes, nothing with a name that a program cannot write down.
 */
import {
  accessSync,
  closeSync,
  constants,
  type Dirent,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  type Stats,
  statfsSync,
  unlinkSync,
} from "node:fs";
import { FileError, FileProblem } from "../files/file-error.js";
import type { FileInfo, Mount, OpenFile, WriteMode } from "../files/mount.js";
import { chargeOf, FileCharge, FILE_BYTES_MIN, SpaceQuota } from "../files/space-quota.js";
import { FolderAppender, FolderReader, openRegularFile } from "./folder-file.js";
import { FolderReplacer } from "./folder-replacer.js";
import { FolderWalk, type Target } from "./folder-walk.js";
import { codeOf, systemCall } from "./host-error.js";
import { canBeNamed, isHostName, temporaryOwner } from "./host-name.js";

/** How a folder is mounted. */
export interface FolderMountOptions {
  /** How many bytes may be stored in it; default as many as the disk takes. */
  readonly capacityBytes?: number;
  /** The host's platform, for tests; default is this process's. */
  readonly platform?: NodeJS.Platform;
}

/** A temporary file of a process that is gone is removed after this time. */
const LEFT_BEHIND_MS = 24 * 60 * 60 * 1000;

/** A folder as a mount. */
export class FolderMount implements Mount {
  readonly #walk: FolderWalk;
  readonly #quota: SpaceQuota;
  readonly #platform: NodeJS.Platform;

  /**
   * Mounts a folder.
   * @param folder - its path on the disk
   * @param options - how
   * @throws FileError when there is no such folder
   */
  constructor(folder: string, options: FolderMountOptions = {}) {
    const { capacityBytes = Infinity, platform = process.platform } = options;
    this.#platform = platform;
    this.#walk = new FolderWalk(folder, platform);
    const usedBytes = capacityBytes === Infinity ? 0 : measure(this.#walk.root);
    this.#quota = new SpaceQuota(capacityBytes, usedBytes);
  }

  /** See {@link Mount.info}. */
  info(path: string): FileInfo | null {
    try {
      return this.#walk.to(path, false, ({ stats }) => {
        if (stats?.isSymbolicLink() !== true) return infoOf(stats);
        const info = this.#walk.to(path, true, (target) => infoOf(target.stats));
        return info === null ? null : { ...info, isLink: true };
      });
    } catch (error) {
      // What cannot be reached is not there.
      if (error instanceof FileError && error.problem === FileProblem.accessDenied) return null;
      throw error;
    }
  }

  /** See {@link Mount.isReadOnly}. */
  isReadOnly(path: string): boolean {
    for (let at = path; ; at = parentOf(at)) {
      const target = this.#walk.to(at, true, ({ stats, host }) => {
        return stats === null ? null : { isReadOnly: !canWrite(host) };
      });
      if (target !== null) return target.isReadOnly;
      if (at === "") return true;
    }
  }

  /** See {@link Mount.list}. */
  list(path: string): readonly string[] {
    const names = this.#walk.into(path, (folder) => {
      return entriesOf(folder, path)
        .filter((entry) => this.#isVisible(entry, folder, path))
        .map(({ name }) => name);
    });
    if (names === null) throw new FileError(FileProblem.notAFolder, path);
    return names;
  }

  /** See {@link Mount.openForReading}. */
  openForReading(path: string): OpenFile {
    const file = this.#walk.to(path, true, ({ host, stats }) => {
      return stats === null ? null : openRegularFile(host, constants.O_RDONLY, path);
    });
    if (file === null) throw new FileError(FileProblem.noSuchFile, path);
    return new FolderReader(file);
  }

  /** See {@link Mount.openForWriting}. */
  openForWriting(path: string, mode: WriteMode): OpenFile {
    const file = this.#walk.to(path, true, (target) => this.#openTarget(target, path, mode));
    if (file === null) throw new FileError(FileProblem.noSuchFile, path);
    return file;
  }

  /** See {@link Mount.makeFolder}. */
  makeFolder(path: string): void {
    const names = path === "" ? [] : path.split("/");
    for (let count = 1; count <= names.length; count++) {
      const part = names.slice(0, count).join("/");
      this.#walk.to(part, true, ({ host, stats }) => {
        if (stats?.isDirectory() === true) return;
        if (stats !== null) throw new FileError(FileProblem.fileExists, part);
        this.#quota.take(FILE_BYTES_MIN, path);
        try {
          systemCall(path, () => mkdirSync(host));
        } catch (error) {
          this.#quota.take(-FILE_BYTES_MIN, null);
          throw error;
        }
      });
    }
  }

  /** See {@link Mount.delete}. */
  delete(path: string): void {
    this.#walk.to(path, false, ({ host, stats }) => {
      if (stats === null) return;
      if (stats.isDirectory()) this.#deleteFolder(host, path);
      else systemCall(path, () => unlinkSync(host));
      this.#quota.take(-chargeOf(stats.isFile() ? stats.size : 0), null);
    });
  }

  /** See {@link Mount.move}. */
  move(from: string, to: string): boolean {
    const isMoved = this.#walk.to(from, false, (source) =>
      this.#walk.to(to, false, (target) => {
        if (target.stats !== null) throw new FileError(FileProblem.fileExists, to);
        return systemCall(from, () => renamed(source.host, target.host));
      }),
    );
    if (isMoved === null) throw new FileError(FileProblem.noSuchFile, from);
    return isMoved;
  }

  /** See {@link Mount.freeBytes}. */
  freeBytes(): number {
    const { bavail, bsize } = this.#diskSpace();
    return Math.min(bavail * bsize, this.#quota.freeBytes);
  }

  /** See {@link Mount.capacityBytes}. */
  capacityBytes(): number {
    const { blocks, bsize } = this.#diskSpace();
    return Math.min(blocks * bsize, this.#quota.capacityBytes);
  }

  #diskSpace(): { readonly bavail: number; readonly blocks: number; readonly bsize: number } {
    return systemCall("", () => statfsSync(Buffer.from(this.#walk.root, "latin1")));
  }

  #openTarget(target: Target, path: string, mode: WriteMode): OpenFile {
    const { host, stats } = target;
    if (stats !== null && !stats.isFile()) throw new FileError(FileProblem.accessDenied, path);
    // A file takes another's place by the folder's permissions; its own count all the same.
    if (stats !== null && !canWrite(host)) throw new FileError(FileProblem.accessDenied, path);
    const charge = new FileCharge(this.#quota, stats?.size ?? null, path);
    try {
      if (mode === "append" && stats !== null) {
        const flags = constants.O_WRONLY | constants.O_APPEND;
        return new FolderAppender(openRegularFile(host, flags, path), charge);
      }
      return this.#openReplacer(target, path, charge, mode === "update");
    } catch (error) {
      charge.discard();
      throw error;
    }
  }

  #openReplacer(
    target: Target,
    path: string,
    charge: FileCharge,
    keepsContents: boolean,
  ): OpenFile {
    const { host, stats, name } = target;
    const folder = this.#walk.keep(target.folder, path);
    let original: number | null = null;
    try {
      if (keepsContents && stats !== null) {
        original = openRegularFile(host, constants.O_RDONLY, path);
      }
      return new FolderReplacer({ folder, name, path, stats, original, charge });
    } catch (error) {
      if (original !== null) closeSync(original);
      folder.release();
      throw error;
    }
  }

  /** Deletes a folder in which nothing is left that can be seen. */
  #deleteFolder(host: Buffer, path: string): void {
    try {
      rmdirSync(host);
    } catch (error) {
      if (codeOf(error) !== "ENOTEMPTY") systemCall(path, () => rethrow(error));
      this.#walk.into(path, (folder) => removeHidden(folder, path));
      systemCall(path, () => rmdirSync(host));
    }
  }

  #isVisible(entry: Dirent, folder: string, path: string): boolean {
    const { name } = entry;
    const owner = temporaryOwner(name);
    if (owner !== null) removeIfLeftBehind(`${folder}/${name}`, owner);
    if (!isHostName(name, this.#platform) || !canBeNamed(name)) return false;
    if (entry.isFile() || entry.isDirectory()) return true;
    // Links may lead outside; some file systems do not say what an entry is.
    return this.info(path === "" ? name : `${path}/${name}`) !== null;
  }
}

function infoOf(stats: Stats | null): FileInfo | null {
  if (stats === null || !(stats.isFile() || stats.isDirectory())) return null;
  const modifiedMs = Math.floor(stats.mtimeMs);
  return {
    isFolder: stats.isDirectory(),
    bytes: stats.isDirectory() ? 0 : stats.size,
    // Not every file system knows when a file was made.
    createdMs: Math.floor(stats.birthtimeMs) || modifiedMs,
    modifiedMs,
  };
}

function canWrite(host: Buffer): boolean {
  try {
    accessSync(host, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function entriesOf(folder: string, path: string): Dirent[] {
  const host = Buffer.from(`${folder}/.`, "latin1");
  return systemCall(path, () => readdirSync(host, { withFileTypes: true, encoding: "latin1" }));
}

/** Renames, or says that the target is on another disk. */
function renamed(from: Buffer, to: Buffer): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EXDEV") return false;
    throw error;
  }
}

function rethrow(error: unknown): never {
  throw error;
}

/** Removes what a program cannot see: links that lead nowhere, temporary files, pipes. */
function removeHidden(folder: string, path: string): void {
  for (const entry of entriesOf(folder, path)) {
    const isFile = entry.isFile() && temporaryOwner(entry.name) === null;
    if (isFile || entry.isDirectory()) continue;
    systemCall(path, () => unlinkSync(Buffer.from(`${folder}/${entry.name}`, "latin1")));
  }
}

/** Removes a temporary file that nobody will ever finish. */
function removeIfLeftBehind(file: string, owner: number): void {
  const host = Buffer.from(file, "latin1");
  try {
    if (Date.now() - lstatSync(host).mtimeMs < LEFT_BEHIND_MS || isRunning(owner)) return;
    unlinkSync(host);
  } catch {
    // It is gone, or is not ours to remove.
  }
}

function isRunning(owner: number): boolean {
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** What a folder's contents count for. Links are not followed. */
function measure(folder: string): number {
  let bytes = 0;
  for (const entry of entriesOf(folder, "")) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) bytes += FILE_BYTES_MIN + measure(path);
    else
      bytes += chargeOf(
        lstatSync(Buffer.from(path, "latin1"), { throwIfNoEntry: false })?.size ?? 0,
      );
  }
  return bytes;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}
