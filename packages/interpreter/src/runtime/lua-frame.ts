/**
 * Suspended calls of Lua functions.
 *
 * A frame is plain data: a prototype, a place in it, the values of its locals and temporaries, and
 * its upvalues. The prototype's re-entry code, made when first needed, carries on from it.
 */
import type { PrototypeInfo } from "../value/chunk-info.js";
import { Cell } from "../value/cell.js";
import { Frame, type SuspendedCall } from "../value/frame.js";
import { type LuaFunction, type LuaResult, type LuaValue, SUSPENDED } from "../value/lua-value.js";
import { addFrame, execution } from "./execution.js";
import type { ReentryCodes } from "./reentry-codes.js";

/** Carries on a suspended call: generated code. */
export type Reentry = (frame: LuaFrame, result: LuaResult) => LuaResult;

/** A local, where it can be seen: see `LocalRange` in codegen. */
export interface LocalDetails {
  /** Its name; in parentheses for what a loop keeps. */
  readonly name: string;
  /** Where in a frame's values it is, or -1 for a constant. */
  readonly valueIndex: number;
  /** The constant. */
  readonly constant: number;
  /** Whether the value is in a cell. */
  readonly isCell: boolean;
  /** What may be put into it from outside. */
  readonly rule: "any" | "number" | "fixed";
  /** It is seen at points above this one... */
  readonly after: number;
  /** ...and up to this one. */
  readonly last: number;
}

/** An upvalue of a prototype. */
export interface UpvalueDetails {
  /** Its name. */
  readonly name: string;
  /** Where a closure reports it, or -1 if it is the closure itself. */
  readonly index: number;
  /** What may be put into it from outside. */
  readonly rule: LocalDetails["rule"];
}

/** The text of a function, from which it can be compiled again. */
export interface FunctionText {
  /** As given to `load`. */
  readonly chunkName: string;
  /** Its parameters and body, from the parenthesis to the `end`; or a whole chunk. */
  readonly text: string;
  /** The line on which the text begins; 0 for a whole chunk. */
  readonly textLine: number;
  /** The line of its `function`; 0 for a whole chunk. */
  readonly line: number;
  /** Whether it has a parameter `self` that is not in the text. */
  readonly isMethod: boolean;
  /** The names of the variables of other functions that it uses. */
  readonly upvalueNames: readonly string[];
}

/** What the debug library wants to know of a prototype. */
export interface PrototypeDetails {
  /** Its locals, in the order of their beginnings. */
  readonly locals: readonly LocalDetails[];
  /** Its upvalues, in PUC's order. */
  readonly upvalues: readonly UpvalueDetails[];
  /** The lines that hold code, ascending. */
  readonly activeLines: readonly number[];
  /** Its text. */
  readonly text: FunctionText;
}

/** A prototype whose calls can be suspended. */
export interface Prototype extends PrototypeInfo {
  /** How many values a suspended call has before its upvalues. */
  readonly savedValueCount: number;
  /** Gives what the debug library wants to know; it is found out when first asked for. */
  describe(): PrototypeDetails;
  /** The code that carries its suspended calls on. */
  readonly reentryCodes: ReentryCodes;
}

/** A suspended call of a Lua function, in the middle of it. */
export class LuaFrame implements SuspendedCall {
  declare readonly isLua: true;
  parent: SuspendedCall | null = null;
  /** What was called. */
  readonly prototype: Prototype;
  /** The suspension point where it stands, or a trace point; 0 if it has not begun. */
  pc: number;
  /**
   * Registers (cells for locals that have one), temporaries, `...` as an array, and from
   * {@link Prototype.savedValueCount} on the upvalues.
   */
  readonly values: unknown[];
  /** The function that was called. */
  fn: LuaFunction;

  constructor(prototype: Prototype, pc: number, values: unknown[], fn: LuaFunction) {
    this.prototype = prototype;
    this.pc = pc;
    this.values = values;
    this.fn = fn;
  }

  /** Upvalues, in the order of the prototype's names. */
  get upvalues(): readonly unknown[] {
    return this.values.slice(this.prototype.savedValueCount);
  }

  // eslint-disable-next-line @typescript-eslint/class-literal-property-style -- a field would take room in every frame
  get nativeName(): string {
    return "";
  }

  // eslint-disable-next-line @typescript-eslint/class-literal-property-style -- likewise
  get nativeFunction(): LuaFunction | null {
    return null;
  }

  // eslint-disable-next-line @typescript-eslint/class-literal-property-style -- likewise
  get wantsTraceback(): boolean {
    return false;
  }

