/**
 * `os.run`, `os.loadAPI` and `os.unloadAPI`: files run in environments of their own. Source: tweaked.cc,
 * os.
 */
import { expectString, expectTable } from "@craftos-http/event-loop";
import {
  callValue,
  Frame,
  type LuaResult,
  LuaTable,
  type LuaValue,
  NO_VALUES,
  raiseAt,
  rawToString,
  resultList,
  saveFrame,
  SUSPENDED,
} from "@craftos-http/interpreter";
import { nameOf } from "../files/file-path.js";
import type { LibraryFields } from "../native/define-library.js";
import type { FileLoader } from "./load-file.js";

/** A call that waits for another and then goes on. */
class ThenFrame extends Frame {
  readonly #name: string;
  readonly #then: (result: LuaResult) => LuaResult;

  constructor(name: string, then: (result: LuaResult) => LuaResult) {
    super();
    this.#name = name;
    this.#then = then;
  }

  override get nativeName(): string {
    return this.#name;
  }

  override resume(result: LuaResult): LuaResult {
    return this.#then(result);
  }
}

/** Goes on with what a call gave, at once or when it has given it. */
function after(name: string, result: LuaResult, then: (result: LuaResult) => LuaResult): LuaResult {
  return result === SUSPENDED ? saveFrame(new ThenFrame(name, then)) : then(result);
}

/**
 * Makes the functions.
 * @param loader - loads files
 * @param globals - the computer's globals, with `pcall` and `printError`
 */
export function osRun(loader: FileLoader, globals: LuaTable): LibraryFields {
  const pcall = globals.getString("pcall");
  const loading = new Set<string>();

  function sayError(value: LuaValue): LuaResult {
    return callValue(globals.getString("printError"), value);
  }

  return {
    run: (environment, path, ...args) => {
      const env = expectTable(1, environment);
      const name = expectString(2, path);
      env.meta = LuaTable.fromFields([["__index", globals]]);
      const fail = (problem: LuaValue): LuaResult => {
        const isSilent = problem === undefined || problem === false || problem === "";
        return isSilent ? false : after("os.run", sayError(problem), () => false);
      };
      const loaded = loader.load(name, env);
      if (!("fn" in loaded)) return fail(loaded.problem);
      return after("os.run", callValue(pcall, loaded.fn, ...args), (outcome) => {
        const [isOk, problem] = resultList(outcome);
        return isOk === true ? true : fail(problem);
      });
    },

    loadAPI: (path) => {
      const file = expectString(1, path);
      const name = nameOf(file).replace(/\.lua$/, "");
      if (loading.has(name)) {
        const said = sayError(`API ${name} is already being loaded`);
        return after("os.loadAPI", said, () => false);
      }
      const fail = (problem: LuaValue): never =>
        raiseAt(`Failed to load API ${name} due to ${rawToString(problem)}`, 1);

      const env = new LuaTable();
      env.meta = LuaTable.fromFields([["__index", globals]]);
      const loaded = loader.load(file, env);
      if (!("fn" in loaded)) return fail(loaded.problem);
      loading.add(name);
      return after("os.loadAPI", callValue(pcall, loaded.fn), (outcome) => {
        loading.delete(name);
        const [isOk, problem] = resultList(outcome);
        if (isOk !== true) fail(problem);
        globals.set(name, exportsOf(env));
        return true;
      });
    },

    unloadAPI: (value) => {
      const name = expectString(1, value);
      const isApi = name !== "_G" && globals.get(name) instanceof LuaTable;
      if (isApi) globals.set(name, undefined);
      return NO_VALUES;
    },
  };
}

/** What a file left in its environment. */
function exportsOf(env: LuaTable): LuaTable {
  const api = new LuaTable();
  for (let at = env.nextPosition(0); at >= 0; at = env.nextPosition(at + 1)) {
    const key = env.keyAt(at);
    if (key !== "_ENV") api.set(key, env.valueAt(at));
  }
  return api;
}
