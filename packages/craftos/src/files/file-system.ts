/**
 * A computer's file system: mounts in one tree, the computer's own disk at its root. Says what CC:
 * Tweaked says when something cannot be done.
 *
 * Invariant: a mount is only asked for normal paths below its own root, whatever a program passes.
 */
import { FileError, FileProblem } from "./file-error.js";
import { combinePaths, folderOf, isWithin, leavesRoot, normalPath } from "./file-path.js";
import type { FileInfo, Mount, OpenFile, WriteMode } from "./mount.js";

/** How a file system is made. */
export interface FileSystemOptions {
  /** The computer's disk. */
  readonly disk: Mount;
  /** How many files may be open at once; default {@link OPEN_FILES_MAX}. */
  readonly openFilesMax?: number;
}

/** How a mount is put into the tree. */
export interface MountOptions {
  /** Where, from the root. */
  readonly location: string;
  /** The tree of files. */
  readonly mount: Mount;
  /** What `fs.getDrive` says; default the location. */
  readonly label?: string;
  /** Whether nothing can be written there; default false. */
  readonly isReadOnly?: boolean;
}

/** How many files may be open at once, as in CC: Tweaked. */
export const OPEN_FILES_MAX = 128;

/** What is known of a file or folder, and whether it can be written to. */
export interface FileAttributes extends Omit<FileInfo, "isLink"> {
  /** Whether it cannot be written to. */
  readonly isReadOnly: boolean;
}

interface Mounted {
  readonly location: string;
  readonly mount: Mount;
  readonly label: string;
  readonly isReadOnly: boolean;
}

/** A path and the mount that it belongs to. */
interface Place extends Mounted {
  /** From the root, normal. */
  readonly path: string;
  /** From the mount's root. */
  readonly local: string;
}

/** The files of one computer. Paths are any byte strings, from the root. */
export class FileSystem {
  readonly #mounts: Mounted[];
  readonly #openFilesMax: number;
  /** The open files, and what becomes of them when the computer is switched off. */
  readonly #open = new Map<OpenFile, "close" | "discard">();

  /**
   * Makes a file system.
   * @param options - what it is made of
   */
  constructor(options: FileSystemOptions) {
    this.#openFilesMax = options.openFilesMax ?? OPEN_FILES_MAX;
    this.#mounts = [{ location: "", mount: options.disk, label: "hdd", isReadOnly: false }];
  }