  resume(result: LuaResult): LuaResult {
    const { reentryCodes } = this.prototype;
    const code = reentryCodes.byPoint[this.pc];
    return code === undefined ? reentryCodes.enterFirst(this, result) : code(this, result);
  }

  /** Gives the frame back when its call has ended without an error: nothing refers to it any more. */
  release(): void {
    this.prototype.reentryCodes.spareFrames.put(this);
  }
}

Object.defineProperty(LuaFrame.prototype, "isLua", { value: true });

/** Says whether a suspended call is of a Lua function. */
export function isLuaFrame(frame: SuspendedCall): frame is LuaFrame {
  return frame.isLua;
}

/** The call of a Lua function that was put off before it began, to go on in traced code. */
export class EnteredFrame extends LuaFrame {
  /** Whether it was called last by a function that is gone. */
  isTailCall = false;

  constructor(
    prototype: Prototype,
    fn: LuaFunction,
    args: readonly LuaValue[],
    upvalues: readonly unknown[],
  ) {
    super(prototype, 0, entryValues(prototype, args, upvalues), fn);
  }

  override release(): void {
    // Not one of the spare frames.
  }
}

/** What the frame of a function holds when it begins. */
function entryValues(
  prototype: Prototype,
  args: readonly LuaValue[],
  upvalues: readonly unknown[],
): unknown[] {
  const { parameterCount, savedValueCount, isVararg } = prototype;
  const values = new Array<unknown>(savedValueCount).fill(undefined);
  // The first registers, and the first of its locals, are its parameters.
  const { locals } = prototype.describe();
  for (let i = 0; i < parameterCount; i++) {
    values[i] = locals[i]!.isCell ? new Cell(args[i]) : args[i];
  }
  if (isVararg) values[savedValueCount - 1] = args.slice(parameterCount);
  values.push(...upvalues);
  return values;
}

/** A call that was put off before it began. */
export class PendingCall extends Frame {
  /** What to call. */
  readonly fn: LuaFunction;
  /** With what. */
  readonly args: readonly LuaValue[];

  constructor(fn: LuaFunction, args: readonly LuaValue[]) {
    super();
    this.fn = fn;
    this.args = args;
  }

  override resume(): LuaResult {
    return this.fn(...this.args);
  }
}

/**
 * Gives the frame to save a call in, one of those of the present suspension; null when an error passes that
 * nothing inside the call takes.
 */
function frameFor(
  prototypes: readonly Prototype[],
  index: number,
  fn: LuaFunction,
  pc: number,
): LuaFrame | null {
  if (execution.reason === "error" && execution.lastFrame === null) return null;
  const prototype = prototypes[index]!;
  const frame = prototype.reentryCodes.spareFrames.take(prototype, fn);
  frame.pc = pc;
  addFrame(frame);
  return frame;
}

/**
 * Saves a call of generated code in the direct form, unless an error passes that nothing inside it takes.
 * @param prototypes - of its chunk
 * @param index - of its own
 * @param fn - the function
 * @param pc - the suspension point where it stands
 * @param values - as {@link LuaFrame.values}
 */
export function saveCall(
  prototypes: readonly Prototype[],
  index: number,
  fn: LuaFunction,
  pc: number,
  ...values: readonly unknown[]
): typeof SUSPENDED {
  const frame = frameFor(prototypes, index, fn, pc);
  if (frame === null) return SUSPENDED;
  const kept = frame.values;
  for (let i = 0; i < values.length; i++) kept[i] = values[i];
  return SUSPENDED;
}

/**
 * As {@link saveCall} for at most eight values, without a list of them, which takes a tenth off what
 * suspending and resuming a small function costs (benchmarks coroutines-nested, recursion-deep).
 * @param prototypes - of its chunk
 * @param index - of its own
 * @param fn - the function
 * @param pc - the suspension point where it stands
 * @param v0 - the first value; those that the function does not have are not looked at
 */
export function saveSmallCall(
  prototypes: readonly Prototype[],
  index: number,
  fn: LuaFunction,
  pc: number,
  v0: unknown,
  v1: unknown,
  v2: unknown,
  v3: unknown,
  v4: unknown,
  v5: unknown,
  v6: unknown,
  v7: unknown,
): typeof SUSPENDED {
  const frame = frameFor(prototypes, index, fn, pc);
  if (frame === null) return SUSPENDED;
  const kept = frame.values;
  const { length } = kept;
  if (length > 0) kept[0] = v0;
  if (length > 1) kept[1] = v1;
  if (length > 2) kept[2] = v2;
  if (length > 3) kept[3] = v3;
  if (length > 4) kept[4] = v4;
  if (length > 5) kept[5] = v5;
  if (length > 6) kept[6] = v6;
  if (length > 7) kept[7] = v7;
  return SUSPENDED;
}
