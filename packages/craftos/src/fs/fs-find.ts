/**
 * `fs.find`: paths that match a pattern, in which `*` stands for any characters of a name and `?` for
 * one. Source: tweaked.cc, fs.find.
 */
import { expectString } from "@craftos-http/event-loop";
import { type LuaFunction, LuaTable, raiseAt } from "@craftos-http/interpreter";
import { FileProblem } from "../files/file-error.js";
import { combinePaths, leavesRoot } from "../files/file-path.js";
import type { FileAccess } from "./file-access.js";
import { StepsFrame } from "./steps-frame.js";
import { exists, isFolder, listFolder } from "./fs-queries.js";

/**
 * Makes `fs.find(pattern)`.
 * @param access - the computer's files
 */
export function fsFind(access: FileAccess): LuaFunction {
  return (value) => {
    const pattern = combinePaths(expectString(1, value));
    if (leavesRoot(pattern)) raiseAt(`/${pattern}: ${FileProblem.invalidPath}`, 1);
    const parts = pattern === "" ? [] : pattern.split("/");
    const found: string[] = [];
    const search = matches(access, "", parts);
    const step = (): LuaTable | null => {
      const next = search.next();
      if (next.done === true) return LuaTable.fromArray(found);
      if (next.value !== null) found.push(next.value);
      return null;
    };
    return new StepsFrame("fs.find", step).run();
  };
}

/**
 * Says whether a name matches a part of a pattern. Looks at each character a few times at most,
 * whatever the pattern: the last star takes up what does not fit.
 * @param name - a file's name
 * @param pattern - a part of a pattern
 */
export function matchesWildcards(name: string, pattern: string): boolean {
  let at = 0;
  let patternAt = 0;
  let starAt = -1;
  let starTaken = 0;
  while (at < name.length) {
    const wanted = pattern[patternAt];
    if (wanted === "*") {
      starAt = patternAt++;
      starTaken = at;
    } else if (wanted === "?" || wanted === name[at]) {
      patternAt++;
      at++;
    } else if (starAt >= 0) {
      patternAt = starAt + 1;
      at = ++starTaken;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(patternAt));
}

function hasWildcards(part: string): boolean {
  return /[*?]/.test(part);
}

/** Gives the paths that match, and null after each folder that was looked through. */
function* matches(
  access: FileAccess,
  folder: string,
  parts: readonly string[],
): Generator<string | null> {
  // Names without wildcards need not be looked for.
  const next = parts.findIndex(hasWildcards);
  if (next < 0) {
    const path = combinePaths(folder, ...parts);
    if (exists(access, path)) yield path;
    return;
  }
  const parent = combinePaths(folder, ...parts.slice(0, next));
  if (!isFolder(access, parent)) return;
  for (const name of listFolder(access, parent)) {
    if (!matchesWildcards(name, parts[next] ?? "")) continue;
    yield* matches(access, combinePaths(parent, name), parts.slice(next + 1));
  }
  yield null;
}
