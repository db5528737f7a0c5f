/**
 * Two trees as one: what is written goes to the upper, and what the upper does not have is read from
 * the lower, which never changes. A computer's disk over the program's own folder is one.
 *
 * What lies in the lower tree can be written over, but neither deleted nor moved away.
 */
import { FileError, FileProblem } from "./file-error.js";
import type { FileInfo, Mount, OpenFile, WriteMode } from "./mount.js";

/** How much of a file is copied at a time when it is changed for the first time. */
const COPY_BYTES = 1024 * 1024;

/** A tree over another. */
export class OverlayMount implements Mount {
  readonly #upper: Mount;
  readonly #lower: Mount;

  /**
   * Puts a tree over another.
   * @param upper - takes what is written
   * @param lower - is only read
   */
  constructor(upper: Mount, lower: Mount) {
    this.#upper = upper;
    this.#lower = lower;
  }

  /** See {@link Mount.info}. */
  info(path: string): FileInfo | null {
    return this.#upper.info(path) ?? this.#lowerInfo(path);
  }

  /** See {@link Mount.isReadOnly}. */
  isReadOnly(path: string): boolean {
    return this.#upper.isReadOnly(path);
  }

  /** See {@link Mount.list}. */
  list(path: string): readonly string[] {
    const names = new Set<string>();
    if (this.#upper.info(path) !== null) {
      for (const name of this.#upper.list(path)) names.add(name);
    }
    if (this.#lowerInfo(path)?.isFolder === true) {
      for (const name of this.#lower.list(path)) names.add(name);
    }
    return [...names];
  }

  /** See {@link Mount.openForReading}. */
  openForReading(path: string): OpenFile {
    const isUpper = this.#upper.info(path) !== null || this.#lowerInfo(path) === null;
    return (isUpper ? this.#upper : this.#lower).openForReading(path);
  }

  /** See {@link Mount.openForWriting}. */
  openForWriting(path: string, mode: WriteMode): OpenFile {
    this.#upper.makeFolder(parentOf(path));
    const keepsContents = mode !== "replace" && this.#upper.info(path) === null;
    if (keepsContents && this.#lowerInfo(path) !== null) this.#copyUp(path);
    return this.#upper.openForWriting(path, mode);
  }

  /** See {@link Mount.makeFolder}. */
  makeFolder(path: string): void {
    this.#upper.makeFolder(path);
  }

  /** See {@link Mount.checkRemoval}. */
  checkRemoval(path: string): void {
    if (this.#lowerInfo(path) !== null) throw new FileError(FileProblem.accessDenied, path);
  }

  /** See {@link Mount.delete}. */
  delete(path: string): void {
    this.checkRemoval(path);
    this.#upper.delete(path);
  }

  /** See {@link Mount.move}. */
  move(from: string, to: string): boolean {
    this.checkRemoval(from);
    this.#upper.makeFolder(parentOf(to));
    return this.#upper.move(from, to);
  }

  /** See {@link Mount.freeBytes}. */
  freeBytes(): number {
    return this.#upper.freeBytes();
  }

  /** See {@link Mount.capacityBytes}. */
  capacityBytes(): number {
    return this.#upper.capacityBytes();
  }

  /** What the lower tree has at a path, unless the upper has a file there or on the way. */
  #lowerInfo(path: string): FileInfo | null {
    for (let at = path; ; at = parentOf(at)) {
      if (this.#upper.info(at)?.isFolder === false) return null;
      if (at === "") return this.#lower.info(path);
    }
  }

  #copyUp(path: string): void {
    const source = this.#lower.openForReading(path);
    try {
      const target = this.#upper.openForWriting(path, "replace");
      try {
        for (let position = 0; ;) {
          const data = source.readAt(position, COPY_BYTES);
          if (data === "") break;
          target.writeAt(position, data);
          position += data.length;
        }
        target.flush();
      } finally {
        target.discard();
      }
    } finally {
      source.close();
    }
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}
