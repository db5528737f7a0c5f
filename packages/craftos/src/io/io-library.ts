/**
 * The `io` table: Lua's files over those of `fs`. Source: tweaked.cc, io.
 */
import { type Computer, expectString, optionalString } from "@craftos-http/event-loop";
import {
  type LuaFunction,
  LuaTable,
  type LuaValue,
  native,
  NO_VALUES,
  raiseAt,
} from "@craftos-http/interpreter";
import type { CraftosHost } from "../craftos-host.js";
import type { FileAccess } from "../fs/file-access.js";
import { openFile } from "../fs/fs-open.js";
import { defineLibrary } from "../native/define-library.js";
import type { Terminal } from "../term/terminal.js";
import { closeFile, handleOf, IoFiles, isClosed, linesOf } from "./io-handle.js";
import { readFormats } from "./io-read.js";
import { standardInput } from "./standard-input.js";

/** What the library is made for. */
export interface IoSetup {
  readonly computer: Computer;
  readonly host: CraftosHost;
  readonly access: FileAccess;
  readonly terminal: Terminal;
  /** The computer's globals, with `write` and `tonumber`. */
  readonly globals: LuaTable;
}

/**
 * Makes the `io` table of a computer.
 * @param setup - what it is made for
 */
export function makeIoLibrary(setup: IoSetup): LuaTable {
  const { globals } = setup;
  const toNumber = globals.getString("tonumber") as LuaFunction;
  const files = new IoFiles(toNumber);
  const stdin = files.make(standardInput(globals));
  const stdout = files.make(LuaTable.fromFields([["write", globals.getString("write")]]));
  const stderr = files.make(standardError(setup));
  let input = stdin;
  let output = stdout;

  function open(path: string, mode: string): LuaTable | string {
    const handle = openFile(setup.access, path, mode);
    return typeof handle === "string" ? handle : files.make(handle);
  }

  function mustOpen(path: string, mode: string): LuaTable {
    const file = open(path, mode);
    return typeof file === "string" ? raiseAt(file, 1) : file;
  }

  /** Opens a file that an argument names, or takes one that it is; nil for none. */
  function fileOf(value: LuaValue, mode: string): LuaTable | null {
    if (value === undefined) return null;
    return typeof value === "string" ? mustOpen(value, mode) : files.check(value);
  }

  return defineLibrary("io", {
    stdin,
    stdout,
    stderr,
    open: (path, mode) => {
      const name = expectString(1, path);
      const file = open(name, optionalString(2, mode) ?? "r");
      return typeof file === "string" ? [undefined, file] : file;
    },
    close: (file) => closeFile(files.checkOpen(file ?? output)),
    flush: () => {
      const flush = handleOf(files.checkOpen(output)).getString("flush");
      if (typeof flush === "function") flush();
      return true;
    },
    input: (file) => (input = fileOf(file, "r") ?? input),
    output: (file) => (output = fileOf(file, "wb") ?? output),
    lines: (path, ...formats) => {
      const name = optionalString(1, path);
      if (name === undefined) return linesOf(files.checkOpen(input), formats, toNumber);
      const file = mustOpen(name, "r");
      file.set("_autoclose", true);
      return linesOf(file, formats, toNumber);
    },
    read: (...formats) => readFormats(handleOf(files.checkOpen(input)), formats, toNumber),
    type: (value) => {
      if (!files.isFile(value)) return undefined;
      return isClosed(value) ? "closed file" : "file";
    },
    write: (...values) => {
      const file = files.checkOpen(output);
      const methods = files.metatable.getString("__index") as LuaTable;
      return (methods.getString("write") as LuaFunction)(file, ...values);
    },
  });
}

/** HOST: what is written to `io.stderr` goes to standard error as it is, where nobody sees a screen. */
function standardError({ computer, host, terminal }: IoSetup): LuaTable {
  const write: LuaFunction = (text) => {
    if (typeof text !== "string") return NO_VALUES;
    if (terminal.isSeen) {
      terminal.writeError(text);
      return NO_VALUES;
    }
    computer.emit("error output", text);
    host.writeError(text);
    return NO_VALUES;
  };
  return LuaTable.fromFields([["write", native("write", write)]]);
}
