/**
 * Asks a real PUC Lua, compiled to WebAssembly, what a library function answers.
 * Values cross as text that holds nothing but ASCII, so every byte and every double survives.
 */
import * as lua52 from "lua-wasm-bindings/dist/lua.52.js";
import * as lua53 from "lua-wasm-bindings/dist/lua.53.js";
import * as lua54 from "lua-wasm-bindings/dist/lua.54.js";

/** A Lua value that a test hands over or gets back. */
export type OracleValue = string | number | boolean | undefined;

/** What one call gave: its results, or the text of its error without position. */
export type OracleAnswer =
  | { readonly ok: true; readonly values: readonly OracleValue[] }
  | { readonly ok: false; readonly message: string };

/** One call: a Lua expression that is a function, and its arguments. */
export interface OracleCall {
  readonly callee: string;
  readonly args: readonly OracleValue[];
}

const states = { "5.2": lua52, "5.3": lua53, "5.4": lua54 } as const;

/** The versions of PUC Lua that can be asked. */
export type OracleVersion = keyof typeof states;

const PRELUDE = String.raw`
local out = {}
local function encode(v)
  local t = type(v)
  if t == "string" then
    return "s" .. v:gsub("[%z\1-\255]", function(c) return string.format("%02x", c:byte()) end)
  elseif t == "number" then
    return "n" .. string.format("%.17g", v)
  elseif t == "boolean" then
    return v and "t" or "f"
  else
    return "x"
  end
end
local function record(...)
  local list = {}
  for i = 1, select("#", ...) do list[i] = encode((select(i, ...))) end
  out[#out + 1] = table.concat(list, ",")
end
local function ask(f, ...) record(pcall(f, ...)) end
`;

/** Writes a value as a Lua expression. */
export function toLuaSource(value: OracleValue): string {
  if (value === undefined) {
    return "nil";
  }
  if (typeof value === "string") {
    let text = '"';
    for (let i = 0; i < value.length; i++) {
      text += "\\" + String(value.charCodeAt(i)).padStart(3, "0");
    }
    return text + '"';
  }
  if (typeof value === "boolean") {
    return String(value);
  }
  if (Number.isNaN(value)) {
    return "(0/0)";
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? "(1/0)" : "(-1/0)";
  }
  if (Object.is(value, -0)) {
    return "(-0.0)";
  }
  // Lua 5.3 would read the rounded digits of a great integer as another integer.
  return `(${Number.isSafeInteger(value) ? String(value) : value.toExponential()})`;
}

function fromText(text: string): OracleValue {
  switch (text.charAt(0)) {
    case "s": {
      let value = "";
      for (let i = 1; i < text.length; i += 2) {
        value += String.fromCharCode(parseInt(text.slice(i, i + 2), 16));
      }
      return value;
    }
    case "n": {
      const number = text.slice(1);
      if (number.includes("nan")) {
        return NaN;
      }
      return number.includes("inf")
        ? number.startsWith("-")
          ? -Infinity
          : Infinity
        : Number(number);
    }
    case "t":
      return true;
    case "f":
      return false;
    default:
      return undefined;
  }
}

/**
 * Whether a number may lie halfway between two 14-digit decimals. The C library that the WebAssembly
 * build of Lua carries rounds such numbers wrongly (`%.0f` of 1.5 is 1), so it cannot be asked for their text.
 */
export function mayBeTie(n: number): boolean {
  const text = n.toExponential(14);
  return Number(text) === n && text.includes("5e");
}

/** Runs a chunk and gives the string it returns. */
export function runPuc(version: OracleVersion, source: string): string {
  const { lua, lauxlib, lualib } = states[version];
  const state = lauxlib.luaL_newstate();
  try {
    lualib.luaL_openlibs(state);
    const status = lauxlib.luaL_dostring(state, source);
    const text = lua.lua_tostring(state, -1);
    if (status !== 0) {
      throw new Error(`the oracle's chunk failed: ${text}`);
    }
    return text;
  } finally {
    lua.lua_close(state);
  }
}

/** How much source to hand over at once: it goes through the WebAssembly stack. */
const BATCH_CHARACTERS_MAX = 200_000;

/** Makes all calls, each protected, and gives an answer for each. */
export function askPuc(version: OracleVersion, calls: readonly OracleCall[]): OracleAnswer[] {
  const answers: OracleAnswer[] = [];
  let batch = "";
  const flush = (): void => {
    if (batch !== "") {
      const text = runPuc(version, `${PRELUDE}${batch}return table.concat(out, "\\n")`);
      answers.push(...text.split("\n").map(toAnswer));
      batch = "";
    }
  };
  for (const { callee, args } of calls) {
    batch += `ask(${[callee, ...args.map(toLuaSource)].join(", ")})\n`;
    if (batch.length > BATCH_CHARACTERS_MAX) {
      flush();
    }
  }
  flush();
  return answers;
}

function toAnswer(line: string): OracleAnswer {
  const [ok, ...values] = line.split(",").map(fromText);
  return ok === true ? { ok, values } : { ok: false, message: String(values[0]) };
}
