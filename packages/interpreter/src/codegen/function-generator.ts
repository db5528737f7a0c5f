/**
 * Generates one function of a chunk, in one of a few forms that differ only in how they begin and in
 * what stands around suspension points:
 *
 * - direct: the closure that programs call. It runs from the start; at a suspension it saves its
 *   frame and returns. The late form is the same for a function that was put off (see
 *   `late-functions.ts`): the closure that the program knows may be another one, which calls it.
 * - reentry: the code that carries on a saved frame. Every block that contains suspension points is
 *   a `switch` on the point to carry on from (`pc`, 0 while running), so loops stay real loops.
 *
 * A reentry form may be traced: between statements there are places where the hooks of
 * `debug.sethook` are called. Such are made for functions that run while there is a hook.
 *
 * All forms number points, registers and temporaries the same way, because the same code generates
 * them. Everything that lives across a suspension is a register or a temporary, and both are saved.
 */
import {
  ENVIRONMENT,
  type Captured,
  type FunctionScope,
  type Variable,
} from "../analysis/scope.js";
import type { Expression, FunctionExpression, LabelStatement, Statement } from "../parser/ast.js";
import { capturedNames, isOwnName, needsCell, variableType } from "./captured-variables.js";
import type { ChunkGenerator, OperandName, ConstantsUsed } from "./chunk-generator.js";
import { type BodyStart, turnCost } from "./loop-cost.js";
import { nameOperand, type Operand, Stability, type ValueType } from "./operand.js";
import type { ScopeRecorder } from "./scope-recorder.js";
import type { ScriptWriter } from "./script-writer.js";
import { Temporaries } from "./temporaries.js";
import { traceStatement } from "./trace-statement.js";
import type { Tracer } from "./tracer.js";
import { registerName } from "./variable-names.js";

/** Which form of the function is generated. */
export type Form = "direct" | "late" | "reentry";

/** What generates nodes: `generate-node.ts`, and for functions the script that they are in. */
export interface NodeGenerators {
  /** Compiles an expression to one value. */
  expression(g: FunctionGenerator, node: Expression): Operand;
  /** Generates a statement. */
  statement(g: FunctionGenerator, node: Statement): void;
  /** Generates a nested function, as text that gives its factory. */
  nestedFunction(g: FunctionGenerator, node: FunctionExpression): void;
}

/** A `goto` label that jumps can reach from where code is generated. */
export interface JumpTarget {
  /** The JavaScript label. */
  readonly jsLabel: string;
  /** The point to go on from, or 0 when the JavaScript label is simply left. */
  readonly point: number;
}

/** How many string constants of a chunk have a JavaScript name. */
const NAMED_CONSTANTS_MAX = 5000;

/** The state of generating one function. */
export class FunctionGenerator {
  /** What its chunk shares. */
  readonly chunk: ChunkGenerator;
  /** The function. */
  readonly fn: FunctionScope;
  /** Which form. */
  readonly form: Form;
  /** Where the text goes. */
  readonly out: ScriptWriter;
  /** The line of each suspension point. */
  readonly pointLines: number[] = [0];
  /** How the points that are calls name what they call, packed as in `ChunkInfo.sites`. */
  readonly pointNames: (number | undefined)[] = [];
  /** The points that are looks at the budget. */
  readonly tickPoints: boolean[] = [];
  /** What the script uses of the chunk's constants. */
  readonly constantsUsed: ConstantsUsed;
  /** The JavaScript labels of the loops around. */
  readonly loopLabels: string[] = [];
  /** Gives text that begins the function again with other parameters, where that is possible: see `self-calls.ts`. */
  restart: (() => string) | null = null;
  /** Whether that text is used. */
  usesRestart = false;
  /** The parameters that it is given results of arithmetic for. */
  readonly restartNumbers = new Set<Variable>();
  /** Variables that V8 takes for numbers in the loops around: see `statements/loops.ts`. */
  readonly loopNumbers = new Set<Variable>();
  /** The labels that `goto` can reach. */
  readonly jumpTargets = new Map<LabelStatement, JumpTarget>();
  /** Whether `pc` must be 0 when the direct form begins. */
  usesGotoSwitch = false;
  /** Whether it needs `m`, which holds nothing across a suspension. */
  usesScratch = false;
  /** How many calls have been generated. */
  callCount = 0;
  /** The length of strings from which their length and cost are looked at. */
  longText = Infinity;
  /** In reentry form: the only point where the code is entered, or null for any. */
  entryPoint: number | null = null;
  /** What is recorded for the debug library, if it asked. */
  recorder: ScopeRecorder | null = null;
  /** In traced form, which is a reentry form with places where hooks are called: what it knows of them. */
  tracer: Tracer | null = null;
  /** Its temporaries. */
  readonly temporaries = new Temporaries();
  readonly #generators: NodeGenerators;
  #labelCount = 0;
  readonly #capturedNames: ReadonlyMap<Captured, string>;

