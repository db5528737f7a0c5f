/**
 * Libraries that are written in Lua. Their sources are loaded when one of their functions is first
 * called: a program that uses none of them starts as fast as without them.
 */
import {
  Frame,
  type LuaFunction,
  type LuaResult,
  type LuaState,
  LuaTable,
  type LuaValue,
  native,
  resultList,
  saveFrame,
  SUSPENDED,
} from "@craftos-http/interpreter";
import type { FileLoader } from "../program/load-file.js";
import { makePackageLibrary } from "../program/package-library.js";
import { makeRequire } from "../program/require.js";

/** Where programs find the sources. */
export const API_FOLDER = "rom/apis";

/** What a library is made of. */
export interface LuaLibrarySource {
  /** Its name, which its file has. */
  readonly name: string;
  /** A chunk that gives a table with the functions. */
  readonly source: string;
  /** The names of its functions. */
  readonly functions: readonly string[];
}

/**
 * A first call, which loads the library and then does what was asked. It has no name, and neither have
 * the functions that make it: an error of the library has the position of who called it, and nothing
 * stands between.
 */
class LoadLibraryFrame extends Frame {
  readonly #loaded: (result: LuaResult) => LuaResult;

  constructor(loaded: (result: LuaResult) => LuaResult) {
    super();
    this.#loaded = loaded;
  }

  override get nativeName(): string {
    return "";
  }

  override resume(result: LuaResult): LuaResult {
    return this.#loaded(result);
  }
}

/** Makes the libraries of one computer. */
export class LuaLibraries {
  readonly #state: LuaState;
  readonly #loader: FileLoader;
  #environment: LuaTable | null = null;

  /**
   * Makes no library yet.
   * @param state - runs them; its globals are theirs
   * @param loader - loads them
   */
  constructor(state: LuaState, loader: FileLoader) {
    this.#state = state;
    this.#loader = loader;
  }

  /**
   * Adds functions that load the library when the first of them is called. Those of the library take
   * their place then, where the program has put no others.
   * @param library - what it is made of
   * @param table - where to add them; default a new table
   * @param natives - what its chunk is given
   */
  make(
    library: LuaLibrarySource,
    table = new LuaTable(),
    natives: readonly LuaValue[] = [],
  ): LuaTable {
    const stubs = new Map<string, LuaFunction>();
    let functions: LuaTable | null = null;

    const fill = (result: LuaResult): LuaTable => {
      const [loaded] = resultList(result);
      if (!(loaded instanceof LuaTable)) throw new Error(`the library ${library.name} is no table`);
      for (const [name, stub] of stubs) {
        if (table.getString(name) === stub) table.set(name, loaded.getString(name));
      }
      return (functions = loaded);
    };

    for (const name of library.functions) {
      const call = (from: LuaTable, args: readonly LuaValue[]): LuaResult =>
        (from.getString(name) as LuaFunction)(...args);
      const stub: LuaFunction = (...args) => {
        if (functions !== null) return call(functions, args);
        const loaded = this.#load(library)(...natives);
        if (loaded !== SUSPENDED) return call(fill(loaded), args);
        return saveFrame(new LoadLibraryFrame((later) => call(fill(later), args)));
      };
      stubs.set(name, stub);
      table.define(name, stub);
    }
    return table;
  }

  #load({ name, source }: LuaLibrarySource): LuaFunction {
    this.#environment ??= this.#makeEnvironment();
    const path = `${API_FOLDER}/${name}.lua`;
    const chunk = this.#loader.loadSource(source, path, this.#environment);
    if ("problem" in chunk) throw new Error(chunk.problem);
    return chunk.fn;
  }

  /** Makes what the libraries have for globals: the computer's, and `require`. */
  #makeEnvironment(): LuaTable {
    const environment = new LuaTable();
    environment.meta = LuaTable.fromFields([["__index", this.#state.globals]]);
    const apiPackage = makePackageLibrary(this.#state, this.#loader, API_FOLDER, environment);
    environment.define("require", native("require", makeRequire(apiPackage)));
    return environment;
  }
}
