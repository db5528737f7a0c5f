/**
 * Writes the scripts of a chunk: the chunk itself, with all its functions in direct form, and, when
 * one is first re-entered, the reentry form of a single function.
 *
 * A script is a function expression; called with the runtime, the constants, what the chunk's
 * scripts share and the cell of the environment, it gives the chunk's function. Those of single
 * functions give the factory or the reentry form.
 */
import { ENVIRONMENT, type FunctionScope } from "../analysis/scope.js";
import type { FunctionExpression } from "../parser/ast.js";
import type { TracePoint } from "../value/chunk-info.js";
import { capturedNames, isOwnName, needsCell, upvaluesOf } from "./captured-variables.js";
import { type ChunkGenerator, ConstantsUsed } from "./chunk-generator.js";
import { inside } from "./enterable-blocks.js";
import { FunctionGenerator, type NodeGenerators } from "./function-generator.js";
import { generateExpression, generateStatement } from "./generate-node.js";
import { type LateLimits, standInFactory } from "./late-functions.js";
import { guardDeclarations } from "./guards.js";
import { inheritedDeclarations } from "./inherited-fields.js";
import { runtimeNamesIn } from "./runtime-names.js";
import { ScopeRecorder } from "./scope-recorder.js";
import { type Script, ScriptWriter } from "./script-writer.js";
import { block, leaveCode } from "./statements/blocks.js";
import { trace, traceEntry } from "./trace-points.js";
import { Tracer } from "./tracer.js";

/** What the runtime must know of a generated function besides its text. */
export interface GeneratedPrototype {
  /** Its facts. */
  readonly fn: FunctionScope;
  /** Line of each suspension point. */
  readonly pointLines: readonly number[];
  /** How the points that are calls name what they call, packed as in `ChunkInfo.sites`. */
  readonly pointNames: readonly (number | undefined)[];
  /** The points that are looks at the budget. */
  readonly tickPoints: readonly (boolean | undefined)[];
  /** How many values a suspended call has before its upvalues. */
  readonly savedValueCount: number;
}

/** How much more it is where another closure stands for the function. */
const STAND_IN_FRAME_BYTES = 120;

/** Most JavaScript stack that the frame of a generated function is taken to need beside its locals. */
const FRAME_BYTES = 180;

/** Generates the script of a whole chunk, and what is known of each function afterwards. */
export function generateChunk(
  chunk: ChunkGenerator,
  limits: GenerationLimits,
): { script: Script; prototypes: GeneratedPrototype[] } {
  return new ScriptGenerator(chunk, limits).chunk();
}

/** Where and with what reentry code is entered. */
export interface Entry {
  /** The only suspension point where it is entered; null for any. */
  readonly point: number | null;
  /**
   * Indexes of saved values that are numbers whenever it is entered: V8 then keeps a loop's variables
   * unboxed (benchmark matrix-multiply).
   */
  readonly numbers: ReadonlySet<number>;
  /** For traced code: where to put its trace points. */
  readonly tracePoints?: Map<number, TracePoint>;
}

/**
 * What scripts are given besides the runtime and the constants. These, and what scripts use of the runtime and
 * the constants, are parameters: of those V8 knows that they have a value and never change, so reading one takes
 * the shortest code, which decides what V8 makes a part of its caller (benchmark spectral-norm).
 */
const SHARED_NAMES = ["C", "P", "M", "make", "E"] as const;

/** So many values `saveFew` saves. */
const FEW_VALUES_MAX = 8;

const ANY_ENTRY: Entry = { point: null, numbers: new Set() };

/** Generates the reentry form of one function. */
export function generateReentry(
  chunk: ChunkGenerator,
  fn: FunctionScope,
  limits: GenerationLimits,
  entry: Entry,
): Script {
  return new ScriptGenerator(chunk, limits).function(fn, "reentry", entry);
}

/** Generates one function in direct form as a script of its own. */
export function generateDirect(
  chunk: ChunkGenerator,
  fn: FunctionScope,
  limits: GenerationLimits,
): Script {
  return new ScriptGenerator(chunk, limits).function(fn, "direct");
}

/**
 * Generates the general reentry forms of all functions of a chunk as one script, which gives an array of
 * them: for a debugger, which is to know all code of the chunk from the beginning.
 */
export function generateReentries(chunk: ChunkGenerator, limits: GenerationLimits): Script {
  return new ScriptGenerator(chunk, limits).reentries();
}

/**
 * Generates functions that were put off: the script gives a list of their factories, which take one upvalue
 * more, the closure that stands for them, if there is one.
 */
export function generateLate(
  chunk: ChunkGenerator,
  functions: readonly FunctionScope[],
  limits: GenerationLimits,
): { script: Script; prototypes: GeneratedPrototype[] } {
  return new ScriptGenerator(chunk, limits).late(functions);
}

