/**
 * The machine below a ROM: the globals that CC: Tweaked's Java side gives its `bios.lua`, and no more, so
 * that a ROM finds what it expects and brings the rest itself. Source: CC: Tweaked's `bios.lua` and
 * `rom/apis`, for what they use.
 */
import { LuaTable, type LuaValue } from "@craftos-http/interpreter";
import { expectFiniteNumber, ProgramStop } from "@craftos-http/event-loop";
import { defineGlobals, defineLibrary } from "../native/define-library.js";

/** What a ROM is booted with. */
export interface RomOptions {
  /** Its `bios.lua`, a byte string. */
  readonly bios: string;
  /** A program that its shell runs, after which the computer is switched off; default its prompt. */
  readonly program?:
    | {
        /** Where on the computer it is. */
        readonly path: string;
        /** Its arguments, byte strings. */
        readonly args: readonly string[];
      }
    | undefined;
}

/** The global under which {@link ROM_AUTORUN} finds what a ROM does not know of. */
const HOST_GLOBAL = "_CRAFTOS_HTTP";

/** A file that is shown in a ROM's folder `autorun`, whose files its `startup.lua` runs. */
export const ROM_AUTORUN_PATH = "autorun/craftos-http.lua";

/** Its contents: what the ROM's `http` lacks, and the program that is to be run. */
export const ROM_AUTORUN = `-- Shown by craftos-http beside the files of this ROM.

local host = _CRAFTOS_HTTP
if http then
  for name, fn in pairs(host.http) do
    if http[name] == nil then http[name] = fn end
  end
end
if host.program then
  local ok = (shell.execute or shell.run)(host.program, table.unpack(host.args))
  host.shutdown(ok and 0 or 1)
end
`;

/** What the environment defines and a ROM defines itself. */
const LUA_GLOBALS = [
  ...["colors", "colours", "disk", "dofile", "gps", "help", "io", "keys", "loadfile", "paintutils"],
  ...["parallel", "print", "printError", "read", "rednet", "settings", "sleep", "textutils"],
  ...["vector", "window", "write"],
];

/** Natives that a ROM wraps under another name than they have here: those that do not wait. */
const ASYNC_HTTP = { checkURL: "checkURLAsync", websocket: "websocketAsync" } as const;

/** What is put in the place of the environment's own libraries. */
export interface RomNatives {
  /** `term`, without redirection. */
  readonly term: LuaTable;
  /** `peripheral`. */
  readonly peripheral: LuaTable;
}

/**
 * Turns the globals of the environment into those of the machine.
 * @param globals - the state's
 * @param natives - what takes the place of libraries written in Lua
 * @param program - see {@link RomOptions.program}
 */
export function makeRomGlobals(
  globals: LuaTable,
  natives: RomNatives,
  program: RomOptions["program"],
): void {
  const http = globals.getString("http");
  for (const name of LUA_GLOBALS) globals.set(name, undefined);
  defineGlobals(globals, { ...natives });
  const host: Record<string, LuaValue> = {
    http: http instanceof LuaTable ? http : new LuaTable(),
    shutdown: (status) => {
      throw new ProgramStop({ kind: "shutdown", exitStatus: expectFiniteNumber(1, status) });
    },
  };
  if (program !== undefined) {
    host.program = `/${program.path}`;
    host.args = LuaTable.fromArray([...program.args]);
  }
  defineGlobals(globals, { [HOST_GLOBAL]: defineLibrary(HOST_GLOBAL, host) });
  if (http instanceof LuaTable) globals.set("http", nativeHttp(http));
}

/** Gives the natives of `http` as a ROM expects them: what waits is the ROM's own. */
function nativeHttp(http: LuaTable): LuaTable {
  const table = new LuaTable();
  for (let at = http.nextPosition(0); at >= 0; at = http.nextPosition(at + 1)) {
    table.set(http.keyAt(at), http.valueAt(at));
  }
  for (const [name, here] of Object.entries(ASYNC_HTTP)) table.set(name, http.getString(here));
  return table;
}
