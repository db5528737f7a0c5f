/**
 * The `textutils` table: what of it needs no screen. Source: tweaked.cc, textutils.
 */
import { expectNumber, expectString, raiseBadArgument } from "@craftos-http/event-loop";
import {
  type LuaFunction,
  type LuaState,
  LuaTable,
  type LuaValue,
} from "@craftos-http/interpreter";
import { defineLibrary } from "../native/define-library.js";
import { type JsonConstants, makeJsonConstants } from "./json-constants.js";
import { MalformedJson, parseJson } from "./parse-json.js";
import { serializeJson } from "./serialize-json.js";
import { serializeLua } from "./serialize-lua.js";
import { makeUnserializeLua } from "./unserialize-lua.js";
import { urlEncode } from "./url-encode.js";

/** Reads a boolean field of an options table. */
function flag(options: LuaTable | undefined, name: string, fallback = false): boolean {
  const value = options?.getString(name);
  return value === undefined ? fallback : value !== false;
}

function optionalTable(position: number, value: LuaValue): LuaTable | undefined {
  if (value === undefined || value instanceof LuaTable) return value;
  return raiseBadArgument(position, "table", value);
}

const serialize: LuaFunction = (value, options) => {
  const table = optionalTable(2, options);
  return serializeLua(value, {
    isCompact: flag(table, "compact"),
    allowsRepetitions: flag(table, "allow_repetitions"),
  });
};

function makeSerializeJson(constants: JsonConstants): LuaFunction {
  return (value, options) => {
    const isSerializable =
      value instanceof LuaTable || ["string", "number", "boolean"].includes(typeof value);
    if (!isSerializable) raiseBadArgument(1, "table, string, number or boolean", value);
    if (options === undefined || typeof options === "boolean") {
      const isNbt = options === true;
      const rest = { hasUnicodeStrings: false, allowsRepetitions: false };
      return serializeJson(value, { isNbt, ...rest }, constants);
    }
    if (!(options instanceof LuaTable)) raiseBadArgument(2, "table or boolean", options);
    const read = {
      isNbt: flag(options, "nbt_style"),
      hasUnicodeStrings: flag(options, "unicode_strings"),
      allowsRepetitions: flag(options, "allow_repetitions"),
    };
    return serializeJson(value, read, constants);
  };
}

function makeUnserializeJson(constants: JsonConstants): LuaFunction {
  return (text, options) => {
    const json = expectString(1, text);
    const table = optionalTable(2, options);
    try {
      return parseJson(json, {
        isNbt: flag(table, "nbt_style"),
        null: flag(table, "parse_null") ? constants.null : undefined,
        emptyArray: flag(table, "parse_empty_array", true) ? constants.emptyArray : undefined,
      });
    } catch (error) {
      if (error instanceof MalformedJson) return [undefined, error.message];
      throw error;
    }
  };
}

/** `textutils.formatTime(hour, twentyFourHour)`: 18.5 is `6:30 PM`. */
const formatTime: LuaFunction = (hour, twentyFourHour) => {
  const time = expectNumber(1, hour);
  if (twentyFourHour !== undefined && typeof twentyFourHour !== "boolean") {
    raiseBadArgument(2, "boolean", twentyFourHour);
  }
  const hours = Math.floor(time);
  const minutes = String(Math.floor((time - hours) * 60)).padStart(2, "0");
  if (twentyFourHour === true) return `${hours}:${minutes}`;
  const shown = hours >= 13 ? hours - 12 : hours;
  return `${shown === 0 ? 12 : shown}:${minutes} ${time >= 12 ? "PM" : "AM"}`;
};

/**
 * Makes the `textutils` table.
 * @param state - the state that it is for
 */
export function makeTextutilsLibrary(state: LuaState): LuaTable {
  const constants = makeJsonConstants();
  const fromLua = makeUnserializeLua(state);
  const unserialize: LuaFunction = (text) => fromLua(expectString(1, text));
  const toJson = makeSerializeJson(constants);
  const fromJson = makeUnserializeJson(constants);
  return defineLibrary("textutils", {
    empty_json_array: constants.emptyArray,
    json_null: constants.null,
    serialise: serialize,
    serialize,
    unserialise: unserialize,
    unserialize,
    serialiseJSON: toJson,
    serializeJSON: toJson,
    unserialiseJSON: fromJson,
    unserializeJSON: fromJson,
    urlEncode: (text) => urlEncode(expectString(1, text)),
    formatTime,
  });
}
