/**
 * The mounts of a computer in one tree, its own disk at the root, and which of them a path belongs to.
 *
 * Invariant: a mount is only asked for normal paths below its own root, whatever a program passes.
 */
import { FileError, FileProblem } from "./file-error.js";
import { combinePaths, isWithin, leavesRoot, normalPath } from "./file-path.js";
import type { FileInfo, Mount } from "./mount.js";

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

/** A mount in the tree. */
export interface Mounted {
  /** Where, from the root, normal. */
  readonly location: string;
  /** The tree of files. */
  readonly mount: Mount;
  /** What `fs.getDrive` says. */
  readonly label: string;
  /** Whether nothing can be written there. */
  readonly isReadOnly: boolean;
}

/** A path and the mount that it belongs to. */
export interface Place extends Mounted {
  /** From the root, normal. */
  readonly path: string;
  /** From the mount's root. */
  readonly local: string;
}

/** A path may be so long and so deep; every step of the way costs time. */
const PATH_BYTES_MAX = 4096;
const PATH_DEPTH_MAX = 128;

function depthOf(path: string): number {
  return path.split("/").length;
}

/** Mounts by their locations. */
export class MountTree {
  readonly #mounts: Mounted[];

  /**
   * Makes a tree of one mount.
   * @param disk - the computer's own disk
   */
  constructor(disk: Mount) {
    this.#mounts = [{ location: "", mount: disk, label: "hdd", isReadOnly: false }];
  }

  /**
   * Adds a mount.
   * @throws FileError when its location is no place for one
   */
  add(options: MountOptions): void {
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
  remove(location: string): void {
    const at = normalPath(location);
    const index = this.#mounts.findIndex((mounted) => mounted.location === at && at !== "");
    if (index >= 0) this.#mounts.splice(index, 1);
  }

  /** Whether something is mounted just there. */
  has(location: string): boolean {
    return this.#mounts.some((mounted) => mounted.location === normalPath(location));
  }

  /**
   * Finds the mount that a path belongs to.
   * @throws FileError for a path that leads out of the computer, or is too long or too deep
   */
  placeOf(path: string): Place {
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

  /** As {@link placeOf}, for what is to be written. */
  writablePlaceOf(path: string): Place {
    const place = this.placeOf(path);
    if (place.isReadOnly) throw new FileError(FileProblem.accessDenied, place.path);
    return place;
  }

  /** What is at a place, or null. */
  infoAt(place: Place): FileInfo | null {
    const info = askAt(place, () => place.mount.info(place.local));
    if (info !== null || this.namesOfMountsIn(place.path).length === 0) return info;
    // A folder that is there only because something is mounted below it.
    return { isFolder: true, bytes: 0, createdMs: 0, modifiedMs: 0 };
  }

  /** The names that lead from a folder to mounts below it. */
  namesOfMountsIn(path: string): string[] {
    const start = path === "" ? 0 : path.length + 1;
    return this.#mounts
      .filter(({ location }) => location.length > path.length && isWithin(path, location))
      .map(({ location }) => location.slice(start).split("/")[0] ?? "");
  }
}

/**
 * Asks a mount, and lets its errors speak of paths from the computer's root.
 * @param place - where it is mounted
 * @param act - asks
 */
export function askAt<T>(place: Mounted, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof FileError) || error.path === null || place.location === "") throw error;
    throw new FileError(error.problem, combinePaths(place.location, error.path), { cause: error });
  }
}
