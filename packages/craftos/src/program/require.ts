/**
 * `require`. Source: tweaked.cc, require; Lua 5.1 manual §5.3.
 *
 * A search and a module may yield, so a call is a frame that knows how far it has come.
 */
import { expectString } from "@craftos-http/event-loop";
import {
  callValue,
  Frame,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  raise,
  raiseAt,
  resultList,
  saveFrame,
  SUSPENDED,
} from "@craftos-http/interpreter";
import type { ProgramPackage } from "./package-library.js";

/** A call of `require` that is not done. */
class RequireFrame extends Frame {
  readonly #package: ProgramPackage;
  readonly #name: string;
  readonly #searchers: LuaTable;
  #searcher = 1;
  #problems = "";
  /** Whether the module itself is running. */
  #isLoading = false;

  constructor(programPackage: ProgramPackage, name: string, searchers: LuaTable) {
    super();
    this.#package = programPackage;
    this.#name = name;
    this.#searchers = searchers;
  }

  override get nativeName(): string {
    return "require";
  }

  override resume(result: LuaResult): LuaResult {
    return this.#isLoading ? this.#finish(result) : (this.#found(result) ?? this.search());
  }

  /** Asks the searchers in turn, and loads what the first to know the module gives. */
  search(): LuaResult {
    for (;;) {
      const searcher = this.#searchers.getNumber(this.#searcher);
      if (searcher === undefined) {
        return raiseAt(`module '${this.#name}' not found:${this.#problems}`, 1);
      }
      this.#searcher++;
      const answer = callValue(searcher, this.#name);
      if (answer === SUSPENDED) return saveFrame(this);
      const result = this.#found(answer);
      if (result !== null) return result;
    }
  }

  /** Loads the module if a searcher knows it; else notes what it says and gives null. */
  #found(answer: LuaResult): LuaResult | null {
    const [loader, ...args] = resultList(answer);
    if (loader === undefined || loader === false) {
      if (typeof args[0] === "string") this.#problems += `\n  ${args[0]}`;
      return null;
    }
    this.#isLoading = true;
    this.#package.loaded.set(this.#name, IN_PROGRESS);
    const result = callValue(loader, this.#name, ...args);
    return result === SUSPENDED ? saveFrame(this) : this.#finish(result);
  }

  #finish(result: LuaResult): LuaResult {
    const { loaded } = this.#package;
    const [returned] = resultList(result);
    const stored = loaded.get(this.#name);
    const value: LuaValue = returned ?? (stored === IN_PROGRESS ? true : (stored ?? true));
    loaded.set(this.#name, value);
    return value;
  }
}

/** What `package.loaded` holds for a module while it runs, and after it raised an error. */
const IN_PROGRESS = new LuaTable();

/**
 * Makes `require(name)`.
 * @param programPackage - the program's `package`
 */
export function makeRequire(programPackage: ProgramPackage): LuaFunction {
  return (value) => {
    const name = expectString(1, value);
    const module = programPackage.loaded.get(name);
    if (module === IN_PROGRESS) raise(`loop or previous error loading module '${name}'`);
    if (module !== undefined && module !== false) return module;
    const searchers = programPackage.library.getString("loaders");
    if (!(searchers instanceof LuaTable)) return raise("package.loaders is not a table");
    return new RequireFrame(programPackage, name, searchers).search();
  };
}
