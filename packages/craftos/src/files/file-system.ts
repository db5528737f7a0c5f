/**
 * A computer's file system: what can be asked and done in a tree of mounts. Says what CC: Tweaked says when
 * something cannot be done.
 */
import { FileError, FileProblem } from "./file-error.js";
import { folderOf, isWithin } from "./file-path.js";
import type { FileInfo, Mount, OpenFile, WriteMode } from "./mount.js";
import { askAt, type MountOptions, MountTree, type Place } from "./mount-tree.js";
import { OPEN_FILES_MAX, OpenFiles } from "./open-files.js";

/** How a file system is made. */
export interface FileSystemOptions {
  /** The computer's disk. */
  readonly disk: Mount;
  /** How many files may be open at once; default {@link OPEN_FILES_MAX}. */
  readonly openFilesMax?: number;
}

/** What is known of a file or folder, and whether it can be written to. */
export interface FileAttributes extends Omit<FileInfo, "isLink"> {
  /** Whether it cannot be written to. */
  readonly isReadOnly: boolean;
}

/** The files of one computer. Paths are any byte strings, from the root. */
export class FileSystem {
  readonly #tree: MountTree;
  readonly #open: OpenFiles;

  /**
   * Makes a file system.
   * @param options - what it is made of
   */
  constructor(options: FileSystemOptions) {
    this.#tree = new MountTree(options.disk);
    this.#open = new OpenFiles(options.openFilesMax ?? OPEN_FILES_MAX);
  }

  /**
   * Adds a mount.
   * @throws FileError when its location is no place for one
   */
  mount(options: MountOptions): void {
    this.#tree.add(options);
  }

  /** Takes a mount away, if there is one just there. The disk stays. */
  unmount(location: string): void {
    this.#tree.remove(location);
  }

  /** Whether something is mounted just there. */
  hasMount(location: string): boolean {
    return this.#tree.has(location);
  }

  // ---- What there is

  /** What is at a path, or null. */
  info(path: string): FileInfo | null {
    return this.#tree.infoAt(this.#tree.placeOf(path));
  }

  /** Whether a path, or what would be made there, cannot be written to. */
  isReadOnly(path: string): boolean {
    const place = this.#tree.placeOf(path);
    return place.isReadOnly || askAt(place, () => place.mount.isReadOnly(place.local));
  }

  /** The names in a folder, sorted by their bytes. */
  list(path: string): readonly string[] {
    const place = this.#tree.placeOf(path);
    const info = this.#tree.infoAt(place);
    if (info === null) throw new FileError(FileProblem.noSuchFile, place.path);
    if (!info.isFolder) throw new FileError(FileProblem.notAFolder, place.path);
    const names = new Set(this.#tree.namesOfMountsIn(place.path));
    if (askAt(place, () => place.mount.info(place.local)) !== null) {
      for (const name of askAt(place, () => place.mount.list(place.local))) names.add(name);
    }
    return [...names].sort((a, b) => (a < b ? -1 : 1));
  }

  /** What is known of a file or folder. */
  attributes(path: string): FileAttributes {
    const place = this.#tree.placeOf(path);
    const info = this.#tree.infoAt(place);
    if (info === null) throw new FileError(FileProblem.noSuchFile, place.path);
    const { isFolder, bytes, createdMs, modifiedMs } = info;
    return { isFolder, bytes, createdMs, modifiedMs, isReadOnly: this.isReadOnly(path) };
  }

  /** The label of the mount that a path belongs to. */
  labelOf(path: string): string {
    return this.#tree.placeOf(path).label;
  }

  /** How many bytes more can be stored where a path leads; 0 where nothing can be written. */
  freeBytes(path: string): number {
    const place = this.#tree.placeOf(path);
    return place.isReadOnly ? 0 : place.mount.freeBytes();
  }

  /** How many bytes can be stored where a path leads; null where nothing can be written. */
  capacityBytes(path: string): number | null {
    const place = this.#tree.placeOf(path);
    return place.isReadOnly ? null : place.mount.capacityBytes();
  }

  // ---- Changes

  /** Makes a folder, and those that it lies in. */
  makeFolder(path: string): void {
    const place = this.#tree.writablePlaceOf(path);
    const info = this.#tree.infoAt(place);
    if (info?.isFolder === true) return;
    if (info !== null) throw new FileError(FileProblem.fileExists, place.path);
    askAt(place, () => place.mount.makeFolder(place.local));
  }

  /**
   * Deletes a file, or a folder with everything in it. Takes the next step each time that it is asked,
   * so that nobody waits for a large folder.
   */
  *delete(path: string): Generator<void> {
    const place = this.#tree.writablePlaceOf(path);
    if (place.local === "") throw new FileError(FileProblem.accessDenied, place.path);
    askAt(place, () => place.mount.checkRemoval?.(place.local));
    yield* this.#deleteAt(place, place.local);
  }

  *#deleteAt(place: Place, local: string): Generator<void> {
    const info = askAt(place, () => place.mount.info(local));
    if (info?.isFolder === true && info.isLink !== true) {
      for (const name of askAt(place, () => place.mount.list(local))) {
        yield* this.#deleteAt(place, `${local}/${name}`);
      }
    }
    askAt(place, () => place.mount.delete(local));
    yield;
  }

