/**
 * The functions of `fs` that say what is there. Source: tweaked.cc, fs.
 */
import { expectString } from "@craftos-http/event-loop";
import { LuaTable, NO_VALUES } from "@craftos-http/interpreter";
import { folderOf, normalPath } from "../files/file-path.js";
import type { LibraryFields } from "../native/define-library.js";
import type { FileAccess } from "./file-access.js";

/**
 * Says whether something is at a path; false for one that leads nowhere.
 * @param access - the computer's files
 * @param path - a normal path
 */
export function exists(access: FileAccess, path: string): boolean {
  const found = access.tryTo(`fs.exists ${path}`, (files) => files.info(path) !== null, false);
  return typeof found !== "string" && found[0];
}

/**
 * Says whether a folder is at a path; false for one that leads nowhere.
 * @param access - the computer's files
 * @param path - a normal path
 */
export function isFolder(access: FileAccess, path: string): boolean {
  const source = `fs.isDir ${path}`;
  const found = access.tryTo(source, (files) => files.info(path)?.isFolder === true, false);
  return typeof found !== "string" && found[0];
}

/**
 * Gives the names in a folder.
 * @param access - the computer's files
 * @param path - a normal path
 */
export function listFolder(access: FileAccess, path: string): readonly string[] {
  return access.ask(`fs.list ${path}`, (files) => files.list(path), []);
}

/** The label of a path's mount, or null when nothing is at the path. */
function driveOf(access: FileAccess, path: string): string | null {
  return access.ask<string | null>(
    `fs.getDrive ${path}`,
    (files) => (files.info(path) === null ? null : files.labelOf(path)),
    null,
  );
}

/**
 * Makes the functions.
 * @param access - the computer's files
 */
export function fsQueries(access: FileAccess): LibraryFields {
  return {
    list: (value) => LuaTable.fromArray([...listFolder(access, pathOf(value))]),
    exists: (value) => exists(access, pathOf(value)),
    isDir: (value) => isFolder(access, pathOf(value)),
    isReadOnly: (value) => {
      const path = pathOf(value);
      const found = access.tryTo(`fs.isReadOnly ${path}`, (files) => files.isReadOnly(path), false);
      return typeof found !== "string" && found[0];
    },
    isDriveRoot: (value) => {
      const path = pathOf(value);
      return path === "" || driveOf(access, path) !== driveOf(access, folderOf(path));
    },
    getSize: (value) => {
      const path = pathOf(value);
      return access.ask(`fs.getSize ${path}`, (files) => files.attributes(path).bytes, 0);
    },
    getDrive: (value) => driveOf(access, pathOf(value)) ?? NO_VALUES,
    getFreeSpace: (value) => {
      const path = pathOf(value);
      const bytes = access.ask(`fs.getFreeSpace ${path}`, (files) => files.freeBytes(path), 0);
      return Number.isFinite(bytes) ? bytes : "unlimited";
    },
    getCapacity: (value) => {
      const path = pathOf(value);
      const source = `fs.getCapacity ${path}`;
      return (
        access.ask<number | null>(source, (files) => files.capacityBytes(path), null) ?? undefined
      );
    },
    attributes: (value) => attributesOf(access, pathOf(value)),
  };
}

/** A path argument, normal. */
function pathOf(value: Parameters<typeof expectString>[1]): string {
  return normalPath(expectString(1, value));
}

function attributesOf(access: FileAccess, path: string): LuaTable {
  const { bytes, isFolder, isReadOnly, createdMs, modifiedMs } = access.ask(
    `fs.attributes ${path}`,
    (files) => ({ ...files.attributes(path) }),
    { bytes: 0, isFolder: false, isReadOnly: false, createdMs: 0, modifiedMs: 0 },
  );
  return LuaTable.fromFields([
    ["size", bytes],
    ["isDir", isFolder],
    ["isReadOnly", isReadOnly],
    ["created", createdMs],
    ["modified", modifiedMs],
    // The name that `modified` had first.
    ["modification", modifiedMs],
  ]);
}
