/**
 * Runs the same Lua text here and in PUC Lua and compares what it prints, error texts with their
 * positions included. PUC 5.2 is asked unless a test names another version.
 */
import { expect } from "vitest";
import { LuaState } from "../../src/index.js";
import { type OracleVersion, runPuc } from "../puc-oracle.js";

/**
 * Collects what the text prints, in ASCII, so that it survives the way out of WebAssembly. Strings
 * are told from numbers, and a value is a table, function or thread without its address.
 */
const PRELUDE = String.raw`
local out, type, tostring, select, pcall = {}, type, tostring, select, pcall
local gsub, format, byte, concat, floor = string.gsub, string.format, string.byte, table.concat, math.floor
local function show(v)
  local t = type(v)
  if t == "string" then
    local text = gsub(v, "[%c\"\\\128-\255]", function(c) return format("\\%03d", byte(c)) end)
    return '"' .. text .. '"'
  elseif t == "number" then
    if v ~= v then return "nan" end
    return format("%.17g", v)
  elseif t == "nil" or t == "boolean" then
    return tostring(v)
  end
  return t
end
local function print(...)
  local line = {}
  for i = 1, select("#", ...) do line[i] = show((select(i, ...))) end
  out[#out + 1] = concat(line, " ")
end
local function id(...) return ... end
local function try(f, ...) print(pcall(f, ...)) end
local env = setmetatable({ print = print, try = try, id = id }, { __index = _G })
local function run(source)
  local f, message = load(source, "=t", "t", env)
  if not f then out[#out + 1] = message return end
  local ok, message = pcall(f)
  if not ok then print("error", message) end
end
`;

function wrap(source: string): string {
  if (source.includes("]====]")) throw new Error("the source closes its own brackets");
  return `${PRELUDE}run([====[\n${source}]====])\nreturn concat(out, "\\n")`;
}

/** Runs Lua text with `print`, `try(f, ...)` and `id(...)` and gives what it prints. */
export function runHere(source: string): string {
  const state = new LuaState();
  const [text] = state.call(state.load(wrap(source), "=prelude"));
  if (typeof text !== "string") throw new Error("the prelude gave no text");
  return text;
}

/** The same in PUC Lua. */
export function runInPuc(source: string, version: OracleVersion = "5.2"): string {
  return runPuc(version, wrap(source));
}

/** Expects the same output from both. */
export function expectSameOutput(source: string, note = ""): void {
  expect(runHere(source), note).toBe(runInPuc(source));
}

/** Expects the same results or error from every expression, each in a protected call of its own. */
export function expectSameResults(
  expressions: readonly string[],
  before = "",
  version: OracleVersion = "5.2",
): void {
  const lines = expressions.map((text) => `try(function() return id(${text}) end)`);
  const source = `${before.replaceAll("\n", " ")}\n${lines.join("\n")}`;
  const here = runHere(source).split("\n");
  const puc = runInPuc(source, version).split("\n");
  const differences = expressions.flatMap((text, i) =>
    here[i] === puc[i] ? [] : [`${text} -> ${here[i] ?? ""}, in PUC ${puc[i] ?? ""}`],
  );
  expect(differences).toEqual([]);
  expect(here.length).toBe(puc.length);
}
