/**
 * The part of fengari that is used here: the C API of Lua 5.3, by the same names. The package itself
 * has no declarations.
 */
declare module "fengari" {
  /** A Lua state; opaque. */
  type State = unknown;

  interface Fengari {
    readonly FENGARI_RELEASE: string;
    readonly lua: {
      readonly LUA_OK: number;
      lua_pcall(state: State, argumentCount: number, resultCount: number, handler: number): number;
      lua_pushcfunction(state: State, native: (state: State) => number): void;
      lua_pushnumber(state: State, value: number): void;
      lua_pushstring(state: State, bytes: Uint8Array): void;
      lua_getglobal(state: State, name: Uint8Array): void;
      lua_setfield(state: State, index: number, name: Uint8Array): void;
      lua_tojsstring(state: State, index: number): string;
    };
    readonly lauxlib: {
      luaL_newstate(): State;
      luaL_loadbuffer(state: State, bytes: Uint8Array, length: number, name: Uint8Array): number;
    };
    readonly lualib: { luaL_openlibs(state: State): void };
    to_luastring(text: string): Uint8Array;
  }

  const fengari: Fengari;
  // eslint-disable-next-line no-restricted-exports -- a CommonJS package: what it exports is the default
  export default fengari;
}
