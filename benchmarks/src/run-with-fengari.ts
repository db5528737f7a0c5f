/**
 * Runs a Lua program with fengari: `node run-with-fengari.js FILE [ARGS...]`.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import fengari from "fengari";
import { cpuClock } from "./lua/cpu-clock.js";

function run(path: string, args: readonly string[]): void {
  const { lua, lauxlib, lualib } = fengari;
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  lua.lua_getglobal(state, fengari.to_luastring("os"));
  lua.lua_pushcfunction(state, (caller) => {
    lua.lua_pushnumber(caller, cpuClock());
    return 1;
  });
  lua.lua_setfield(state, -2, fengari.to_luastring("clock"));
  const source = new Uint8Array(readFileSync(path));
  const name = fengari.to_luastring(`@${basename(path)}`);
  let status = lauxlib.luaL_loadbuffer(state, source, source.length, name);
  if (status === lua.LUA_OK) {
    for (const argument of args) lua.lua_pushstring(state, fengari.to_luastring(argument));
    status = lua.lua_pcall(state, args.length, 0, 0);
  }
  if (status !== lua.LUA_OK) throw new Error(lua.lua_tojsstring(state, -1));
}

const [file = "", ...rest] = process.argv.slice(2);
if (file === "--version") console.log(fengari.FENGARI_RELEASE);
else run(file, rest);
