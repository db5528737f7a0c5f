/**
 * `return f(...)` inside `f`: the function begins again with other parameters and makes no call. The
 * JavaScript stack does not grow, and V8 sees a loop (benchmark tail-calls). Only in direct form: hooks of
 * `debug.sethook` are told of a call.
 */
import { isComputed } from "../../analysis/infer-numbers.js";
import { isOwnName } from "../captured-variables.js";
import type { Call, PreparedCall } from "../expressions/calls.js";
import type { FunctionGenerator } from "../function-generator.js";
import type { Operand } from "../operand.js";
import { forget } from "./forget.js";

/**
 * Emits what a tail call does if it calls the function that it stands in.
 * @returns whether it calls nothing else
 */
export function selfCall(g: FunctionGenerator, node: Call, call: PreparedCall): boolean {
  const { callee, args } = call;
  if (g.restart === null || args === null || node.type !== "CallExpression") return false;
  if (node.base.type !== "Identifier") return false;
  const variable = g.chunk.scope.variableOf.get(node.base);
  const isCertain = variable !== undefined && isOwnName(variable, g.fn);
  if (!isCertain && node.base.name !== g.fn.name) return false;
  g.usesRestart = true;
  g.out.add(isCertain ? "{" : `if(${callee.code}===${g.ownName}){`);
  setParameters(g, args);
  node.arguments.forEach((argument, i) => {
    const parameter = g.fn.parameters[i];
    if (parameter !== undefined && isComputed(argument)) g.restartNumbers.add(parameter);
  });
  g.out.add(`${g.restart()}}`);
  return isCertain;
}

/** Gives the parameters new values, all at a time, and empties the other variables. */
function setParameters(g: FunctionGenerator, args: readonly Operand[]): void {
  const own: Operand[] = [];
  const values = g.fn.parameters.map((_, i) => {
    const value = args[i];
    if (value === undefined) return "undefined";
    const temporary = g.newTemporary(value.type);
    own.push(temporary);
    g.out.add(`${temporary.code}=${value.code};`);
    return temporary.code;
  });
  g.fn.parameters.forEach(({ register }, i) => {
    g.out.add(`${g.register(register)}=${values[i]!};`);
  });
  g.release(...own);
  const others = g.temporaries.names;
  for (let i = g.fn.parameters.length; i < g.fn.registerCount; i++) others.push(g.register(i));
  forget(g, others);
}
