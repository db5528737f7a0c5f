/**
 * What a function takes from those around it, and which of its own variables closures share with it.
 */
import {
  ENVIRONMENT,
  type Captured,
  type FunctionScope,
  type Variable,
} from "../analysis/scope.js";
import type { ValueType } from "./operand.js";

/** Whether closures and their function must share a variable, because it changes. */
export function needsCell(variable: Variable): boolean {
  return variable.isCaptured && variable.isReassigned;
}

/** Whether a variable is the `local function` name of a function, seen from inside it. */
export function isOwnName(variable: Variable, fn: FunctionScope): boolean {
  return fn.node !== null && variable.localFunction === fn.node && !variable.isReassigned;
}

/** What a function is given when it is made: everything it captures but its own name. */
export function upvaluesOf(fn: FunctionScope): Captured[] {
  return fn.captured.filter((captured) => captured === ENVIRONMENT || !isOwnName(captured, fn));
}

/** The JavaScript names of what a function is given when it is made, in that order. */
export function capturedNames(fn: FunctionScope): ReadonlyMap<Captured, string> {
  if (fn.names !== null) return fn.names.captured;
  const names = new Map<Captured, string>();
  for (const captured of upvaluesOf(fn)) {
    names.set(captured, captured === ENVIRONMENT ? "E" : `u${names.size}`);
  }
  return names;
}

/** What is known of a variable's values. */
export function variableType(variable: Variable): ValueType {
  if (variable.isNumber) return "number";
  return variable.localFunction !== null && !variable.isReassigned ? "function" : "unknown";
}