/** Generates a function once more only to record its scopes for the debug library. */
export function recordScopes(
  chunk: ChunkGenerator,
  fn: FunctionScope,
  limits: GenerationLimits,
): ScopeRecorder {
  const recorder = new ScopeRecorder();
  // Frames stand at trace points too.
  const entry: Entry = { ...ANY_ENTRY, tracePoints: new Map() };
  new ScriptGenerator(chunk, limits).function(fn, "reentry", entry, recorder);
  return recorder;
}

/** Numbers of the runtime that generated code contains. */
export interface GenerationLimits {
  /** See `BUDGET_LIMIT`. */
  readonly budgetLimit: number;
  /** See `BUDGET_PER_STACK_BYTE`. */
  readonly budgetPerStackByte: number;
  /** See there too. */
  readonly protectedCallCost: number;
  /** What entering a function costs of the budget in time. */
  readonly entryCost: number;
  /** What entering a function with loops costs more. */
  readonly loopEntryCost: number;
  /** The length of strings from which their length and cost are looked at. */
  readonly longText: number;
  /** How many turns a loop takes before its first look at the budget. */
  readonly loopTurns: number;
  /** See `LateFunctions`. */
  readonly late: LateLimits;
}

class ScriptGenerator implements NodeGenerators {
  readonly expression = generateExpression;
  readonly statement = generateStatement;
  readonly #chunk: ChunkGenerator;
  readonly #limits: GenerationLimits;
  readonly #out = new ScriptWriter();
  readonly #constantsUsed = new ConstantsUsed();
  readonly #prototypes: GeneratedPrototype[] = [];

  constructor(chunk: ChunkGenerator, limits: GenerationLimits) {
    this.#chunk = chunk;
    this.#limits = limits;
  }

  chunk(): { script: Script; prototypes: GeneratedPrototype[] } {
    const main = this.#chunk.scope.functions[0]!;
    return { script: this.function(main, "direct"), prototypes: this.#prototypes };
  }

  function(
    fn: FunctionScope,
    form: "direct" | "reentry",
    entry = ANY_ENTRY,
    recorder: ScopeRecorder | null = null,
  ): Script {
    if (form === "direct") this.#factory(fn, form);
    else this.#reentry(fn, entry, recorder);
    return this.#finish();
  }

  reentries(): Script {
    for (const fn of this.#chunk.scope.functions) {
      this.#reentry(fn, ANY_ENTRY, null);
      this.#out.add(",");
    }
    return this.#finish("[", "]");
  }

  late(functions: readonly FunctionScope[]): { script: Script; prototypes: GeneratedPrototype[] } {
    for (const fn of functions) {
      this.#factory(fn, "late");
      this.#out.add(",");
    }
    return { script: this.#finish("[", "]"), prototypes: this.#prototypes };
  }

  #finish(open = "(", close = ")"): Script {
    return this.#out.finish((body) => {
      const { guards, inheritedFields } = this.#constantsUsed;
      const declarations =
        guardDeclarations(guards, this.#limits) +
        inheritedDeclarations(this.#chunk, inheritedFields);
      const names: string[] = [...SHARED_NAMES];
      const values: string[] = [...SHARED_NAMES];
      for (const name of runtimeNamesIn(declarations + body)) {
        names.push(name);
        values.push(`H.${name}`);
      }
      this.#addConstants(names, values);
      const head = `(function(H,K,${SHARED_NAMES.join(",")}){"use strict";return(function(${names.join(",")})`;
      return [`${head}{${declarations}return${open}`, `${close}})(${values.join(",")})})`];
    });
  }

  /** Adds the names of the constants used, and the texts that give them. */
  #addConstants(names: string[], values: string[]): void {
    const { constants, internKey } = this.#chunk;
    const { strings, fields } = this.#constantsUsed;
    for (const number of strings) {
      names.push(`k${number}`);
      values.push(`K[${number}]`);
    }
    for (const number of fields) {
      names.push(`f${number}`);
      values.push(`H.field(K[${number}],"${internKey(constants[number]!)!}")`);
    }
  }