  /** Moves a file or a folder, step by step. */
  *move(from: string, to: string): Generator<void> {
    const source = this.#tree.placeOf(from);
    const target = this.#tree.placeOf(to);
    if (this.isReadOnly(from) || this.isReadOnly(to)) {
      throw new FileError(FileProblem.accessDenied, null);
    }
    if (this.#tree.infoAt(source) === null) throw new FileError(FileProblem.noSuchFile, null);
    if (this.#tree.infoAt(target) !== null) throw new FileError(FileProblem.fileExists, null);
    if (isWithin(source.path, target.path)) {
      throw new FileError("Can't move a directory inside itself", null);
    }
    if (source.local === "") throw new FileError(FileProblem.accessDenied, null);
    askAt(source, () => source.mount.checkRemoval?.(source.local));
    if (source.mount === target.mount) {
      this.#makeFolderOf(target);
      if (askAt(source, () => source.mount.move(source.local, target.local))) return;
    }
    yield* this.copy(from, to);
    yield* this.delete(from);
  }

  /** Copies a file, or a folder with everything in it, step by step. */
  *copy(from: string, to: string): Generator<void> {
    const source = this.#tree.placeOf(from);
    const target = this.#tree.placeOf(to);
    if (this.isReadOnly(to)) throw new FileError(FileProblem.accessDenied, target.path);
    const info = this.#tree.infoAt(source);
    if (info === null) throw new FileError(FileProblem.noSuchFile, source.path);
    if (this.#tree.infoAt(target) !== null)
      throw new FileError(FileProblem.fileExists, target.path);
    if (isWithin(source.path, target.path)) {
      throw new FileError("Can't copy a directory inside itself", source.path);
    }
    yield* this.#copyAt(source.path, target.path, info);
  }

  *#copyAt(from: string, to: string, info: FileInfo): Generator<void> {
    if (!info.isFolder) {
      yield* this.#copyFile(from, to);
      return;
    }
    this.makeFolder(to);
    yield;
    for (const name of this.list(from)) {
      const child = this.info(`${from}/${name}`);
      // A link to a folder may lead to one that is being copied.
      if (child === null || (child.isFolder && child.isLink === true)) continue;
      yield* this.#copyAt(`${from}/${name}`, `${to}/${name}`, child);
    }
  }

  *#copyFile(from: string, to: string): Generator<void> {
    const source = this.openForReading(from);
    try {
      const target = this.openForWriting(to, "replace");
      try {
        for (let position = 0; ;) {
          const data = source.readAt(position, COPY_BYTES);
          if (data === "") break;
          target.writeAt(position, data);
          position += data.length;
          yield;
        }
      } finally {
        target.close();
      }
    } finally {
      source.close();
    }
  }

  // ---- Open files

  /** Opens a file for reading. */
  openForReading(path: string): OpenFile {
    const place = this.#tree.placeOf(path);
    const info = this.#tree.infoAt(place);
    if (info === null) throw new FileError(FileProblem.noSuchFile, place.path);
    if (info.isFolder) throw new FileError(FileProblem.notAFile, place.path);
    const open = (): OpenFile => place.mount.openForReading(place.local);
    return this.#open.add(() => askAt(place, open), "discard");
  }

  /** Opens a file for writing. Makes the folder that it is to lie in. */
  openForWriting(path: string, mode: WriteMode): OpenFile {
    const place = this.#tree.writablePlaceOf(path);
    const info = this.#tree.infoAt(place);
    if (info?.isFolder === true) {
      const problem = mode === "update" ? FileProblem.notAFile : FileProblem.folderNotWritable;
      throw new FileError(problem, place.path);
    }
    if (info === null) {
      if (mode === "update") throw new FileError(FileProblem.noSuchFile, place.path);
      this.#makeFolderOf(place);
    }
    const open = (): OpenFile => place.mount.openForWriting(place.local, mode);
    return this.#open.add(() => askAt(place, open), "close");
  }

  /**
   * Reads a whole file.
   * @returns its contents, or undefined when there is no such file or it cannot be read
   */
  readWhole(path: string): string | undefined {
    try {
      const file = this.openForReading(path);
      try {
        const bytes = file.bytes();
        return bytes > WHOLE_BYTES_MAX ? undefined : file.readAt(0, bytes);
      } finally {
        file.close();
      }
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }

  /**
   * Saves and closes every file that is open, as a computer does that is switched off.
   * @returns what went wrong
   */
  closeAll(): readonly FileError[] {
    return this.#open.closeAll();
  }

  #makeFolderOf(place: Place): void {
    const folder = folderOf(place.local);
    if (folder === ".." || folder === "") return;
    askAt(place, () => {
      const info = place.mount.info(folder);
      if (info === null) place.mount.makeFolder(folder);
      else if (!info.isFolder) throw new FileError(FileProblem.fileExists, folder);
    });
  }
}

/** How much is copied in a step. */
const COPY_BYTES = 1024 * 1024;

/** The longest file that is read at once: JavaScript's strings are little longer. */
const WHOLE_BYTES_MAX = 500_000_000;
