/**
 * Functions that are put off: in a long source most are called late or never, and writing their code takes
 * most of the time of loading it (benchmarks loading, large-program).
 *
 * Where such a function is made, a closure is made that stands for it, and which the program knows as the
 * function; at its first call the code is generated and the stand-in passes all calls on to it. Neighbours
 * are generated together, as one script costs less than many. Closures made after that need no stand-in.
 */
import type { FunctionScope } from "../analysis/scope.js";
import { registerName } from "./variable-names.js";

/** When functions are put off. Lengths are of source, in characters. */
export interface LateLimits {
  /** Those of sources of this length and more are. */
  readonly sourceLength: number;
  /** Those of this length and more are. */
  readonly functionLength: number;
  /** Neighbours are generated together until they have this length. */
  readonly groupLength: number;
}

/**
 * Gives the text of the factory of closures that stand for a function. Their names tell stacks that they are
 * no calls of their own.
 * @param captured - the names of what the function is given when it is made
 */
export function standInFactory(fn: FunctionScope, captured: ReadonlyMap<unknown, string>): string {
  const name = `$$$${fn.index}`;
  const parameters = fn.parameters.map(({ register }) => registerName(register));
  const args = (fn.isVararg ? [...parameters, "...va"] : parameters).join(",");
  const upvalues = [...captured.values()];
  const given = [...upvalues, name].join(",");
  return (
    `(function(${upvalues.join(",")}){let D=null;return function ${name}(${args})` +
    `{return(D===null?D=make(${fn.index})(${given}):D)(${args});}})`
  );
}

/** Which functions of a long chunk are put off, and with which others they are generated. */
export class LateFunctions {
  readonly #limits: LateLimits;
  /** By the function's index. */
  readonly #groups: (FunctionScope[] | undefined)[] = [];
  /** By the index of the function around: the group to which its next one goes. */
  readonly #openGroups: { readonly functions: FunctionScope[]; length: number }[] = [];

  /**
   * Knows of no function yet.
   * @param limits - when functions are put off
   */
  constructor(limits: LateLimits) {
    this.#limits = limits;
  }

  /**
   * Says whether a function is put off.
   * @param fn - the function
   * @param outer - the function around it
   */
  takes(fn: FunctionScope, outer: FunctionScope): boolean {
    const { node } = fn;
    if (node === null) return false;
    const length = node.textEnd - node.textStart;
    if (length < this.#limits.functionLength) return false;
    if (this.#groups[fn.index] === undefined) this.#add(fn, length, outer);
    return true;
  }

  /**
   * Those that are generated together with a function, itself among them, in the order of the source; undefined
   * for a function that is not put off.
   */
  groupOf(index: number): readonly FunctionScope[] | undefined {
    return this.#groups[index];
  }

  #add(fn: FunctionScope, length: number, outer: FunctionScope): void {
    let group = this.#openGroups[outer.index];
    if (group === undefined || group.length + length > this.#limits.groupLength) {
      group = this.#openGroups[outer.index] = { functions: [], length: 0 };
    }
    group.functions.push(fn);
    group.length += length;
    this.#groups[fn.index] = group.functions;
  }
}