  /**
   * Writes `(function(upvalues){return function $n(...){...}})`, and the chunk's function without a
   * factory: its script is one. V8 compiles what begins with a parenthesis together with what is around
   * it, which is cheaper than on the first call (benchmarks: loading).
   */
  #factory(fn: FunctionScope, form: "direct" | "late"): void {
    const out = this.#out;
    const g = new FunctionGenerator(this.#chunk, fn, form, out, this.#constantsUsed, this);
    g.longText = this.#limits.longText;
    const upvalues = upvalueNames(g);
    const parameters = fn.parameters.map(({ register }) => g.register(register));
    const all = fn.isVararg ? [...parameters, "...va"] : parameters;
    const name = `$${fn.index}`;
    // A debugger shows every call.
    if (!fn.isVararg && !this.#chunk.isOpen && this.#chunk.functionLabels === null) {
      g.restart = () =>
        `if((X.c+=${this.#entryCost(fn)})>X.l&&${this.#putOff(g, upvalues)}){X.c-=W;return S;}continue $T;`;
    }
    out.mark(fn.node?.line ?? 1);
    const head = out.reserve();
    this.#body(g);
    const values = savedValues(g);
    if (g.pointCount > 0) {
      const saved = [...values, ...upvalues];
      const save = saved.length <= FEW_VALUES_MAX ? "saveFew" : "save";
      out.add(`return ${save}(P,${fn.index},${g.ownName},pc${prefixed(saved)});`);
    }
    const label = this.#chunk.functionLabels?.[fn.index];
    const [open, close] = factoryAround(g, upvalues);
    if (g.usesRestart) out.add("}");
    out.add(label === undefined ? `}${close}` : `},${JSON.stringify(label)})${close}`);
    out.fill(
      head,
      `${open}${label === undefined ? "" : "named("}function ${name}(${all.join(",")}){` +
        locals(g, this.#limits) +
        `if(${this.#entryTest(fn)}&&${this.#putOff(g, upvalues)})return S;` +
        restartHead(g) +
        cellParameters(g) +
        (g.pointCount > 0 ? "$:{" : "{"),
    );
    out.join(head);
    const { pointLines, pointNames, tickPoints } = g;
    const savedValueCount = values.length;
    this.#prototypes.push({ fn, pointLines, pointNames, tickPoints, savedValueCount });
  }

  /** What entering a function costs of the budget in time. */
  #entryCost(fn: FunctionScope): number {
    const { entryCost, loopEntryCost } = this.#limits;
    return entryCost + (fn.hasLoops ? loopEntryCost : 0);
  }

  /**
   * Charges a call to the budget, and says whether that is used up; also how a closure is asked for its upvalues.
   * The limit is the runtime's to lower, for rehearsals (`budget.ts`); a small function can do without.
   */
  #entryTest(fn: FunctionScope): string {
    if (fn.hasCalls) return `(X.c+=W+${this.#entryCost(fn)})>X.l`;
    return fn.hasLoops ? `(X.c+=${this.#entryCost(fn)})>X.l` : `X.c>${this.#limits.budgetLimit}`;
  }

  /**
   * Text that is true when a function was put off; in open chunks it says how the debug library replaces an
   * upvalue's cell.
   */
  #putOff(g: FunctionGenerator, upvalues: readonly string[]): string {
    const { fn, ownName } = g;
    const parameters = fn.parameters.map(({ register }) => g.register(register));
    if (fn.isVararg) parameters.push("va");
    const given = `P,${fn.index},${ownName}${prefixed([...parameters, ...upvalues])}`;
    if (!this.#chunk.isOpen || upvalues.length === 0) return `putOff(${given})`;
    const cases = upvalues.map((name, i) => `case ${i}:${name}=c;break;`);
    return `putOffOpen((i,c)=>{switch(i){${cases.join("")}}},${given})`;
  }

  /** Writes `function $$n(F,v){...}`. */
  #reentry(fn: FunctionScope, entry: Entry, recorder: ScopeRecorder | null): void {
    const out = this.#out;
    const g = new FunctionGenerator(this.#chunk, fn, "reentry", out, this.#constantsUsed, this);
    g.longText = this.#limits.longText;
    g.entryPoint = entry.point;
    if (entry.tracePoints !== undefined) g.tracer = new Tracer(entry.tracePoints);
    g.recorder = recorder;
    for (const parameter of fn.parameters) g.declare(parameter);
    out.mark(fn.node?.line ?? 1);
    const head = out.reserve();
    this.#body(g);
    const values = savedValues(g);
    const saved = values.map((value, i) => `A[${i}]=${value};`).join("");
    out.add(`F.pc=pc;${saved}return again(F);}`);
    const loads = values.map((value, i) => `${value}=${entry.numbers.has(i) ? "+" : ""}A[${i}]`);
    const upvalues = upvalueNames(g).map((name, i) => `${name}=A[${values.length + i}]`);
    if (refersToItself(g)) upvalues.push(`$${fn.index}=F.fn`);
    const kept = new Set(values);
    const others = g.temporaries.names.filter((name) => !kept.has(name));
    const lastLine = g.tracer === null ? "" : ",l=lineAt(F)";
    const stackCost = g.fn.hasCalls ? `const W=${stackBudget(g, this.#limits)};X.c+=W;` : "";
    out.fill(
      head,
      `function $$${fn.index}(F,v){const A=F.values${prefixed(upvalues)};` +
        `let m,pc=F.pc,k=${this.#limits.loopTurns}${lastLine}${prefixed(loads)}${prefixed(others)};${stackCost}$:{`,
    );
  }

  #body(g: FunctionGenerator): void {
    const { out } = g;
    const lastLine = g.fn.node?.lastLine ?? this.#chunk.scope.chunk.lastLine;
    const endsWithReturn = g.fn.body.at(-1)?.type === "ReturnStatement";
    inside(g, () => {
      if (g.fn.node === null && g.form === "direct" && this.#chunk.stopsAtStart) this.#stop(g);
      traceEntry(g);
      block(g, g.fn.body);
      if (!endsWithReturn) trace(g, lastLine, 1);
    });
    out.mark(lastLine);
    g.recorder?.lines.add(lastLine);
    out.add(endsWithReturn ? "}" : `${leaveCode(g)}return E0;}`);
  }

  /** Has a debugger stop at the chunk's first statement. */
  #stop(g: FunctionGenerator): void {
    const [first] = g.fn.body;
    if (first !== undefined) g.out.mark(first.line);
    g.out.add("debugger;");
  }

  nestedFunction(g: FunctionGenerator, node: FunctionExpression): void {
    const fn = g.chunk.scope.functionOf.get(node);
    if (fn === undefined) return;
    const isLate = this.#chunk.late?.takes(fn, g.fn) === true;
    if (isLate) this.#out.add(standInFactory(fn, capturedNames(fn)));
    else this.#factory(fn, "direct");
  }
}

