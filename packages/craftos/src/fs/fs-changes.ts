/**
 * The functions of `fs` that make, move, copy and delete. Source: tweaked.cc, fs.
 */
import { expectString } from "@craftos-http/event-loop";
import { type LuaResult, NO_VALUES } from "@craftos-http/interpreter";
import { normalPath } from "../files/file-path.js";
import type { FileSystem } from "../files/file-system.js";
import type { LibraryFields } from "../native/define-library.js";
import type { FileAccess } from "./file-access.js";
import { StepsFrame } from "./steps-frame.js";

/**
 * Makes the functions.
 * @param access - the computer's files
 */
export function fsChanges(access: FileAccess): LibraryFields {
  const change = (
    name: string,
    paths: readonly string[],
    begin: (files: FileSystem) => Iterator<void>,
  ): LuaResult => {
    const source = `fs.${[name, ...paths].join(" ")}`;
    let steps: Iterator<void> | null = null;
    const isDone = (files: FileSystem): boolean => (steps ??= begin(files)).next().done === true;
    const step = (): LuaResult | null => (access.ask(source, isDone, true) ? NO_VALUES : null);
    return new StepsFrame(`fs.${name}`, step).run();
  };

  return {
    makeDir: (value) => {
      const path = normalPath(expectString(1, value));
      access.act(`fs.makeDir ${path}`, (files) => files.makeFolder(path));
      return NO_VALUES;
    },
    delete: (value) => {
      const path = normalPath(expectString(1, value));
      return change("delete", [path], (files) => files.delete(path));
    },
    move: (from, to) => {
      const source = normalPath(expectString(1, from));
      const target = normalPath(expectString(2, to));
      return change("move", [source, target], (files) => files.move(source, target));
    },
    copy: (from, to) => {
      const source = normalPath(expectString(1, from));
      const target = normalPath(expectString(2, to));
      return change("copy", [source, target], (files) => files.copy(source, target));
    },
  };
}
