/**
 * The texts of the files that a program has loaded, for messages that show their lines.
 */
import { embeddedSourceMap } from "@craftos-http/interpreter";

/** What TypeScriptToLua adds to programs: an error in there is shown where it was called. */
const COMPILER_LIBRARY = "lualib_bundle.lua";

/** So much text is remembered; the files loaded first are forgotten first. */
const SOURCE_BYTES_MAX = 16 * 1024 * 1024;

/** Remembers the files that a program has loaded, and knows where they lie. */
export class LoadedSources {
  readonly #hostPathOf: (path: string) => string;
  readonly #onLoaded: ((diskPath: string) => void) | undefined;
  readonly #sources = new Map<string, string>();
  #sourceBytes = 0;

  /**
   * Begins with nothing loaded.
   * @param hostPathOf - gives the path on the machine of a file of the computer
   * @param onLoaded - told of every file that is loaded, by its path on the machine
   */
  constructor(hostPathOf: (path: string) => string, onLoaded?: (diskPath: string) => void) {
    this.#hostPathOf = hostPathOf;
    this.#onLoaded = onLoaded;
  }

  /**
   * Notes a file's contents as they were loaded, for {@link sourceNamed}; what it was compiled from, if
   * it has that in it.
   * @param path - from the computer's root, without `.` and `..`, a byte string
   * @param source - its contents, a byte string
   */
  remember(path: string, source: string): void {
    this.#onLoaded?.(this.#hostPathOf(path));
    if (path === COMPILER_LIBRARY) return;
    const map = embeddedSourceMap(source, `@/${path}`);
    if (map === null) this.#keep(path, source);
    else if (map.sourceText !== null) this.#keep(map.chunkName.slice(2), map.sourceText);
  }

  #keep(path: string, source: string): void {
    this.#forget(path);
    this.#sources.set(path, source);
    this.#sourceBytes += source.length;
    for (const oldest of this.#sources.keys()) {
      if (this.#sourceBytes <= SOURCE_BYTES_MAX || oldest === path) break;
      this.#forget(oldest);
    }
  }

  /** Where a file of the computer lies on the disk. */
  diskPath(path: string): string {
    return this.#hostPathOf(path);
  }

  #forget(path: string): void {
    this.#sourceBytes -= this.#sources.get(path)?.length ?? 0;
    this.#sources.delete(path);
  }

  /**
   * Finds a file by the name that error messages give it.
   * @param chunkName - `/lib/x.lua`, or the end of that behind `...` when it is long
   */
  sourceNamed(chunkName: string): { readonly path: string; readonly source: string } | undefined {
    for (const [path, source] of this.#sources) {
      const isNamed = chunkName.startsWith("...")
        ? `/${path}`.endsWith(chunkName.slice(3))
        : `/${path}` === chunkName;
      if (isNamed) return { path, source };
    }
    return undefined;
  }
}