  constructor(
    chunk: ChunkGenerator,
    fn: FunctionScope,
    form: Form,
    out: ScriptWriter,
    constantsUsed: ConstantsUsed,
    generators: NodeGenerators,
  ) {
    this.chunk = chunk;
    this.fn = fn;
    this.form = form;
    this.out = out;
    this.constantsUsed = constantsUsed;
    this.#generators = generators;
    this.#capturedNames = capturedNames(fn);
  }

  // --- nodes -------------------------------------------------------------------------------------

  /** Compiles an expression to one value. */
  expression(node: Expression): Operand {
    return this.#generators.expression(this, node);
  }

  /** Generates a statement. */
  statement(node: Statement): void {
    this.out.mark(node.line);
    if (this.recorder !== null && node.type !== "LabelStatement") {
      // PUC makes a closure on the line of its `end`.
      const isLocalFunction = node.type === "LocalFunctionStatement";
      this.recorder.lines.add(isLocalFunction ? node.function.lastLine : node.line);
    }
    const counted = this.chunk.counter?.numberOf(node);
    if (counted !== undefined) this.out.add(`C.counts[${counted}]++;`);
    if (this.tracer !== null) traceStatement(this, node);
    this.#generators.statement(this, node);
  }

  /** Generates a nested function. */
  nestedFunction(node: FunctionExpression): void {
    this.#generators.nestedFunction(this, node);
  }

  // --- names -------------------------------------------------------------------------------------

  /** The text of a string constant. */
  stringConstant(value: string): string {
    const number = this.chunk.constantNumber(value);
    // A function with very many variables of its own takes V8 very long.
    if (number >= NAMED_CONSTANTS_MAX) return `K[${number}]`;
    this.constantsUsed.strings.add(number);
    return `k${number}`;
  }

  /** The site arguments of a runtime function: the chunk and the site's number. */
  site(line: number, first: OperandName | null = null, second: OperandName | null = null): string {
    return `C,${this.chunk.site(line, first, second)}`;
  }

  /** The JavaScript name of the upvalue cell that holds the environment. */
  get environment(): string {
    return this.#capturedNames.get(ENVIRONMENT) ?? "E";
  }

  /** The JavaScript name of a register. */
  register(number: number): string {
    return this.fn.names?.registers[number] ?? registerName(number);
  }

  /** The JavaScript name of the closure itself, as the program knows it. */
  get ownName(): string {
    return this.form === "late" ? "$z" : `$${this.fn.index}`;
  }

  /** Text after which V8 takes a variable for a number, unless it was something else before. */
  asNumber(code: string): string {
    return `if(typeof ${code}==="number")${code}=+${code};else ${code}=same(${code});`;
  }

  /** The JavaScript name that holds a variable: the value itself, or its cell. */
  holder(variable: Variable): string {
    if (variable.owner === this.fn) return this.register(variable.register);
    if (isOwnName(variable, this.fn)) return this.ownName;
    return this.#capturedNames.get(variable) ?? "undefined";
  }

  /** The text that reads or assigns a variable. */
  variableCode(variable: Variable): string {
    return needsCell(variable) ? `${this.holder(variable)}.v` : this.holder(variable);
  }

  /** The value of a variable. */
  variable(variable: Variable): Operand {
    const type = this.chunk.isOpen ? "unknown" : variableType(variable);
    if (!needsCell(variable)) return nameOperand(this.holder(variable), type);
    const isOwn = variable.owner === this.fn;
    return {
      code: `${this.holder(variable)}.v`,
      type,
      isSimple: false,
      stability: isOwn ? Stability.OwnCell : Stability.Unstable,
      temporary: -1,
    };
  }

  // --- scopes, for the debug library -------------------------------------------------------------

  /** A local of the program can be seen from here on. */
  declare(variable: Variable): void {
    if (this.recorder === null) return;
    const isCell = needsCell(variable);
    const isFixed = (variable.isCaptured && !isCell) || variableType(variable) === "function";
    const rule = isFixed ? "fixed" : variable.isNumber ? "number" : "any";
    this.recorder.declare(variable, isCell, this.chunk.isOpen ? "any" : rule, this.pointCount);
  }

  /** How many locals can be seen. */
  get scopeDepth(): number {
    return this.recorder === null ? 0 : this.recorder.openCount;
  }