  /**
   * Adds a mount.
   * @throws FileError when its location is no place for one
   */
  mount(options: MountOptions): void {
    const location = normalPath(options.location);
    const isTaken = this.#mounts.some(
      (other) => isWithin(other.location, location) && isWithin(location, other.location),
    );
    if (leavesRoot(location) || location === "") {
      throw new FileError(FileProblem.invalidPath, location);
    }
    if (isTaken) throw new FileError(FileProblem.fileExists, location);
    const { mount, label = location, isReadOnly = false } = options;
    this.#mounts.push({ location, mount, label, isReadOnly });
    // The deepest first: it is the one that a path belongs to.
    this.#mounts.sort((a, b) => b.location.length - a.location.length);
  }

  /** Takes a mount away, if there is one just there. The disk stays. */
  unmount(location: string): void {
    const at = normalPath(location);
    const index = this.#mounts.findIndex((mounted) => mounted.location === at && at !== "");
    if (index >= 0) this.#mounts.splice(index, 1);
  }

  /** Whether something is mounted just there. */
  hasMount(location: string): boolean {
    return this.#mounts.some((mounted) => mounted.location === normalPath(location));
  }

  // ---- What there is

  /** What is at a path, or null. */
  info(path: string): FileInfo | null {
    return this.#infoAt(this.#placeOf(path));
  }

  /** Whether a path, or what would be made there, cannot be written to. */
  isReadOnly(path: string): boolean {
    const place = this.#placeOf(path);
    return place.isReadOnly || at(place, () => place.mount.isReadOnly(place.local));
  }

  /** The names in a folder, sorted by their bytes. */
  list(path: string): readonly string[] {
    const place = this.#placeOf(path);
    const info = this.#infoAt(place);
    if (info === null) throw new FileError(FileProblem.noSuchFile, place.path);
    if (!info.isFolder) throw new FileError(FileProblem.notAFolder, place.path);
    const names = new Set(this.#namesOfMountsIn(place.path));
    if (at(place, () => place.mount.info(place.local)) !== null) {
      for (const name of at(place, () => place.mount.list(place.local))) names.add(name);
    }
    return [...names].sort((a, b) => (a < b ? -1 : 1));
  }

  /** What is known of a file or folder. */
  attributes(path: string): FileAttributes {
    const place = this.#placeOf(path);
    const info = this.#infoAt(place);
    if (info === null) throw new FileError(FileProblem.noSuchFile, place.path);
    const { isFolder, bytes, createdMs, modifiedMs } = info;
    return { isFolder, bytes, createdMs, modifiedMs, isReadOnly: this.isReadOnly(path) };
  }

  /** The label of the mount that a path belongs to. */
  labelOf(path: string): string {
    return this.#placeOf(path).label;
  }

  /** How many bytes more can be stored where a path leads; 0 where nothing can be written. */
  freeBytes(path: string): number {
    const place = this.#placeOf(path);
    return place.isReadOnly ? 0 : place.mount.freeBytes();
  }

  /** How many bytes can be stored where a path leads; null where nothing can be written. */
  capacityBytes(path: string): number | null {
    const place = this.#placeOf(path);
    return place.isReadOnly ? null : place.mount.capacityBytes();
  }

  // ---- Changes

  /** Makes a folder, and those that it lies in. */
  makeFolder(path: string): void {
    const place = this.#writablePlaceOf(path);
    const info = this.#infoAt(place);
    if (info?.isFolder === true) return;
    if (info !== null) throw new FileError(FileProblem.fileExists, place.path);
    at(place, () => place.mount.makeFolder(place.local));
  }

  /**
   * Deletes a file, or a folder with everything in it. Takes the next step each time that it is asked,
   * so that nobody waits for a large folder.
   */
  *delete(path: string): Generator<void> {
    const place = this.#writablePlaceOf(path);
    if (place.local === "") throw new FileError(FileProblem.accessDenied, place.path);
    at(place, () => place.mount.checkRemoval?.(place.local));
    yield* this.#deleteAt(place, place.local);
  }

  *#deleteAt(place: Place, local: string): Generator<void> {
    const info = at(place, () => place.mount.info(local));
    if (info?.isFolder === true && info.isLink !== true) {
      for (const name of at(place, () => place.mount.list(local))) {
        yield* this.#deleteAt(place, `${local}/${name}`);
      }
    }
    at(place, () => place.mount.delete(local));
    yield;
  }

  /** Moves a file or a folder, step by step. */
  *move(from: string, to: string): Generator<void> {
    const source = this.#placeOf(from);
    const target = this.#placeOf(to);
    if (this.isReadOnly(from) || this.isReadOnly(to)) {
      throw new FileError(FileProblem.accessDenied, null);
    }
    if (this.#infoAt(source) === null) throw new FileError(FileProblem.noSuchFile, null);
    if (this.#infoAt(target) !== null) throw new FileError(FileProblem.fileExists, null);
    if (isWithin(source.path, target.path)) {
      throw new FileError("Can't move a directory inside itself", null);
    }
    if (source.local === "") throw new FileError(FileProblem.accessDenied, null);
    at(source, () => source.mount.checkRemoval?.(source.local));
    if (source.mount === target.mount) {
      this.#makeFolderOf(target);
      if (at(source, () => source.mount.move(source.local, target.local))) return;
    }
    yield* this.copy(from, to);
    yield* this.delete(from);
  }

  /** Copies a file, or a folder with everything in it, step by step. */
  *copy(from: string, to: string): Generator<void> {
    const source = this.#placeOf(from);
    const target = this.#placeOf(to);
    if (this.isReadOnly(to)) throw new FileError(FileProblem.accessDenied, target.path);
    const info = this.#infoAt(source);
    if (info === null) throw new FileError(FileProblem.noSuchFile, source.path);
    if (this.#infoAt(target) !== null) throw new FileError(FileProblem.fileExists, target.path);
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
    const place = this.#placeOf(path);
    const info = this.#infoAt(place);
    if (info === null) throw new FileError(FileProblem.noSuchFile, place.path);
    if (info.isFolder) throw new FileError(FileProblem.notAFile, place.path);
    const open = (): OpenFile => place.mount.openForReading(place.local);
    return this.#opened(() => at(place, open), "discard");
  }

  /** Opens a file for writing. Makes the folder that it is to lie in. */
  openForWriting(path: string, mode: WriteMode): OpenFile {
    return this.#openTarget(path, mode, "close");
  }

  #openTarget(path: string, mode: WriteMode, atEnd: "close" | "discard"): OpenFile {
    const place = this.#writablePlaceOf(path);
    const info = this.#infoAt(place);
    if (info?.isFolder === true) {
      const problem = mode === "update" ? FileProblem.notAFile : FileProblem.folderNotWritable;
      throw new FileError(problem, place.path);
    }
    if (info === null) {
      if (mode === "update") throw new FileError(FileProblem.noSuchFile, place.path);
      this.#makeFolderOf(place);
    }
    const open = (): OpenFile => place.mount.openForWriting(place.local, mode);
    return this.#opened(() => at(place, open), atEnd);
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
    const errors: FileError[] = [];
    for (const [file, atEnd] of [...this.#open]) {
      try {
        file[atEnd]();
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        errors.push(error);
      }
    }
    return errors;
  }

  #opened(open: () => OpenFile, atEnd: "close" | "discard"): OpenFile {
    if (this.#open.size >= this.#openFilesMax) throw new FileError(FileProblem.tooManyOpen, null);
    const file = open();
    const counted: OpenFile = {
      bytes: () => file.bytes(),
      readAt: (position, count) => file.readAt(position, count),
      writeAt: (position, data) => file.writeAt(position, data),
      flush: () => file.flush(),
      close: () => {
        if (this.#open.delete(counted)) file.close();
      },
      discard: () => {
        if (this.#open.delete(counted)) file.discard();
      },
    };
    this.#open.set(counted, atEnd);
    return counted;
  }

  // ---- Places

  #placeOf(path: string): Place {
    const normal = normalPath(path);
    const mounted = this.#mounts.find(({ location }) => isWithin(location, normal));
    if (mounted === undefined) throw new FileError(FileProblem.invalidPath, normal);
    if (normal.length > PATH_BYTES_MAX || depthOf(normal) > PATH_DEPTH_MAX) {
      throw new FileError(FileProblem.nameTooLong, null);
    }
    const { location } = mounted;
    const local = normal.slice(location === "" ? 0 : location.length + 1);
    return { ...mounted, path: normal, local };
  }

  #writablePlaceOf(path: string): Place {
    const place = this.#placeOf(path);
    if (place.isReadOnly) throw new FileError(FileProblem.accessDenied, place.path);
    return place;
  }

  #infoAt(place: Place): FileInfo | null {
    const info = at(place, () => place.mount.info(place.local));
    if (info !== null || this.#namesOfMountsIn(place.path).length === 0) return info;
    // A folder that is there only because something is mounted below it.
    return { isFolder: true, bytes: 0, createdMs: 0, modifiedMs: 0 };
  }

  /** The names that lead from a folder to mounts below it. */
  #namesOfMountsIn(path: string): string[] {
    const start = path === "" ? 0 : path.length + 1;
    return this.#mounts
      .filter(({ location }) => location.length > path.length && isWithin(path, location))
      .map(({ location }) => location.slice(start).split("/")[0] ?? "");
  }

  #makeFolderOf(place: Place): void {
    const folder = folderOf(place.local);
    if (folder === ".." || folder === "") return;
    at(place, () => {
      const info = place.mount.info(folder);
      if (info === null) place.mount.makeFolder(folder);
      else if (!info.isFolder) throw new FileError(FileProblem.fileExists, folder);
    });
  }
}

/** A path may be so long and so deep; every step of the way costs time. */
const PATH_BYTES_MAX = 4096;
const PATH_DEPTH_MAX = 128;

function depthOf(path: string): number {
  return path.split("/").length;
}

/** How much is copied in a step. */
const COPY_BYTES = 1024 * 1024;

/** The longest file that is read at once: JavaScript's strings are little longer. */
const WHOLE_BYTES_MAX = 500_000_000;

/** Asks a mount, and lets its errors speak of paths from the computer's root. */
function at<T>(place: Mounted, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof FileError) || error.path === null || place.location === "") throw error;
    throw new FileError(error.problem, combinePaths(place.location, error.path), { cause: error });
  }
}
