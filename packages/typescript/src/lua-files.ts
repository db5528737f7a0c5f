/**
 * The Lua files that TypeScriptToLua writes, as files of a computer: by their paths from its root, with
 * their source maps in their last lines.
 */
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Program, SourceFile } from "typescript";

/** Which program's files they are. */
export interface LuaFilesOptions {
  /** The program. */
  readonly program: Program;
  /** The program's folder on the machine. */
  readonly folder: string;
  /** The folder on the machine that Lua files are written below. */
  readonly rootDir: string;
  /** Whether they have source maps in them. */
  readonly hasMaps: boolean;
}

/** Collects files as they are written. */
export class LuaFiles {
  /** The Lua files by their paths on the computer. Byte strings. */
  readonly lua = new Map<string, string>();
  /** The files that they are made from, by the paths that messages give them. */
  readonly originals = new Map<string, string>();
  readonly #pathsBySource = new Map<string, string>();
  readonly #options: LuaFilesOptions;

  constructor(options: LuaFilesOptions) {
    this.#options = options;
  }

  /**
   * Takes a file.
   * @param path - where on the machine it would be
   * @param text - its contents: Lua, or the source map of Lua that was taken before
   * @param sources - what it is made from
   */
  add(path: string, text: string, sources: readonly SourceFile[] = []): void {
    if (path.endsWith(".lua")) {
      const computerPath = this.#computerPath(path);
      this.lua.set(computerPath, bytesOf(text));
      for (const { fileName } of sources) this.#pathsBySource.set(resolve(fileName), computerPath);
    } else if (path.endsWith(".lua.map") && this.#options.hasMaps) {
      this.#addMap(path.slice(0, -".map".length), text);
    }
  }

  /** The path on the computer of the Lua that a source became. */
  pathOf(source: string): string | undefined {
    return this.#pathsBySource.get(source);
  }

  #addMap(luaFile: string, mapText: string): void {
    const path = this.#computerPath(luaFile);
    const lua = this.lua.get(path);
    const map = JSON.parse(mapText) as { readonly sources: readonly string[]; mappings: string };
    const [source, ...more] = map.sources;
    if (lua === undefined || source === undefined || more.length > 0) return;
    const sourceFile = join(dirname(luaFile), source);
    const shown = this.#shownPath(sourceFile);
    this.originals.set(bytesOf(shown), sourceFile);
    const text = this.#options.program.getSourceFile(sourceFile)?.text ?? null;
    const embedded = {
      ...{ version: 3, sources: [`/${shown}`], sourcesContent: [text] },
      mappings: map.mappings,
    };
    const base64 = Buffer.from(JSON.stringify(embedded), "utf8").toString("base64");
    const comment = `--# sourceMappingURL=data:application/json;base64,${base64}\n`;
    this.lua.set(path, `${lua.endsWith("\n") ? lua : `${lua}\n`}${comment}`);
  }

  /** Where a Lua file is on the computer. */
  #computerPath(luaFile: string): string {
    return bytesOf(posix(relative(this.#options.rootDir, luaFile)));
  }

  /** What messages call a file: its place in the program's folder, or where its Lua is. */
  #shownPath(sourceFile: string): string {
    const { folder, rootDir } = this.#options;
    const own = relative(folder, sourceFile);
    return posix(own.startsWith("..") ? relative(rootDir, sourceFile) : own);
  }
}

function posix(path: string): string {
  return path.split(sep).join("/");
}

function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