  /** The locals beyond a number of them can be seen no more. */
  closeScope(depth: number): void {
    this.recorder?.closeTo(depth, this.pointCount);
  }

  // --- temporaries -------------------------------------------------------------------------------

  /** Takes a temporary. */
  newTemporary(type: ValueType = "unknown"): Operand {
    return this.temporaries.take(type);
  }

  /** Gives back what operands hold, once their text has been used. */
  release(...operands: readonly Operand[]): void {
    this.temporaries.release(operands);
  }

  /** Puts an operand's value into a temporary unless its text may stand several times. */
  simple(operand: Operand): Operand {
    return operand.isSimple ? operand : this.toTemporary(operand);
  }

  /** As {@link simple}, and never a constant: fit for `.property` after it. */
  nameFor(operand: Operand): Operand {
    return operand.isSimple && startsName(operand.code) && operand.code !== "undefined"
      ? operand
      : this.toTemporary(operand);
  }

  /** Puts an operand's value into a temporary of its own. */
  toTemporary(operand: Operand): Operand {
    const temporary = this.newTemporary(operand.type);
    this.out.add(`${temporary.code}=${operand.code};`);
    this.release(operand);
    return temporary;
  }

  // --- suspension points -------------------------------------------------------------------------

  /** How many points there are so far; in traced form the number of the last one. */
  get pointCount(): number {
    return this.tracer === null ? this.pointLines.length - 1 : this.tracer.lastPoint;
  }

  /** Takes the number of a new point. */
  newPoint(line: number): number {
    const point = this.pointLines.push(line) - 1;
    this.tracer?.points.push(point);
    return point;
  }

  /**
   * Emits code that may be suspended.
   * @param line - the Lua line
   * @param running - makes the code for normal running, given the text that suspends
   * @param resumed - the code for carrying on, with the suspended call's result in `v`
   * @param consumed - operands that only the suspended operation uses, or that it sets: a suspension
   *   need not keep their temporaries
   * @param name - for a call: how the source names what it calls; see `CallTable`
   */
  suspendable(
    line: number,
    running: (suspend: string) => string,
    resumed: string,
    consumed: readonly Operand[],
    name?: number,
  ): void {
    this.out.mark(line);
    this.recorder?.lines.add(line);
    this.temporaries.keepAllBut(consumed);
    const point = this.newPoint(line);
    const whenRunning = running(`{pc=${point};break $;}`);
    const code = !this.isEntered(point - 1)
      ? whenRunning
      : `case ${point}:if(pc===0){${whenRunning}}else{pc=0;${resumed}}`;
    if (name === undefined) {
      this.out.add(code);
    } else {
      this.pointNames[point] = name < 0 ? -1 - name : name;
      this.out.addCall(code, name);
    }
  }

  /**
   * Emits a look at the budget, at the end of a loop's turn.
   * @param start - where the loop's body began: what is in it costs, calls most of all
   */
  tick(line: number, start: BodyStart): void {
    if (this.tracer !== null) {
      this.suspendable(line, (suspend) => `if(turn())${suspend}`, "", []);
      return;
    }
    const cost = turnCost(start, this.bodyStart());
    this.tickPoints[this.pointCount + 1] = true;
    this.suspendable(line, (suspend) => `if(--k<0&&(k=tick(${cost}))<0)${suspend}`, "", []);
  }

  /** Where the body of a loop begins, for {@link tick}. */
  bodyStart(): BodyStart {
    return { callCount: this.callCount, pieceCount: this.out.pieceCount };
  }

  /** Whether what was generated so far can never run, as the code is entered after it. */
  get isUnreachable(): boolean {
    const { entryPoint, pointCount, loopLabels, usesGotoSwitch } = this;
    if (entryPoint === null || loopLabels.length > 0 || usesGotoSwitch) return false;
    return pointCount < entryPoint;
  }

  /**
   * Says whether the code generated since there were so many points is entered from outside to carry
   * on inside it.
   */
  isEntered(before: number): boolean {
    if (this.form !== "reentry") return false;
    const { entryPoint, pointCount } = this;
    return entryPoint === null
      ? pointCount > before
      : before < entryPoint && entryPoint <= pointCount;
  }

  // --- structure ---------------------------------------------------------------------------------

  /** Takes a JavaScript label. */
  newLabel(): string {
    return `L${++this.#labelCount}`;
  }
}

/** Whether text begins with a letter or `$`, as the names that the compiler chooses do. */
function startsName(code: string): boolean {
  const first = code.charCodeAt(0);
  return first === 36 || (first | 32) >= 97;
}
