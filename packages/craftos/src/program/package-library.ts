/**
 * `package` and the searchers of `require`. Source: tweaked.cc, package; Lua 5.1 manual §5.3.
 */
import { expectString, optionalString } from "@craftos-http/event-loop";
import {
  LuaTable,
  type LuaFunction,
  type LuaResult,
  type LuaState,
  native,
  raise,
} from "@craftos-http/interpreter";
import { defineLibrary } from "../native/define-library.js";
import type { FileLoader } from "./load-file.js";
import { combinePaths } from "../files/file-path.js";

/** Where `require` looks for modules; paths without a slash in front are the program's. */
const PATH =
  "?;?.lua;?/init.lua;/rom/modules/main/?;/rom/modules/main/?.lua;/rom/modules/main/?/init.lua";

/** The libraries that `package.loaded` has from the start, as far as they are there. */
const LOADED = ["bit32", "coroutine", "math", "os", "parallel", "string", "table", "utf8"];

/** What a program's `require` works with. */
export interface ProgramPackage {
  /** The `package` table. */
  readonly library: LuaTable;
  /** `package.loaded`. */
  readonly loaded: LuaTable;
}

/** The result of a search: where the module is, or where it is not. */
type FoundFile = { readonly path: string; readonly source: string } | { readonly problem: string };

/**
 * Makes the `package` table of a program.
 * @param state - whose globals `package.loaded` begins with
 * @param loader - loads modules
 * @param folder - the program's folder
 * @param env - the program's environment, which modules share
 */
export function makePackageLibrary(
  state: LuaState,
  loader: FileLoader,
  folder: string,
  env: LuaTable,
): ProgramPackage {
  const loaded = new LuaTable();
  const preload = new LuaTable();
  loaded.define("_G", state.globals);
  for (const name of LOADED) loaded.define(name, state.globals.getString(name));

  function find(name: string, path: string, separator = ".", replacement = "/"): FoundFile {
    const file = separator === "" ? name : name.replaceAll(separator, () => replacement);
    let problem = "";
    for (const template of path.split(";")) {
      if (template === "") continue;
      const named = template.replaceAll("?", () => file);
      const found = named.startsWith("/") ? named : combinePaths(folder, named);
      const source = loader.read(combinePaths(found));
      if (source !== undefined) return { path: found, source };
      problem += `${problem === "" ? "" : "\n  "}no file '${found}'`;
    }
    return { problem };
  }

  function searchPreload(name: string): LuaResult {
    const fn = preload.getString(name);
    return fn ?? [undefined, `no field package.preload['${name}']`];
  }

  function searchFiles(name: string): LuaResult {
    const path = library.getString("path");
    if (typeof path !== "string") return raise("package.path is not a string");
    const found = find(name, path);
    if ("problem" in found) return [undefined, found.problem];
    const file = loader.loadSource(found.source, combinePaths(found.path), env);
    // HOST: CC: Tweaked says of a module that is not Lua that it was not found, and why in the list.
    return "fn" in file ? [file.fn, found.path] : raise(file.problem);
  }

  const checked =
    (search: (name: string) => LuaResult): LuaFunction =>
    (name) =>
      search(expectString(1, name));

  const library = defineLibrary("package", {
    path: PATH,
    // Lua 5.2 manual §6.3, package.config.
    config: "/\n;\n?\n!\n-",
    loaded,
    preload,
    loaders: LuaTable.fromArray([
      native("package.loaders[1]", checked(searchPreload)),
      native("package.loaders[2]", checked(searchFiles)),
    ]),
    searchpath: (name, path, separator, replacement) => {
      const found = find(
        expectString(1, name),
        expectString(2, path),
        optionalString(3, separator),
        optionalString(4, replacement),
      );
      return "problem" in found ? [undefined, found.problem] : found.path;
    },
  });
  loaded.define("package", library);
  return { library, loaded };
}
