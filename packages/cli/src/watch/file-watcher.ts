/**
 * Tells when files change, however an editor saves them: it may write into a file, or put another one in
 * its place. So the folders are watched, and when something happens there the files are looked at.
 *
 * With Node's own watcher, which is at work when `watch` returns: a library that lists a folder first
 * misses what happens meanwhile, such as a file that is saved just after the program was started. Disks
 * that tell nothing (of another machine) are looked at every second.
 */
import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** An editor may write a file in several steps. */
const SETTLE_MS = 30;

const LOOK_MS = 1_000;

/** A file that is empty is most often about to be written: so often it is looked at again first. */
const EMPTY_LOOKS_MAX = 10;

/** A file that somebody may have meant to be loaded. */
export const PROGRAM_NAME = /\.(?:lua|tsx?)$/;

/** What has changed. */
export interface FileChange {
  /** The paths of files. */
  readonly paths: readonly string[];
  /** Whether one of them is watched; the others were added beside them, or are other programs. */
  readonly isWatched: boolean;
}

/** Watches files. */
export class FileWatcher {
  readonly #onChange: (change: FileChange) => void;
  /** How each file was when it was looked at last. */
  readonly #files = new Map<string, string>();
  readonly #folders = new Map<string, FSWatcher>();
  /** How files beside them were when stock was taken; undefined for those that are no programs. */
  readonly #others = new Map<string, string | undefined>();
  readonly #newcomers = new Set<string>();
  readonly #looking = setInterval(() => this.#look(), LOOK_MS);
  #settling: NodeJS.Timeout | undefined;
  #emptyLooks = 0;

  /**
   * Watches nothing yet.
   * @param onChange - told of changes
   */
  constructor(onChange: (change: FileChange) => void) {
    this.#onChange = onChange;
  }

  /** Watches a file; one that is not there is not watched. */
  add(path: string): void {
    const file = resolve(path);
    this.addFolder(dirname(file));
    const state = stateOf(file);
    if (state !== undefined) this.#files.set(file, state);
  }

  /** Watches for files that are added to a folder, if it is there. */
  addFolder(path: string): void {
    const folder = resolve(path);
    if (this.#folders.has(folder) || stateOf(folder) === undefined) return;
    const watcher = watch(folder, (_event, name) => this.#noticed(folder, name));
    // The folder is gone, or the system watches no more: then there is still the looking.
    watcher.on("error", () => {
      watcher.close();
      this.#folders.delete(folder);
    });
    this.#folders.set(folder, watcher);
    this.#takeStockOf(folder);
  }

  /**
   * Takes note of what lies in the folders: from now on something is news when it is added, or is a program and
   * changes. What a program writes itself, and where its output goes, is no news so.
   */
  takeStock(): void {
    for (const folder of this.#folders.keys()) this.#takeStockOf(folder);
  }

  #takeStockOf(folder: string): void {
    for (const name of namesIn(folder)) this.#isNews(join(folder, name));
  }

  /** Watches no more. */
  close(): void {
    clearInterval(this.#looking);
    clearTimeout(this.#settling);
    for (const watcher of this.#folders.values()) watcher.close();
  }

  #noticed(folder: string, name: string | null): void {
    const file = join(folder, name ?? "");
    if (name !== null && !this.#files.has(file)) this.#newcomers.add(file);
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#look(), SETTLE_MS);
  }

  #look(): void {
    const isEmpty = [...this.#files].some(([file, before]) => {
      const state = stateOf(file);
      return state !== before && state?.split(" ")[1] === "0";
    });
    if (isEmpty && this.#emptyLooks++ < EMPTY_LOOKS_MAX) {
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => this.#look(), SETTLE_MS);
      return;
    }
    this.#emptyLooks = 0;
    const changed = [...this.#files.keys()].filter((file) => this.#hasChanged(file));
    const added = [...this.#newcomers].filter((file) => this.#isNews(file));
    this.#newcomers.clear();
    const paths = [...changed, ...added];
    if (paths.length > 0) this.#onChange({ paths, isWatched: changed.length > 0 });
  }

  /** Whether a file that is not watched was added, or is a program that changed, since stock was taken of it. */
  #isNews(file: string): boolean {
    const isProgram = PROGRAM_NAME.test(file);
    const isKnown = this.#others.has(file);
    if (isKnown && !isProgram) return false;
    const state = stateOf(file);
    if (state === undefined) return false;
    const before = this.#others.get(file);
    this.#others.set(file, isProgram ? state : undefined);
    return !isKnown || state !== before;
  }

  #hasChanged(file: string): boolean {
    const state = stateOf(file);
    // One that is gone may be back in a moment.
    if (state === undefined || state === this.#files.get(file)) return false;
    this.#files.set(file, state);
    return true;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it is gone
  }
}

/** Tells two states of a file apart; undefined when it is not there. */
function stateOf(file: string): string | undefined {
  try {
    const { mtimeNs, size, ino } = statSync(file, { bigint: true });
    return `${mtimeNs} ${size} ${ino}`;
  } catch {
    return undefined;
  }
}
