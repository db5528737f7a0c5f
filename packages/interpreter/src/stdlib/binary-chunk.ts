/**
 * What `string.dump` gives and `load` takes back (Lua 5.2 manual §6.4, §6.1): a header as PUC's, with
 * a format of our own, and the function's text. There is no bytecode: the text is compiled again.
 */
import { chargeWork } from "../runtime/charge-work.js";
import { inspectClosure } from "../runtime/inspect-closure.js";
import type { FunctionText } from "../runtime/lua-frame.js";
import { raiseAt } from "../runtime/raise.js";
import type { LuaResult, LuaValue } from "../value/lua-value.js";
import { Arguments } from "./arguments.js";

/** What tells a binary chunk from text (LUA_SIGNATURE begins with it). */
export const BINARY_SIGNATURE = "\x1b";

/** LUA_SIGNATURE, the version 5.2, a format that is not PUC's, and LUAC_TAIL. */
const MAGIC = "\x1bLua";
const VERSION = "\x52";
const FORMAT = "\xc1";
const TAIL = "\x19\x93\r\n\x1a\n";
const HEADER = MAGIC + VERSION + FORMAT + TAIL;
/** Bytes of a number. */
const NUMBER_BYTES = 4;
/** Where the text of fields begins: after the header, the length and the checksum. */
const FIELDS_START = HEADER.length + 2 * NUMBER_BYTES;

/** How PUC's `lundump.c` names a chunk in its errors. */
export function binaryName(chunkName: string): string {
  if (chunkName.startsWith("@") || chunkName.startsWith("=")) return chunkName.slice(1);
  return chunkName.startsWith(BINARY_SIGNATURE) ? "binary string" : chunkName;
}

function encodeNumber(value: number): string {
  const bytes = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  return String.fromCharCode(...bytes);
}

function decodeNumber(text: string, at: number): number {
  let value = 0;
  for (let i = 0; i < NUMBER_BYTES; i++) value = value * 256 + text.charCodeAt(at + i);
  return value;
}

/** FNV-1a, so that a damaged chunk is not taken for another program. */
function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** Writes a function's text as a binary chunk. */
export function encodeFunction(fn: FunctionText): string {
  const strings = [fn.chunkName, fn.text, ...fn.upvalueNames];
  const fields =
    encodeNumber(fn.line) +
    encodeNumber(fn.textLine) +
    encodeNumber(fn.isMethod ? 1 : 0) +
    strings.map((text) => encodeNumber(text.length) + text).join("");
  return HEADER + encodeNumber(fields.length) + encodeNumber(checksum(fields)) + fields;
}

/**
 * Reads a binary chunk.
 * @returns the function's text, or what is wrong with the chunk, in PUC's words
 */
export function decodeFunction(
  chunk: string,
): FunctionText | "truncated" | "not a" | "version mismatch in" | "incompatible" | "corrupted" {
  if (chunk.length < HEADER.length) return "truncated";
  if (!chunk.startsWith(MAGIC)) return "not a";
  if (chunk.charAt(MAGIC.length) !== VERSION) return "version mismatch in";
  if (chunk.charAt(MAGIC.length + 1) !== FORMAT) return "version mismatch in";
  if (!chunk.startsWith(HEADER)) return "corrupted";
  if (chunk.length < FIELDS_START) return "truncated";
  const length = decodeNumber(chunk, HEADER.length);
  const fields = chunk.slice(FIELDS_START, FIELDS_START + length);
  if (fields.length < length) return "truncated";
  if (decodeNumber(chunk, HEADER.length + NUMBER_BYTES) !== checksum(fields)) return "corrupted";
  return decodeFields(fields) ?? "corrupted";
}

function decodeFields(fields: string): FunctionText | undefined {
  const strings: string[] = [];
  let at = 3 * NUMBER_BYTES;
  while (at + NUMBER_BYTES <= fields.length) {
    const start = at + NUMBER_BYTES;
    at = start + decodeNumber(fields, at);
    strings.push(fields.slice(start, at));
  }
  const [chunkName, text, ...upvalueNames] = strings;
  if (at !== fields.length || chunkName === undefined || text === undefined) return undefined;
  const line = decodeNumber(fields, 0);
  const textLine = decodeNumber(fields, NUMBER_BYTES);
  const isMethod = decodeNumber(fields, 2 * NUMBER_BYTES) === 1;
  return { chunkName, text, textLine, line, isMethod, upvalueNames };
}

/** What a stripped function keeps of where it came from. */
const STRIPPED = { chunkName: "=?", line: 1, textLine: 1 };

/** What it costs to look at a closure and to write its text, beside its bytes. */
const DUMP_STEPS = 1000;

/** `string.dump(function [, strip])`. */
export function dump(...values: LuaValue[]): LuaResult {
  const args = new Arguments("dump", values);
  const fn = args.at(1);
  if (typeof fn !== "function") return args.fail(1, "function");
  const closure = inspectClosure(fn);
  if (closure === null) raiseAt("unable to dump given function", 1);
  const { text } = closure.prototype.describe();
  chargeWork(DUMP_STEPS + text.text.length);
  const strip = args.at(2);
  if (strip === undefined || strip === false) return encodeFunction(text);
  return encodeFunction(
    text.line === 0 ? { ...text, chunkName: STRIPPED.chunkName } : { ...text, ...STRIPPED },
  );
}
