/**
 * The `parallel` table. Source: tweaked.cc, parallel.
 */
import { expectFunction } from "@craftos-http/event-loop";
import type { LuaResult, LuaTable, LuaValue } from "@craftos-http/interpreter";
import { defineLibrary } from "../native/define-library.js";
import { CoroutineGroupFrame } from "./coroutine-group.js";

/**
 * Makes the `parallel` table.
 * @param os - the table through which it calls `pullEventRaw`
 */
export function makeParallelLibrary(os: LuaTable): LuaTable {
  function run(name: string, functions: readonly LuaValue[], endsWithFirst: boolean): LuaResult {
    const checked = functions.map((fn, index) => expectFunction(index + 1, fn));
    return new CoroutineGroupFrame(name, checked, endsWithFirst, os).run();
  }

  return defineLibrary("parallel", {
    waitForAny: (...functions) => run("parallel.waitForAny", functions, true),
    waitForAll: (...functions) => run("parallel.waitForAll", functions, false),
  });
}
