/**
 * `loadfile` and `dofile`. Source: tweaked.cc, _G; Lua 5.2 manual §6.1.
 */
import { expectString, raiseBadArgument } from "@craftos-http/event-loop";
import {
  type LuaFunction,
  type LuaState,
  LuaSyntaxError,
  LuaTable,
  type LuaValue,
  raiseAt,
} from "@craftos-http/interpreter";
import { combinePaths } from "../files/file-path.js";
import type { FileAccess } from "../fs/file-access.js";
import type { LibraryFields } from "../native/define-library.js";

/** What loading a file gave: a function, or why there is none. */
export type LoadedFile = { readonly fn: LuaFunction } | { readonly problem: string };

/** Reads and loads the files of one computer. */
export class FileLoader {
  readonly #state: LuaState;
  readonly #access: FileAccess;
  readonly #onLoaded: (path: string, source: string) => void;
  readonly #natives = new Map<string, readonly LuaValue[]>();

  /**
   * Makes a loader.
   * @param state - loads what is read
   * @param access - the computer's files
   * @param onLoaded - told of what is loaded
   */
  constructor(
    state: LuaState,
    access: FileAccess,
    onLoaded: (path: string, source: string) => void,
  ) {
    this.#state = state;
    this.#access = access;
    this.#onLoaded = onLoaded;
  }

  /**
   * Gives a file of the environment's own natives, which it gets as `...` whoever loads it.
   * @param path - a path as `combinePaths` makes it
   * @param natives - what it is given
   */
  giveNatives(path: string, natives: readonly LuaValue[]): void {
    this.#natives.set(path, natives);
  }

  /**
   * Reads a file.
   * @param path - a path as `combinePaths` makes it
   */
  read(path: string): string | undefined {
    return this.#access.readWhole(path);
  }

  /**
   * Loads a file as a function.
   * @param path - any path, from the root
   * @param env - what its globals are
   */
  load(path: string, env: LuaValue): LoadedFile {
    const combined = combinePaths(path);
    const source = this.read(combined);
    if (source === undefined) return { problem: "File not found" };
    return this.loadSource(source, combined, env);
  }

  /**
   * Loads the contents of a file as a function.
   * @param source - the contents, a byte string
   * @param path - a path as `combinePaths` makes it
   * @param env - what its globals are
   */
  loadSource(source: string, path: string, env: LuaValue): LoadedFile {
    this.#onLoaded(path, source);
    try {
      const fn = this.#state.load(source, chunkNameOf(path), env);
      const natives = this.#natives.get(path);
      return { fn: natives === undefined ? fn : () => fn(...natives) };
    } catch (error) {
      if (error instanceof LuaSyntaxError) return { problem: error.message };
      throw error;
    }
  }
}

/**
 * The chunk name of a file: errors in `hello.lua` say `/hello.lua:1:`.
 * @param path - a path as `combinePaths` makes it
 */
export function chunkNameOf(path: string): string {
  return `@/${path}`;
}

/**
 * Makes the globals that load files.
 * @param loader - loads them
 * @param globals - the environment of a file that is given none
 */
export function loadFileGlobals(loader: FileLoader, globals: LuaTable): LibraryFields {
  return {
    loadfile: (path, mode, env) => {
      const name = expectString(1, path);
      // Source: tweaked.cc: programs written before there was a mode pass the environment second.
      const oldStyle = mode instanceof LuaTable && env === undefined;
      if (!oldStyle && mode !== undefined && typeof mode !== "string") {
        raiseBadArgument(2, "string", mode);
      }
      const loaded = loader.load(name, (oldStyle ? mode : env) ?? globals);
      return "fn" in loaded ? loaded.fn : [undefined, loaded.problem];
    },
    dofile: (path) => {
      const loaded = loader.load(expectString(1, path), globals);
      return "fn" in loaded ? loaded.fn() : raiseAt(loaded.problem, 1);
    },
  };
}
