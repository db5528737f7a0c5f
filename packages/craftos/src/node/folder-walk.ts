/**
 * Finds what a path of a mount leads to on the disk, one name at a time, without ever leaving the
 * mount's folder: not by a symbolic link, and not by a folder that somebody replaces meanwhile.
 *
 * On Linux each folder on the way is held open and the next name is looked up in it by
 * `/proc/self/fd`, as `openat` does, so what was checked is what is used. Elsewhere names are looked
 * up by their whole path: somebody who may write to the folder could exchange a part of it between
 * the check and the use. Links that stay inside are followed; those that leave lead nowhere.
 */
import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
} from "node:fs";
import { sep } from "node:path";
import { FileError, FileProblem } from "../files/file-error.js";
import { codeOf, systemCall } from "./host-error.js";
import { isHostName } from "./host-name.js";

/** So many links are followed on one way, as Linux does. */
const LINKS_MAX = 40;

/** A folder that is kept, so that names can be looked up in it later. */
export interface KeptFolder {
  /** Its path on the disk, a byte string. */
  readonly path: string;
  /** Lets go of it. */
  release(): void;
}

/** A folder on the way. */
interface Step {
  /** Its path on the disk, a byte string. */
  readonly path: string;
  /** Holds it open; null for the root, and where folders cannot be held. */
  readonly descriptor: number | null;
}

/** Where a path leads: a name in a folder. */
export interface Target {
  /** The folder's path on the disk, a byte string, good until the walk is over. */
  readonly folder: string;
  /** The name in it, a byte string; "." for the mount's own folder. */
  readonly name: string;
  /** The folder and the name, for system calls. */
  readonly host: Buffer;
  /** What is there: a file, a folder, or something else; null for nothing. Never a link that was followed. */
  readonly stats: Stats | null;
}

/** Closes the folders of mounts that nobody uses any more. */
const lostWalks = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

/** What is done at the end of a way: follow a link, take it as it is, go into a folder. */
type WayEnd = "follow" | "stay" | "enter";

/** The mount's folder, from which every way begins. */
export class FolderWalk {
  /** The folder's real path on the disk, a byte string. */
  readonly root: string;
  readonly #platform: NodeJS.Platform;
  readonly #holdsFolders: boolean;
  /** Keeps the folder itself open, so that a folder put in its place is not taken for it. */
  readonly #rootStep: Step;

