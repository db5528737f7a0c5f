/**
 * Records, while a function is generated once more for the debug library, which locals can be seen
 * at each suspension point and which lines hold code.
 */
import type { Variable } from "../analysis/scope.js";

/** What may be put into a local from outside without breaking what its code relies on. */
export type LocalRule =
  /** Anything. */
  | "any"
  /** Numbers: the code takes it for one. */
  | "number"
  /** Nothing: closures have copies, or calls go straight to the function it holds. */
  | "fixed";

/** A local of a function, where it can be seen. */
export interface LocalRange {
  /** Its name; in parentheses for what a loop keeps. */
  readonly name: string;
  /** Where in a frame's values it is, or -1 for a constant. */
  readonly valueIndex: number;
  /** The constant. */
  readonly constant: number;
  /** Whether the value is in a cell. */
  readonly isCell: boolean;
  /** What may be put into it. */
  readonly rule: LocalRule;
  /** It is seen at points above this one... */
  readonly after: number;
  /** ...and up to this one. */
  last: number;
}

/** What is recorded of one function. */
export class ScopeRecorder {
  /** All locals in the order of their beginnings. */
  readonly locals: LocalRange[] = [];
  /** Lines that hold code. */
  readonly lines = new Set<number>();
  readonly #open: LocalRange[] = [];

  /** How many locals are visible. */
  get openCount(): number {
    return this.#open.length;
  }

  /** Begins a local of the program. */
  declare(variable: Variable, isCell: boolean, rule: LocalRule, point: number): void {
    this.#add(variable.name, variable.register, 0, isCell, rule, point);
  }

  /** Begins something that a loop keeps in a register. */
  declareHidden(name: string, register: number, rule: LocalRule, point: number): void {
    this.#add(name, register, 0, false, rule, point);
  }

  /** Begins something that a loop knows. */
  declareConstant(name: string, value: number, point: number): void {
    this.#add(name, -1, value, false, "fixed", point);
  }

  #add(
    name: string,
    valueIndex: number,
    constant: number,
    isCell: boolean,
    rule: LocalRule,
    point: number,
  ): void {
    const after = point;
    const local = { name, valueIndex, constant, isCell, rule, after, last: Infinity };
    this.locals.push(local);
    this.#open.push(local);
  }

  /** Ends the locals that began when `count` were visible or later. */
  closeTo(count: number, point: number): void {
    while (this.#open.length > count) this.#open.pop()!.last = point;
  }
}
