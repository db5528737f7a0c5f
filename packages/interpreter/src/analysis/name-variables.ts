/**
 * JavaScript names of variables for chunks that a debugger looks at: a variable has its own name from
 * the source wherever JavaScript and generated code leave it free, and a name that tells it otherwise.
 * Such chunks are resolved with a register of its own for each variable, so that each keeps one name.
 */
import { type Captured, ENVIRONMENT, type FunctionScope, type Variable } from "./scope.js";

/** The names of a function's variables. */
export interface FunctionNames {
  /** By register; undefined for what a loop keeps. */
  readonly registers: readonly (string | undefined)[];
  /** Of what it captures. */
  readonly captured: ReadonlyMap<Captured, string>;
}

/** What stands between the name and the number of a variable whose name was not free. */
const MARK = "$";

/** Finds the variables that were not free to have their own names. */
const MARKED = /(?<![\w$])([A-Za-z_]\w*)\$\d+(?![\w$])/g;

/** Words of JavaScript that are no names in strict code, and globals that generated code uses. */
const JAVASCRIPT =
  "arguments await case catch class const continue debugger default delete enum eval export extends " +
  "finally implements import instanceof interface let new null package private protected public static " +
  "super switch this throw try typeof var void with yield " +
  "Array Infinity Math NaN Number Object String isNaN undefined";

/** Names that generated code has for itself besides those of the runtime, and for what it numbers. */
const OWN = "H K C P M E F A W X m k c i l v va pc make";
const NUMBERED = /^[rtkfuLqg]\d+$/;

/** Gives names to the variables of a function. */
export class VariableNamer {
  readonly #taken: ReadonlySet<string>;

  /**
   * Knows what is not free.
   * @param runtimeNames - what generated code calls of the runtime
   */
  constructor(runtimeNames: readonly string[]) {
    this.#taken = new Set([...JAVASCRIPT.split(" "), ...OWN.split(" "), ...runtimeNames]);
  }

  /**
   * Names the variables of a function.
   * @param fn - the function
   * @param variables - those that it declares
   */
  namesOf(fn: FunctionScope, variables: readonly Variable[]): FunctionNames {
    const counts = new Map<string, number>();
    const give = (name: string): string => {
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      const isFree = count === 0 && !this.#taken.has(name) && !NUMBERED.test(name);
      return isFree ? name : `${name}${MARK}${count + 1}`;
    };
    const captured = new Map<Captured, string>();
    for (const each of fn.captured) {
      if (each !== ENVIRONMENT) {
        const isItself = fn.node !== null && each.localFunction === fn.node && !each.isReassigned;
        if (!isItself) captured.set(each, give(each.name));
      } else {
        // The chunk's script is given the environment by a name of its own.
        captured.set(each, fn.node === null ? "E" : give("_ENV"));
      }
    }
    const registers: (string | undefined)[] = [];
    for (const { register, name } of variables) registers[register] = give(name);
    return { registers, captured };
  }
}

/** A piece of generated text that stands for a name of the source. */
export interface NamedPiece {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** The beginning of a generated function, up to the parenthesis before its parameters. */
const FUNCTION_HEAD = /\bfunction \$\$?(\d+)\(/g;

/**
 * Finds the parentheses where the scopes of functions begin: there Chrome looks for a function's name.
 * @param text - generated text
 * @param labels - the names of the functions
 */
export function findFunctions(text: string, labels: readonly string[]): readonly NamedPiece[] {
  return [...text.matchAll(FUNCTION_HEAD)].map(({ index, 0: head, 1: number }) => {
    const end = index + head.length;
    return { start: end - 1, end, name: labels[Number(number)] ?? "" };
  });
}

/** Finds where variables stand in generated text under names that are not their own. */
export function findRenamed(text: string): readonly NamedPiece[] {
  return [...text.matchAll(MARKED)].map(({ index, 0: whole, 1: name = "" }) => {
    return { start: index, end: index + whole.length, name };
  });
}

/**
 * Names the functions of a chunk for the call stack, each differently.
 * @param functions - all of them, in order
 */
export function nameFunctions(functions: readonly FunctionScope[]): string[] {
  const taken = new Set<string>();
  return functions.map((fn) => {
    const line = fn.node?.line ?? 0;
    const own = fn.node === null ? "main chunk" : (fn.name ?? `function <${line}>`);
    let name = own;
    for (let count = 2; taken.has(name); count++) name = `${own} #${count}`;
    taken.add(name);
    return name;
  });
}
