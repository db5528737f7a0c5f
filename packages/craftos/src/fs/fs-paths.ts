/**
 * The functions of `fs` that only look at the text of a path. Source: tweaked.cc, fs.
 */
import { expectString } from "@craftos-http/event-loop";
import { combinePaths, folderOf, nameOf } from "../files/file-path.js";
import type { LibraryFields } from "../native/define-library.js";

/** Makes the functions. */
export function fsPaths(): LibraryFields {
  return {
    combine: (first, ...others) =>
      combinePaths(
        expectString(1, first),
        ...others.map((part, index) => expectString(index + 2, part)),
      ),
    getName: (path) => nameOf(expectString(1, path)),
    getDir: (path) => folderOf(expectString(1, path)),
  };
}