/** The text around a closure that makes it the result of a factory; the chunk's function has none. */
function factoryAround(
  { fn, form, ownName }: FunctionGenerator,
  upvalues: readonly string[],
): readonly [open: string, close: string] {
  if (fn.index === 0) return ["", ""];
  if (form === "direct") return [`(function(${upvalues.join(",")}){return `, "})"];
  const parameters = [...upvalues, ownName].join(",");
  return [`(function(${parameters}){const f=`, `;return ${ownName}===undefined?${ownName}=f:f;})`];
}

function prefixed(names: readonly string[]): string {
  return names.map((name) => `,${name}`).join("");
}

function upvalueNames(g: FunctionGenerator): string[] {
  return upvaluesOf(g.fn).map((captured) =>
    captured === ENVIRONMENT ? g.environment : g.holder(captured),
  );
}

/** Whether a function uses its own `local function` name. */
function refersToItself(g: FunctionGenerator): boolean {
  return g.fn.captured.some((captured) => captured !== ENVIRONMENT && isOwnName(captured, g.fn));
}

/** Everything but upvalues that lives across a suspension. */
function savedValues(g: FunctionGenerator): string[] {
  const names = [...registers(g), ...g.temporaries.kept];
  return g.fn.isVararg ? [...names, "va"] : names;
}

function registers(g: FunctionGenerator, first = 0): string[] {
  const names: string[] = [];
  for (let i = first; i < g.fn.registerCount; i++) names.push(g.register(i));
  return names;
}

/** The budget that a call's JavaScript stack frame stands for. */
function stackBudget(g: FunctionGenerator, limits: GenerationLimits): number {
  const variables = g.fn.registerCount + g.temporaries.count;
  const standIn = g.form === "late" ? STAND_IN_FRAME_BYTES : 0;
  return Math.ceil((FRAME_BYTES + standIn + 8 * variables) * limits.budgetPerStackByte);
}

function locals(g: FunctionGenerator, limits: GenerationLimits): string {
  // Parameters have the first registers.
  const names = [...registers(g, g.fn.parameters.length), ...g.temporaries.names];
  if (g.pointCount > 0) names.push(g.usesGotoSwitch ? "pc=0" : "pc");
  if (g.fn.hasLoops) names.push(`k=${limits.loopTurns}`);
  if (g.usesScratch) names.push("m");
  // Other than `let`, `var` is no code.
  const declared = names.length === 0 ? "" : `var ${names.join(",")};`;
  return declared + (g.fn.hasCalls ? `const W=${stackBudget(g, limits)};` : "");
}

/** Where the function begins again: see `self-calls.ts`. */
function restartHead(g: FunctionGenerator): string {
  if (!g.usesRestart) return "";
  const numbers = [...g.restartNumbers].map(({ register }) => g.asNumber(g.register(register)));
  return `${numbers.join("")}$T:for(;;){`;
}

/** Puts parameters that closures share and change into cells. */
function cellParameters(g: FunctionGenerator): string {
  return g.fn.parameters
    .filter(needsCell)
    .map(({ register }) => `${g.register(register)}=new Cell(${g.register(register)});`)
    .join("");
}