  /**
   * Opens a folder.
   * @param folder - its path on the disk
   * @param platform - the host's
   * @throws FileError when there is no such folder
   */
  constructor(folder: string, platform: NodeJS.Platform) {
    this.#platform = platform;
    this.root = systemCall("", () => realPathOf(folder));
    const descriptor = platform === "linux" ? openFolder(this.root) : null;
    const held = descriptor === null ? null : pathOfDescriptor(descriptor);
    this.#holdsFolders = held !== null && isSameFolder(held, this.root);
    if (descriptor !== null && !this.#holdsFolders) closeSync(descriptor);
    if (descriptor !== null && this.#holdsFolders) lostWalks.register(this, descriptor);
    const path = this.#holdsFolders ? (held ?? this.root) : this.root;
    this.#rootStep = { path, descriptor: null };
  }

  /**
   * Goes to where a path leads.
   * @param path - a path of the mount
   * @param followsLast - whether a link at its end is followed; else the link itself is the target
   * @param use - uses what is there; what it is given is good until it returns
   * @throws FileError `Access denied` for a way that leaves the folder, a name that may not be used
   * @returns what `use` gives; null when part of the way is not there
   */
  to<T>(path: string, followsLast: boolean, use: (target: Target) => T): T | null {
    return this.#go(path, followsLast ? "follow" : "stay", use);
  }

  /**
   * Goes into the folder that a path leads to.
   * @param path - a path of the mount
   * @param use - is given the folder's path on the disk, a byte string, good until it returns
   * @throws FileError as {@link to}
   * @returns what `use` gives; null when there is no such folder
   */
  into<T>(path: string, use: (folder: string) => T): T | null {
    return this.#go(path, "enter", ({ folder }) => use(folder));
  }

  /**
   * Keeps a folder for longer than a walk.
   * @param folder - its path as a target has it
   * @param path - which path of the mount it is about
   */
  keep(folder: string, path: string): KeptFolder {
    if (!this.#holdsFolders) return { path: folder, release: () => undefined };
    const descriptor = systemCall(path, () => openFolder(`${folder}/.`));
    return { path: pathOfDescriptor(descriptor), release: () => closeSync(descriptor) };
  }

  #go<T>(path: string, end: WayEnd, use: (target: Target) => T): T | null {
    const steps: Step[] = [this.#rootStep];
    try {
      const target = this.#walk(path, end, steps);
      if (target === null) return null;
      if (!this.#holdsFolders) this.#checkInside(target.folder, path);
      return use(target);
    } finally {
      for (const step of steps) release(step);
    }
  }

  #walk(path: string, end: WayEnd, steps: Step[]): Target | null {
    const names = path === "" ? [] : path.split("/");
    for (let links = 0; names.length > 0;) {
      const name = names.shift() ?? "";
      if (name === "" || name === ".") continue;
      if (name === "..") {
        if (steps.length === 1) throw new FileError(FileProblem.accessDenied, path);
        release(steps.pop());
        continue;
      }
      if (!isHostName(name, this.#platform)) throw new FileError(FileProblem.accessDenied, path);
      const target = targetIn(steps.at(-1)!.path, name, path);
      const isLast = names.every((rest) => rest === "" || rest === ".");
      if (target.stats?.isSymbolicLink() === true && (end !== "stay" || !isLast)) {
        if (++links > LINKS_MAX) throw new FileError(FileProblem.accessDenied, path);
        names.unshift(...this.#namesOfLink(target, path, steps));
      } else if (isLast && end !== "enter") {
        return target;
      } else {
        if (target.stats?.isDirectory() !== true) return null;
        steps.push(this.#enter(target, path));
      }
    }
    return targetIn(steps.at(-1)!.path, ".", path);
  }

  /** The names that a link stands for, from the folder that it lies in or from the root. */
  #namesOfLink(link: Target, path: string, steps: Step[]): string[] {
    const text = systemCall(path, () => readlinkSync(link.host, "buffer").toString("latin1"));
    const separator = this.#platform === "win32" ? /[/\\]/ : "/";
    const isAbsolute =
      text.startsWith("/") || (this.#platform === "win32" && /^[a-z]:|^\\/i.test(text));
    if (!isAbsolute) return text.split(separator);
    const isInside = text === this.root || text.startsWith(`${this.root}/`);
    if (!isInside) throw new FileError(FileProblem.accessDenied, path);
    while (steps.length > 1) release(steps.pop());
    return text.slice(this.root.length).split(separator);
  }

  /** Where folders are not held: looks once more, as late as can be. */
  #checkInside(folder: string, path: string): void {
    const real = systemCall(path, () => realPathOf(Buffer.from(folder, "latin1")));
    const isInside = real === this.root || real.startsWith(this.root + sep);
    if (!isInside) throw new FileError(FileProblem.accessDenied, path);
  }

  #enter(target: Target, path: string): Step {
    if (!this.#holdsFolders) {
      return { path: `${target.folder}/${target.name}`, descriptor: null };
    }
    const descriptor = systemCall(path, () => openFolder(`${target.folder}/${target.name}`));
    return { path: pathOfDescriptor(descriptor), descriptor };
  }
}

function targetIn(folder: string, name: string, path: string): Target {
  const host = Buffer.from(`${folder}/${name}`, "latin1");
  const stats = systemCall(path, () => lstatOrNull(host));
  return { folder, name, host, stats };
}

function lstatOrNull(host: Buffer): Stats | null {
  try {
    return lstatSync(host, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if (codeOf(error) === "ENAMETOOLONG") return null;
    throw error;
  }
}

/** Opens a folder, not a link to one. */
function openFolder(path: string): number {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  return openSync(Buffer.from(path, "latin1"), flags);
}

function pathOfDescriptor(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

/** Says whether a folder can be reached by a path, as it cannot without /proc. */
function isSameFolder(path: string, other: string): boolean {
  const first = lstatOrNull(Buffer.from(`${path}/.`, "latin1"));
  const second = lstatOrNull(Buffer.from(`${other}/.`, "latin1"));
  return first !== null && first.dev === second?.dev && first.ino === second.ino;
}

function release(step: Step | undefined): void {
  if (step !== undefined && step.descriptor !== null) closeSync(step.descriptor);
}

/** A path without links, as a byte string. */
function realPathOf(path: string | Buffer): string {
  return realpathSync(path, "buffer").toString("latin1");
}
