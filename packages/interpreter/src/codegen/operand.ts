/**
 * The result of compiling an expression: JavaScript text for its value, and what is known of it.
 * Invariant: the text has no side effect and may stand exactly once, or, if simple, any number of
 * times; whatever can call Lua or fail has been emitted before as statements.
 */

/** What is known of a value's type when the code is generated. */
export type ValueType = "nil" | "boolean" | "number" | "string" | "function" | "table" | "unknown";

/** How long the text keeps its meaning while other expressions of the same statement run. */
export enum Stability {
  /** For the whole statement. */
  Stable = 0,
  /** A local that closures can change: PUC reads it late in operators, early in lists. */
  OwnCell = 1,
  /** An upvalue that closures can change, or what was computed of such: PUC reads it at once. */
  Unstable = 2,
}

/** A compiled expression. */
export interface Operand {
  /** JavaScript text. */
  readonly code: string;
  /** What is known of its type. */
  readonly type: ValueType;
  /** Whether the text is a name or a constant, so that it may stand several times. */
  readonly isSimple: boolean;
  /** How long the text keeps its meaning. */
  readonly stability: Stability;
  /** The temporary that holds the value, or -1. */
  readonly temporary: number;
}

/** A constant of the source, as text. */
export function constant(code: string, type: ValueType): Operand {
  return { code, type, isSimple: true, stability: Stability.Stable, temporary: -1 };
}

/** The value of a name that no expression can change. */
export function nameOperand(code: string, type: ValueType = "unknown"): Operand {
  return { code, type, isSimple: true, stability: Stability.Stable, temporary: -1 };
}

/** A computed value without side effects, made of other operands. */
export function computed(code: string, type: ValueType, ...parts: readonly Operand[]): Operand {
  const isStable = parts.every((part) => part.stability === Stability.Stable);
  const stability = isStable ? Stability.Stable : Stability.Unstable;
  return { code, type, isSimple: false, stability, temporary: -1 };
}

/** A value that is never nil, as far as is known. */
export function isNeverNil(operand: Operand): boolean {
  return operand.type !== "nil" && operand.type !== "unknown";
}

/** Text that is true in JavaScript when a simple operand's value counts as true in Lua. */
export function truthCode(operand: Operand): string {
  switch (operand.type) {
    case "boolean":
      return operand.code;
    case "nil":
      return "false";
    case "unknown":
      return `(${operand.code}!==undefined&&${operand.code}!==false)`;
    default:
      return "true";
  }
}
