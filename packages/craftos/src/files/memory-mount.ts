/**
 * Files in memory: the disk of a computer that is to leave nothing behind, the read-only view of the
 * environment's own files, and what tests work with.
 */
import { FileError, FileProblem } from "./file-error.js";
import { MemoryFile, MemoryReader, type MemoryNode } from "./memory-file.js";
import type { FileInfo, Mount, OpenFile, WriteMode } from "./mount.js";
import { chargeOf, FileCharge, FILE_BYTES_MIN, SpaceQuota } from "./space-quota.js";

/** How a mount in memory is made. */
export interface MemoryMountOptions {
  /** Files that are there from the start: contents by path, byte strings. */
  readonly files?: Readonly<Record<string, string>>;
  /** How many bytes may be stored; default any number. */
  readonly capacityBytes?: number;
  /** Gives the time in milliseconds since 1970; default is always 0. */
  readonly nowMs?: () => number;
}

/** A folder: what is in it by name. */
interface MemoryFolder {
  readonly children: Map<string, MemoryFolder | MemoryNode>;
  readonly createdMs: number;
  modifiedMs: number;
}

function isFolder(entry: MemoryFolder | MemoryNode | undefined): entry is MemoryFolder {
  return entry !== undefined && "children" in entry;
}

/** A tree of files in memory. */
export class MemoryMount implements Mount {
  readonly #root: MemoryFolder;
  readonly #quota: SpaceQuota;
  readonly #nowMs: () => number;

  /**
   * Makes a mount.
   * @param options - what is there, and how much more may be
   */
  constructor(options: MemoryMountOptions = {}) {
    const { files = {}, capacityBytes = Infinity, nowMs = () => 0 } = options;
    this.#nowMs = nowMs;
    this.#quota = new SpaceQuota(capacityBytes);
    this.#root = this.#newFolder();
    for (const [path, contents] of Object.entries(files)) {
      this.makeFolder(path.slice(0, Math.max(path.lastIndexOf("/"), 0)));
      this.#quota.take(chargeOf(contents.length), path);
      this.#put(path, this.#newFile(contents));
    }
  }

  /** See {@link Mount.info}. */
  info(path: string): FileInfo | null {
    const entry = this.#find(path);
    if (entry === undefined) return null;
    const { createdMs, modifiedMs } = entry;
    const bytes = isFolder(entry) ? 0 : entry.contents.length;
    return { isFolder: isFolder(entry), bytes, createdMs, modifiedMs };
  }

  /** See {@link Mount.isReadOnly}. */
  isReadOnly(): boolean {
    return false;
  }

  /** See {@link Mount.list}. */
  list(path: string): readonly string[] {
    const entry = this.#find(path);
    if (!isFolder(entry)) throw new FileError(FileProblem.notAFolder, path);
    return [...entry.children.keys()];
  }

  /** See {@link Mount.openForReading}. */
  openForReading(path: string): OpenFile {
    const entry = this.#find(path);
    if (entry === undefined) throw new FileError(FileProblem.noSuchFile, path);
    if (isFolder(entry)) throw new FileError(FileProblem.notAFile, path);
    return new MemoryReader(entry);
  }

  /** See {@link Mount.openForWriting}. */
  openForWriting(path: string, mode: WriteMode): OpenFile {
    const entry = this.#find(path);
    if (isFolder(entry)) throw new FileError(FileProblem.folderNotWritable, path);
    if (entry === undefined && mode === "update") {
      throw new FileError(FileProblem.noSuchFile, path);
    }
    const charge = new FileCharge(this.#quota, entry?.contents.length ?? null, path);
    return new MemoryFile({
      node: mode === "replace" || entry === undefined ? this.#newFile("") : entry,
      contents: mode === "replace" ? "" : (entry?.contents ?? ""),
      isAppended: mode === "append",
      charge,
      save: (node, contents) => this.#save(path, node, contents),
    });
  }

  /** See {@link Mount.makeFolder}. */
  makeFolder(path: string): void {
    let folder = this.#root;
    let made = "";
    for (const name of partsOf(path)) {
      made += made === "" ? name : `/${name}`;
      let child = folder.children.get(name);
      if (child === undefined) {
        this.#quota.take(FILE_BYTES_MIN, path);
        child = this.#newFolder();
        folder.children.set(name, child);
        folder.modifiedMs = child.createdMs;
      }
      if (!isFolder(child)) throw new FileError(FileProblem.fileExists, made);
      folder = child;
    }
  }

  /** See {@link Mount.delete}. */
  delete(path: string): void {
    const entry = this.#find(path);
    if (entry === undefined) return;
    if (isFolder(entry) && entry.children.size > 0) {
      throw new FileError(FileProblem.accessDenied, path);
    }
    this.#quota.take(-chargeOf(isFolder(entry) ? 0 : entry.contents.length), null);
    this.#parent(path).children.delete(lastPart(path));
  }

  /** See {@link Mount.move}. */
  move(from: string, to: string): boolean {
    const entry = this.#find(from);
    if (entry === undefined) throw new FileError(FileProblem.noSuchFile, from);
    this.#parent(from).children.delete(lastPart(from));
    this.#put(to, entry);
    return true;
  }

  /** See {@link Mount.freeBytes}. */
  freeBytes(): number {
    return this.#quota.freeBytes;
  }

  /** See {@link Mount.capacityBytes}. */
  capacityBytes(): number {
    return this.#quota.capacityBytes;
  }

  #save(path: string, node: MemoryNode, contents: string): void {
    node.contents = contents;
    node.modifiedMs = this.#nowMs();
    // Its folder may have been deleted since it was opened.
    this.makeFolder(path.slice(0, Math.max(path.lastIndexOf("/"), 0)));
    this.#put(path, node);
  }

  #put(path: string, entry: MemoryFolder | MemoryNode): void {
    const parent = this.#parent(path);
    parent.children.set(lastPart(path), entry);
    parent.modifiedMs = this.#nowMs();
  }

  #find(path: string): MemoryFolder | MemoryNode | undefined {
    let entry: MemoryFolder | MemoryNode | undefined = this.#root;
    for (const name of partsOf(path)) {
      if (!isFolder(entry)) return undefined;
      entry = entry.children.get(name);
    }
    return entry;
  }

  #parent(path: string): MemoryFolder {
    const folder = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
    const entry = this.#find(folder);
    if (!isFolder(entry)) throw new FileError(FileProblem.notAFolder, folder);
    return entry;
  }

  #newFolder(): MemoryFolder {
    const nowMs = this.#nowMs();
    return { children: new Map(), createdMs: nowMs, modifiedMs: nowMs };
  }

  #newFile(contents: string): MemoryNode {
    const nowMs = this.#nowMs();
    return { contents, createdMs: nowMs, modifiedMs: nowMs };
  }
}

function partsOf(path: string): readonly string[] {
  return path === "" ? [] : path.split("/");
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
