/**
 * `textutils.serialize`: a value as Lua source. Source: tweaked.cc, textutils.serialize.
 */
import {
  type LuaTable,
  type LuaValue,
  raise,
  rawToString,
  typeName,
} from "@craftos-http/interpreter";
import { SerializationPath } from "./serialization-path.js";

/** How a value is written. */
export interface LuaOutputOptions {
  /** Whether without spaces and line ends. */
  readonly isCompact: boolean;
  /** Whether a table may appear twice. */
  readonly allowsRepetitions: boolean;
}

const NAME = /^[A-Za-z_]\w*$/;

/** The words that Lua keeps for itself (Lua 5.2 manual §3.1). */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "and break do else elseif end false for function goto if in local nil not or repeat return " +
    "then true until while"
  ).split(" "),
);

function writeNumber(value: number): string {
  if (Number.isNaN(value)) return "0/0";
  if (Number.isFinite(value)) return rawToString(value);
  return value > 0 ? "1/0" : "-1/0";
}

/** Writes a string as `string.format("%q")` does (Lua 5.2 manual §6.4). */
function quote(text: string): string {
  // eslint-disable-next-line no-control-regex -- those are what is escaped
  const body = text.replaceAll(/[\0-\x1f"\\\x7f]/g, (character, index: number) => {
    if (character === "\n" || character === '"' || character === "\\") return `\\${character}`;
    const isBeforeDigit = /\d/.test(text.charAt(index + 1));
    const code = String(character.charCodeAt(0));
    return `\\${isBeforeDigit ? code.padStart(3, "0") : code}`;
  });
  return `"${body}"`;
}

class LuaWriter {
  readonly #path: SerializationPath;
  readonly #isCompact: boolean;

  constructor(options: LuaOutputOptions) {
    this.#path = new SerializationPath(options.allowsRepetitions);
    this.#isCompact = options.isCompact;
  }

  write(value: LuaValue, indent: string): string {
    switch (typeof value) {
      case "string":
        return quote(value);
      case "number":
        return writeNumber(value);
      case "boolean":
      case "undefined":
        return rawToString(value);
      case "object":
        if ("isTable" in value) return this.#writeTable(value, indent);
        break;
      default:
    }
    return raise(`Cannot serialize type ${typeName(value)}`);
  }

  #writeTable(table: LuaTable, indent: string): string {
    this.#path.enter(table);
    const inner = this.#isCompact ? "" : `${indent}  `;
    const lineEnd = this.#isCompact ? "" : "\n";
    let text = "";
    let length = 0;
    for (let value; (value = table.getNumber(length + 1)) !== undefined; length++) {
      text += `${inner}${this.write(value, inner)},${lineEnd}`;
    }
    for (let at = table.nextPosition(0); at >= 0; at = table.nextPosition(at + 1)) {
      const key = table.keyAt(at);
      if (typeof key === "number" && key >= 1 && key <= length && Number.isInteger(key)) continue;
      text += `${inner}${this.#writeKey(key, inner)}${this.write(table.valueAt(at), inner)},${lineEnd}`;
    }
    this.#path.leave();
    return text === "" ? "{}" : `{${lineEnd}${text}${this.#isCompact ? "" : indent}}`;
  }

  #writeKey(key: LuaValue, indent: string): string {
    if (typeof key === "string" && NAME.test(key) && !KEYWORDS.has(key)) {
      return this.#isCompact ? `${key}=` : `${key} = `;
    }
    const text = this.write(key, indent);
    return this.#isCompact ? `[${text}]=` : `[ ${text} ] = `;
  }
}

/**
 * Writes a value as Lua source that makes it again.
 * @param value - any value but functions and threads
 * @param options - how
 * @throws LuaError for what cannot be written
 */
export function serializeLua(value: LuaValue, options: LuaOutputOptions): string {
  return new LuaWriter(options).write(value, "");
}
