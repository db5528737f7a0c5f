/**
 * The `fs` table. Source: tweaked.cc, fs.
 */
import type { LuaTable } from "@craftos-http/interpreter";
import { defineLibrary } from "../native/define-library.js";
import type { FileAccess } from "./file-access.js";
import { fsChanges } from "./fs-changes.js";
import { fsComplete } from "./fs-complete.js";
import { fsFind } from "./fs-find.js";
import { fsOpen } from "./fs-open.js";
import { fsPaths } from "./fs-paths.js";
import { fsQueries } from "./fs-queries.js";

/**
 * Makes the `fs` table of a computer.
 * @param access - its files
 */
export function makeFsLibrary(access: FileAccess): LuaTable {
  return defineLibrary("fs", {
    ...fsPaths(),
    ...fsQueries(access),
    ...fsChanges(access),
    open: fsOpen(access),
    find: fsFind(access),
    complete: fsComplete(access),
  });
}
