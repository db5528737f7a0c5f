/**
 * `pcall` and `xpcall` where they are called: every call of them in the source has a native of its own, in which V8
 * sees what that call calls and how it ends, and makes it a part of the caller (benchmark pcall). What is unusual
 * is left to the runtime, `runtime/protected-call.ts`.
 */
import type { OperandName } from "./chunk-generator.js";
import type { FunctionGenerator } from "./function-generator.js";

/** A call of `pcall` or `xpcall`. */
export interface Guard {
  /** Which. */
  readonly kind: "pcall" | "xpcall";
  /** How many arguments it has. */
  readonly argumentCount: number;
}

/** Calls with more arguments are left to the runtime. */
const ARGUMENTS_MAX = 6;

/**
 * Gives text for what a call calls: its guard, if it calls the real `pcall` or `xpcall`.
 * @param name - how the source names what is called
 * @param code - what is called, text that may stand several times
 * @param argumentCount - how many arguments it is given
 * @param otherwise - text for anything else
 */
export function guarded(
  g: FunctionGenerator,
  name: OperandName | null,
  code: string,
  argumentCount: number,
  otherwise: string,
): string {
  const kind = name?.name;
  if (kind !== "pcall" && kind !== "xpcall") return otherwise;
  if (argumentCount < (kind === "pcall" ? 1 : 2) || argumentCount > ARGUMENTS_MAX) return otherwise;
  const number = g.constantsUsed.guards.push({ kind, argumentCount }) - 1;
  return `(${code}===${kind.toUpperCase()}?q${number}:${otherwise})`;
}

/** Text that declares the guards of a script. */
export function guardDeclarations(
  guards: readonly Guard[],
  limits: { readonly budgetLimit: number; readonly protectedCallCost: number },
): string {
  return guards
    .map(({ kind, argumentCount }, number) => {
      const isHandled = kind === "xpcall";
      const args: string[] = [];
      for (let i = isHandled ? 2 : 1; i < argumentCount; i++) args.push(`a${i}`);
      const given = ["f", ...(isHandled ? ["h"] : []), ...args].join(",");
      const before = `c,r,w,u${isHandled ? ",h" : ""}`;
      // Named as natives are on the stack.
      return (
        `var q${number}={"lua:${kind}":(${given})=>{` +
        `const{c,refillCount:r,tracebackWanted:w,unyieldableDepth:u}=X;` +
        `if(typeof f!=="function"||c>${limits.budgetLimit - limits.protectedCallCost})return ${kind}(${given});` +
        `X.c=c+${limits.protectedCallCost};X.tracebackWanted=${isHandled ? 1 : 0};` +
        `try{const v=f(${args.join(",")});` +
        `if(v!==S){X.tracebackWanted=w;X.c-=${limits.protectedCallCost};return isList(v)?success(v):[true,v];}}` +
        `catch(t){return ${kind}Error(t,${before});}` +
        `return ${kind}Suspended(${before});}}["lua:${kind}"];`
      );
    })
    .join("");
}
