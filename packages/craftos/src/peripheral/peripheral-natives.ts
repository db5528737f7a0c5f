/**
 * The natives of `peripheral`: what is attached, and calls of its methods. Source: tweaked.cc, peripheral.
 */
import { expectString } from "@craftos-http/event-loop";
import {
  type LuaResult,
  LuaTable,
  type LuaValue,
  native,
  NO_VALUES,
  raiseAt,
} from "@craftos-http/interpreter";
import type { LibraryFields } from "../native/define-library.js";
import type { Peripheral } from "./peripheral.js";

/**
 * Calls a method.
 * @param peripheral - whose it is
 * @param method - its name
 * @param args - the arguments
 */
export function callMethod(
  peripheral: Peripheral,
  method: string,
  args: readonly LuaValue[],
): LuaResult {
  const fn = Object.hasOwn(peripheral.methods, method) ? peripheral.methods[method] : undefined;
  return typeof fn === "function" ? fn(...args) : raiseAt(`No such method ${method}`, 1);
}

/**
 * Makes the natives.
 * @param all - what is attached, by name
 */
export function peripheralNatives(all: ReadonlyMap<string, Peripheral>): LibraryFields {
  const find = (name: LuaValue): Peripheral | undefined => all.get(expectString(1, name));
  return {
    isPresent: (name) => find(name) !== undefined,
    getType: (name) => [...(find(name)?.types ?? NO_VALUES)],
    hasType: (name, type) => {
      const wanted = expectString(2, type);
      return find(name)?.types.includes(wanted);
    },
    getMethods: (name) => {
      const peripheral = find(name);
      if (peripheral === undefined) return undefined;
      return LuaTable.fromArray(Object.keys(peripheral.methods));
    },
    call: (name, method, ...args) => {
      const peripheral = find(name);
      const methodName = expectString(2, method);
      if (peripheral === undefined) return raiseAt("No peripheral attached", 1);
      return callMethod(peripheral, methodName, args);
    },
    // HOST: a method as a function, whose errors have the position of who calls it.
    bind: (value, methodName) => {
      const name = expectString(1, value);
      const method = expectString(2, methodName);
      if (!all.has(name)) return undefined;
      return native(method, (...args) => {
        const peripheral = all.get(name);
        return peripheral === undefined ? NO_VALUES : callMethod(peripheral, method, args);
      });
    },
    // HOST: as in CraftOS-PC a peripheral may have a name that is no side's.
    getNames: () => LuaTable.fromArray([...all.keys()]),
  };
}
