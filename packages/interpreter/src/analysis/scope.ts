/**
 * What analysis finds out about the functions and local variables of a chunk: the facts that code
 * generation decides by. Built by `resolveNames`, completed by `inferNumbers`.
 */
import type {
  Chunk,
  FunctionExpression,
  GotoStatement,
  Identifier,
  LabelStatement,
  Statement,
} from "../parser/ast.js";
import type { FunctionNames } from "./name-variables.js";

/** A local variable, a parameter or a loop variable. */
export interface Variable {
  /** Its name in the source. */
  readonly name: string;
  /** The function that declares it. */
  readonly owner: FunctionScope;
  /** Which of the function's registers holds it; registers are reused when blocks end. */
  readonly register: number;
  /** Whether an inner function uses it. */
  isCaptured: boolean;
  /** Whether it is assigned anywhere but where it is declared. */
  isReassigned: boolean;
  /** The function it always holds, for a `local function` that is never reassigned. */
  localFunction: FunctionExpression | null;
  /** Whether it can only ever hold a number. */
  isNumber: boolean;
  /** Whether it is only ever assigned numbers that the source names, and results of arithmetic. */
  isComputed: boolean;
}

/** The chunk's hidden upvalue `_ENV`, through which globals are reached (Lua 5.2 manual §2.2). */
export const ENVIRONMENT = "environment";

/** What a function captures: a variable of an outer function, or the environment. */
export type Captured = Variable | typeof ENVIRONMENT;

/** One function of a chunk; the chunk's body is one too. */
export interface FunctionScope {
  /** Its number within the chunk, in the order of their beginnings; 0 is the chunk's body. */
  readonly index: number;
  /** The function around it, or null. */
  readonly parent: FunctionScope | null;
  /** Its node, or null for the chunk's body. */
  readonly node: FunctionExpression | null;
  /** Its statements. */
  readonly body: readonly Statement[];
  /** Its named parameters. */
  readonly parameters: Variable[];
  /** Whether it takes `...`. */
  readonly isVararg: boolean;
  /** The name it is declared with, or null. */
  readonly name: string | null;
  /** What it captures, in the order of first use. */
  readonly captured: Captured[];
  /** How many registers its variables need. */
  registerCount: number;
  /** Whether it calls anything. */
  hasCalls: boolean;
  /** Whether it has a loop or a backward `goto`. */
  hasLoops: boolean;
  /** Whether it, or a function inside it, refers to it by its own `local function` name. */
  usesItself: boolean;
  /** The names of its variables in generated code, if a debugger is to see them. */
  names: FunctionNames | null;
}

/** What is known of identifiers of a chunk, by their numbers. */
export class IdentifierFacts<T> {
  readonly #facts: (T | undefined)[];

  /**
   * Knows nothing yet.
   * @param identifierCount - how many the chunk has
   */
  constructor(identifierCount: number) {
    this.#facts = new Array<T | undefined>(identifierCount);
  }

  /** Gives what is known of an identifier. */
  get(identifier: Identifier): T | undefined {
    return this.#facts[identifier.number];
  }

  /** Says whether anything is known of an identifier. */
  has(identifier: Identifier): boolean {
    return this.get(identifier) !== undefined;
  }

  /** Records what is known of an identifier. */
  set(identifier: Identifier, fact: T): void {
    this.#facts[identifier.number] = fact;
  }
}

/** Everything known about a chunk. */
export interface ChunkScope {
  /** The syntax tree. */
  readonly chunk: Chunk;
  /** All functions by their number. */
  readonly functions: FunctionScope[];
  /** The function of a node. */
  readonly functionOf: ReadonlyMap<FunctionExpression, FunctionScope>;
  /** The variable that a name declares or refers to; a name without one is global. */
  readonly variableOf: Pick<IdentifierFacts<Variable>, "get" | "has">;
  /** The variable named `_ENV` that a global's name is looked up in, where a program made one. */
  readonly environmentOf: ReadonlyMap<Identifier, Variable>;
  /** The label that a `goto` jumps to. */
  readonly labelOf: ReadonlyMap<GotoStatement, LabelStatement>;
  /** Whether the program mentions `_ENV`: then all functions share one environment upvalue. */
  mentionsEnvironment: boolean;
}
