/**
 * The handles that `fs.open` gives: plain tables of functions. Source: tweaked.cc, fs.ReadHandle,
 * fs.WriteHandle, fs.ReadWriteHandle.
 *
 * HOST: a first argument that is the handle itself is dropped, so `handle:method()` works too, as it
 * does with the handles of http.
 */
import { expectFiniteNumber, expectString, raiseBadArgument } from "@craftos-http/event-loop";
import {
  type LuaResult,
  LuaTable,
  type LuaValue,
  native,
  NO_VALUES,
  raiseAt,
  rawToString,
} from "@craftos-http/interpreter";
import { PIECE_BYTES, type ProgramFile } from "./program-file.js";
import { StepsFrame } from "./steps-frame.js";

type Method = (first: LuaValue, second: LuaValue) => LuaResult;

/** What a mode lets a handle do. */
export interface HandleKind {
  readonly canRead: boolean;
  readonly canWrite: boolean;
  readonly canSeek: boolean;
  /** Whether single bytes are numbers. */
  readonly isBinary: boolean;
}

/**
 * Makes a handle.
 * @param file - what it works on
 * @param kind - what it can do
 */
export function makeFileHandle(file: ProgramFile, kind: HandleKind): LuaTable {
  const methods: Readonly<Record<string, Method>> = {
    ...(kind.canRead ? readMethods(file, kind.isBinary) : {}),
    ...(kind.canWrite ? writeMethods(file, kind.isBinary) : {}),
    ...(kind.canSeek ? { seek: (whence, offset) => seek(file, whence, offset) } : {}),
    close: () => {
      file.close();
      return NO_VALUES;
    },
  };
  const handle = new LuaTable();
  for (const [name, method] of Object.entries(methods)) {
    handle.define(
      name,
      native(name, (first, second, third) => {
        file.checkOpen();
        return first === handle ? method(second, third) : method(first, second);
      }),
    );
  }
  return handle;
}

function readMethods(file: ProgramFile, isBinary: boolean): Readonly<Record<string, Method>> {
  return {
    read: (count) => {
      if (count === undefined) {
        const byte = file.read(1);
        if (byte === "") return undefined;
        return isBinary ? byte.charCodeAt(0) : byte;
      }
      const wanted = Math.floor(expectFiniteNumber(1, count));
      if (wanted < 0) raiseAt("Cannot read a negative number of bytes", 1);
      if (wanted === 0) return file.isAtEnd() ? undefined : "";
      if (wanted <= PIECE_BYTES) return textOrNil(file.read(wanted));
      return readPieces(file, wanted, "read", textOrNil);
    },
    readLine: (withTrailing) => {
      if (withTrailing !== undefined && typeof withTrailing !== "boolean") {
        raiseBadArgument(1, "boolean", withTrailing);
      }
      const line = file.readLine();
      if (line === "") return undefined;
      if (withTrailing === true || !line.endsWith("\n")) return line;
      return line.slice(0, line.endsWith("\r\n") ? -2 : -1);
    },
    readAll: () => readPieces(file, Infinity, "readAll", (text) => text),
  };
}

/** Reads much, letting others have their turn. */
function readPieces(
  file: ProgramFile,
  count: number,
  name: string,
  resultOf: (text: string) => LuaValue,
): LuaResult {
  let text = "";
  const step = (): LuaResult | null => {
    const piece = file.readPiece(text.length, Math.min(count - text.length, PIECE_BYTES));
    text += piece;
    return piece === "" || text.length === count ? resultOf(text) : null;
  };
  return new StepsFrame(name, step).run();
}

function textOrNil(text: string): LuaValue {
  return text === "" ? undefined : text;
}

/** Writes a text, one that is long in pieces. */
function writeText(file: ProgramFile, name: string, text: string): LuaResult {
  if (text.length <= PIECE_BYTES) {
    file.write(text);
    return NO_VALUES;
  }
  let done = 0;
  const step = (): LuaResult | null => {
    file.write(text.slice(done, (done += PIECE_BYTES)));
    return done >= text.length ? NO_VALUES : null;
  };
  return new StepsFrame(name, step).run();
}

function writeMethods(file: ProgramFile, isBinary: boolean): Readonly<Record<string, Method>> {
  return {
    write: (value) => {
      const isByte = isBinary && typeof value === "number";
      const text = isByte ? String.fromCharCode(toByte(value)) : rawToString(value);
      return writeText(file, "write", text);
    },
    writeLine: (value) => writeText(file, "writeLine", `${rawToString(value)}\n`),
    flush: () => {
      file.flush();
      return NO_VALUES;
    },
  };
}

/** The lowest 8 bits of a number's whole part. */
function toByte(value: number): number {
  return Math.trunc(value) & 0xff;
}

function seek(file: ProgramFile, whence: LuaValue, offset: LuaValue): LuaResult {
  const from = whence === undefined ? "cur" : expectString(1, whence);
  const by = offset === undefined ? 0 : Math.trunc(expectFiniteNumber(2, offset));
  if (from !== "set" && from !== "cur" && from !== "end") {
    return raiseAt(`bad argument #1 to 'seek' (invalid option '${from}')`, 1);
  }
  return file.seek(from, by) ?? [undefined, "Position is negative"];
}
