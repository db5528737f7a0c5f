/**
 * `make` of the module `cc.require`: a `require` and a `package` for an environment that a program makes
 * for another. Source: tweaked.cc, cc.require.
 */
import { expectString, expectTable } from "@craftos-http/event-loop";
import { type LuaFunction, type LuaState, native } from "@craftos-http/interpreter";
import { combinePaths } from "../files/file-path.js";
import type { FileLoader } from "./load-file.js";
import { makePackageLibrary } from "./package-library.js";
import { makeRequire } from "./require.js";

/** Where the module is, which is given the native. */
export const CC_REQUIRE_PATH = "rom/modules/main/cc/require.lua";

/**
 * Makes `make(env, dir)`.
 * @param state - whose globals `package.loaded` begins with
 * @param loader - loads modules
 */
export function makeCcRequire(state: LuaState, loader: FileLoader): LuaFunction {
  return native("make", (env, dir) => {
    const environment = expectTable(1, env);
    const folder = combinePaths(expectString(2, dir));
    const programPackage = makePackageLibrary(state, loader, folder, environment);
    return [native("require", makeRequire(programPackage)), programPackage.library];
  });
}
