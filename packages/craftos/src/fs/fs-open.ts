/**
 * `fs.open`: its modes. Source: tweaked.cc, fs.open.
 */
import { expectString } from "@craftos-http/event-loop";
import { type LuaFunction, type LuaTable, raiseAt } from "@craftos-http/interpreter";
import { normalPath } from "../files/file-path.js";
import type { FileAccess } from "./file-access.js";
import { type HandleKind, makeFileHandle } from "./file-handle.js";
import { type OpenMode, ProgramFile } from "./program-file.js";

interface Mode extends Omit<HandleKind, "isBinary"> {
  readonly opens: OpenMode;
}

/** The modes, without the `b` that each may have. */
const MODES: Readonly<Record<string, Mode>> = {
  r: { opens: "read", canRead: true, canWrite: false, canSeek: true },
  w: { opens: "replace", canRead: false, canWrite: true, canSeek: true },
  a: { opens: "append", canRead: false, canWrite: true, canSeek: false },
  "r+": { opens: "update", canRead: true, canWrite: true, canSeek: true },
  "w+": { opens: "replace", canRead: true, canWrite: true, canSeek: true },
};

/**
 * Makes `fs.open(path, mode)`.
 * @param access - the computer's files
 */
export function fsOpen(access: FileAccess): LuaFunction {
  return (path, mode) => {
    const opened = openFile(access, expectString(1, path), expectString(2, mode));
    return typeof opened === "string" ? [undefined, opened] : opened;
  };
}

/**
 * Opens a file for a program.
 * @param access - the computer's files
 * @param path - any byte string
 * @param modeText - `r`, `wb`, `r+`, ...
 * @returns a handle, or why not
 * @throws LuaError for a mode that there is not
 */
export function openFile(access: FileAccess, path: string, modeText: string): LuaTable | string {
  const isBinary = modeText.endsWith("b");
  const name = isBinary ? modeText.slice(0, -1) : modeText;
  const mode = Object.hasOwn(MODES, name) ? MODES[name] : undefined;
  if (mode === undefined) return raiseAt("Unsupported mode", 1);
  const file = ProgramFile.open(access, normalPath(path), mode.opens);
  return typeof file === "string" ? file : makeFileHandle(file, { ...mode, isBinary });
}
