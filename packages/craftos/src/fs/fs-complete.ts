/**
 * `fs.complete`: how a path that somebody types may go on. Source: tweaked.cc, fs.complete.
 */
import { expectString, raiseBadArgument } from "@craftos-http/event-loop";
import {
  type LuaFunction,
  LuaTable,
  type LuaValue,
  raiseAt,
  typeName,
} from "@craftos-http/interpreter";
import { combinePaths } from "../files/file-path.js";
import type { FileAccess } from "./file-access.js";
import { isFolder, listFolder } from "./fs-queries.js";

interface Choice {
  readonly includesFiles: boolean;
  readonly includesFolders: boolean;
  readonly includesHidden: boolean;
}

/**
 * Makes `fs.complete(path, location [, includeFiles [, includeDirs]])`, or with a table of options.
 * @param access - the computer's files
 */
export function fsComplete(access: FileAccess): LuaFunction {
  return (path, location, filesOrOptions, folders) => {
    const typed = expectString(1, path);
    const start = expectString(2, location);
    const choice = choiceOf(filesOrOptions, folders);
    return LuaTable.fromArray(completions(access, typed, start, choice));
  };
}

function choiceOf(filesOrOptions: LuaValue, folders: LuaValue): Choice {
  if (filesOrOptions instanceof LuaTable) {
    return {
      includesFiles: option(filesOrOptions, "include_files"),
      includesFolders: option(filesOrOptions, "include_dirs"),
      includesHidden: option(filesOrOptions, "include_hidden"),
    };
  }
  return {
    includesFiles: flag(3, filesOrOptions),
    includesFolders: flag(4, folders),
    includesHidden: true,
  };
}

function flag(position: number, value: LuaValue): boolean {
  if (value === undefined || typeof value === "boolean") return value !== false;
  return raiseBadArgument(position, "boolean", value);
}

function option(options: LuaTable, name: string): boolean {
  const value = options.getString(name);
  if (value === undefined || typeof value === "boolean") return value !== false;
  return raiseAt(`bad field '${name}' (boolean expected, got ${typeName(value)})`, 1);
}

function completions(access: FileAccess, typed: string, start: string, choice: Choice): string[] {
  const { includesFiles, includesFolders, includesHidden } = choice;
  const parts = typed.split(/[/\\]/);
  const name = parts.at(-1) ?? "";
  const isFromRoot = parts.length > 1 && parts[0] === "";
  const folder = combinePaths(isFromRoot ? "" : start, ...parts.slice(0, -1));
  if (!isFolder(access, folder)) return [];

  const results: string[] = [];
  if (includesFolders && typed === "") results.push(".");
  if (folder !== "" && typed === "") results.push(includesFolders ? ".." : "../");
  if (folder !== "" && typed === ".") results.push(includesFolders ? "." : "./");
  for (const entry of listFolder(access, folder)) {
    if (!entry.startsWith(name)) continue;
    if (!includesHidden && entry.startsWith(".") && !name.startsWith(".")) continue;
    const rest = entry.slice(name.length);
    if (isFolder(access, combinePaths(folder, entry))) {
      results.push(`${rest}/`);
      if (includesFolders && rest !== "") results.push(rest);
    } else if (includesFiles && rest !== "") {
      results.push(rest);
    }
  }
  return results;
}
