/**
 * Files as the `io` library gives them: tables around the handles of `fs`. Source: tweaked.cc, io.
 */
import {
  Frame,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  native,
  NO_VALUES,
  raiseAt,
  rawToString,
  resultList,
  saveFrame,
  SUSPENDED,
  typeName,
} from "@craftos-http/interpreter";
import { raiseBadArgument } from "@craftos-http/event-loop";
import { CLOSED_MESSAGE } from "../fs/program-file.js";
import { readFormats } from "./io-read.js";

/** The files of one computer's `io` library. */
export class IoFiles {
  /** The metatable that they share. */
  readonly metatable: LuaTable;

  /**
   * Makes the metatable.
   * @param toNumber - the function `tonumber`
   */
  constructor(toNumber: LuaFunction) {
    const methods = LuaTable.fromFields(
      Object.entries(this.#methods(toNumber)).map(([name, fn]) => [name, native(name, fn)]),
    );
    this.metatable = LuaTable.fromFields([
      ["__name", "FILE*"],
      ["__index", methods],
      ["__tostring", native("tostring", (file) => describeFile(this.check(file)))],
    ]);
  }

  /**
   * Makes a file.
   * @param handle - a handle of `fs`, or a table with some of its functions
   */
  make(handle: LuaTable): LuaTable {
    const file = LuaTable.fromFields([["_handle", handle]]);
    file.meta = this.metatable;
    return file;
  }

  /** Whether a value is a file. */
  isFile(value: LuaValue): value is LuaTable {
    return value instanceof LuaTable && value.meta === this.metatable;
  }

  /** Gives an argument that is a file, or raises. */
  check(value: LuaValue): LuaTable {
    if (this.isFile(value)) return value;
    return raiseAt(`bad argument #1 (FILE expected, got ${typeName(value)})`, 1);
  }

  /** Gives an argument that is an open file, or raises. */
  checkOpen(value: LuaValue): LuaTable {
    const file = this.check(value);
    if (isClosed(file)) raiseAt(CLOSED_MESSAGE, 1);
    return file;
  }

  #methods(toNumber: LuaFunction): Readonly<Record<string, LuaFunction>> {
    return {
      close: (value) => closeFile(this.checkOpen(value)),
      flush: (value) => {
        const flush = functionOf(this.checkOpen(value), "flush");
        if (flush !== null) flush();
        return true;
      },
      lines: (value, ...formats) => linesOf(this.checkOpen(value), formats, toNumber),
      read: (value, ...formats) => readFormats(handleOf(this.checkOpen(value)), formats, toNumber),
      seek: (value, whence, offset) => {
        const seek = functionOf(this.checkOpen(value), "seek");
        return seek === null ? [undefined, "file is not seekable"] : seek(whence, offset);
      },
      // Buffers are not the program's business (tweaked.cc, io.Handle:setvbuf).
      setvbuf: () => NO_VALUES,
      write: (value, ...values) => writeTo(this.checkOpen(value), values),
    };
  }
}

/** What a file works on. */
export function handleOf(file: LuaTable): LuaTable {
  const handle = file.getString("_handle");
  return handle instanceof LuaTable ? handle : new LuaTable();
}

/** Whether a file was closed. */
export function isClosed(file: LuaTable): boolean {
  return file.getString("_closed") === true;
}

/** A function of the handle that a file works on, or null. */
function functionOf(file: LuaTable, name: string): LuaFunction | null {
  const value = handleOf(file).getString(name);
  return typeof value === "function" ? value : null;
}

function describeFile(file: LuaTable): string {
  if (isClosed(file)) return "file (closed)";
  return `file (${rawToString(handleOf(file)).replace("table: ", "")})`;
}

/** Closes an open file. */
export function closeFile(file: LuaTable): LuaResult {
  const close = functionOf(file, "close");
  if (close === null) return [undefined, "attempt to close standard stream"];
  file.set("_closed", true);
  close();
  return true;
}

/** A call of `file:write`: a long text is written in pieces, between which others have their turn. */
class WriteFrame extends Frame {
  readonly #file: LuaTable;
  readonly #write: LuaFunction;
  readonly #values: readonly LuaValue[];
  #done = 0;

  constructor(file: LuaTable, write: LuaFunction, values: readonly LuaValue[]) {
    super();
    this.#file = file;
    this.#write = write;
    this.#values = values;
  }

  override get nativeName(): string {
    return "write";
  }

  override resume(): LuaResult {
    return this.run();
  }

  run(): LuaResult {
    while (this.#done < this.#values.length) {
      const value = this.#values[this.#done++];
      if (typeof value !== "string" && typeof value !== "number") {
        raiseBadArgument(this.#done, "string or number", value);
      }
      // As text: a binary handle would take a number for a byte.
      if (this.#write(rawToString(value)) === SUSPENDED) return saveFrame(this);
    }
    return this.#file;
  }
}

/** Writes strings and numbers one after the other. */
function writeTo(file: LuaTable, values: readonly LuaValue[]): LuaResult {
  const write = functionOf(file, "write");
  if (write === null) return [undefined, "file is not writable"];
  return new WriteFrame(file, write, values).run();
}

/** A call of the function that `lines` gave, which waits. */
class LinesFrame extends Frame {
  readonly #file: LuaTable;

  constructor(file: LuaTable) {
    super();
    this.#file = file;
  }

  override get nativeName(): string {
    return "lines";
  }

  override resume(result: LuaResult): LuaResult {
    return closedAtEnd(this.#file, result);
  }
}

/** Closes a file that `io.lines` opened when nothing is left in it. */
function closedAtEnd(file: LuaTable, result: LuaResult): LuaResult {
  const isAtEnd = resultList(result)[0] === undefined;
  if (isAtEnd && file.getString("_autoclose") === true && !isClosed(file)) closeFile(file);
  return result;
}

/**
 * Makes a function that reads on in a file each time.
 * @param file - an open file
 * @param formats - what is read each time
 * @param toNumber - the function `tonumber`
 */
export function linesOf(
  file: LuaTable,
  formats: readonly LuaValue[],
  toNumber: LuaFunction,
): LuaResult {
  const handle = handleOf(file);
  if (handle.getString("read") === undefined && handle.getString("readLine") === undefined) {
    return [undefined, "file is not readable"];
  }
  return native("lines", () => {
    if (isClosed(file)) raiseAt("file is already closed", 1);
    const result = readFormats(handle, formats, toNumber);
    return result === SUSPENDED ? saveFrame(new LinesFrame(file)) : closedAtEnd(file, result);
  });
}
