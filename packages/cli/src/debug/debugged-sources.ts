/**
 * How a debugger knows the sources of a program: a file on the machine by its own URL, so that an editor
 * opens that very file, and everything else by one of our own.
 */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Inspection, luaToText, type MappedSource } from "@craftos-http/interpreter";

/** Gives the URL of a source by the name that its chunk has. */
export class SourceUrls {
  readonly #hostPathOf: (path: string) => string;
  /** Sources that were given to `load` as they are. */
  readonly #texts = new Map<string, number>();

  /**
   * Knows no source yet.
   * @param hostPathOf - gives the path on the machine of a file of the computer
   */
  constructor(hostPathOf: (path: string) => string) {
    this.#hostPathOf = hostPathOf;
  }

  /**
   * Gives the URL of a source.
   * @param chunkName - `@/file`, `=name`, or the source itself
   */
  of(chunkName: string): string {
    if (chunkName.startsWith("@/")) return this.ofFile(chunkName.slice(2));
    if (/^[@=]/.test(chunkName)) return ownUrl(luaToText(chunkName.slice(1)));
    const number = this.#texts.get(chunkName) ?? this.#texts.size + 1;
    this.#texts.set(chunkName, number);
    return ownUrl(`load/${number}.lua`);
  }

  /**
   * Gives the URL of a file of the computer.
   * @param path - from its root, a byte string
   */
  ofFile(path: string): string {
    const file = this.#hostPathOf(path);
    return existsSync(file) ? pathToFileURL(file).href : ownUrl(luaToText(path));
  }
}

function ownUrl(path: string): string {
  return `craftos:///${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** What the interpreter is told of the sources of a program that is debugged. */
export class DebuggedSources implements Inspection {
  readonly #urls: SourceUrls;
  /** The source in which the debugger is to stop, until it has. */
  #firstUrl: string | null;

  /**
   * Tells of no source yet.
   * @param urls - gives their URLs
   * @param stopsAt - the file in which the debugger is to stop before the first line, or null
   */
  constructor(urls: SourceUrls, stopsAt: string | null) {
    this.#urls = urls;
    this.#firstUrl = stopsAt === null ? null : urls.ofFile(stopsAt);
  }

  sourceOf(chunkName: string, source: string | null): MappedSource {
    return { url: this.#urls.of(chunkName), text: source === null ? null : luaToText(source) };
  }

  stopsIn(chunkName: string): boolean {
    if (this.#firstUrl === null || this.#urls.of(chunkName) !== this.#firstUrl) return false;
    this.#firstUrl = null;
    return true;
  }
}
