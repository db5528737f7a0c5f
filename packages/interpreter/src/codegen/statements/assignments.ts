/**
 * `local`, assignments, and function statements (Lua 5.2 manual §3.3.3, §3.3.7, §3.4.10).
 */
import type { Variable } from "../../analysis/scope.js";
import type {
  AssignmentStatement,
  AssignmentTarget,
  Expression,
  FunctionStatement,
  Identifier,
  LocalFunctionStatement,
  LocalStatement,
} from "../../parser/ast.js";
import { isMulti, multiResult } from "../expressions/calls.js";
import { assignField, type FieldTarget, fieldTarget } from "../expressions/indexing.js";
import { environmentName } from "../expressions/names.js";
import { keep, OperandKeeper } from "../expressions/operand-list.js";
import { environment } from "../expressions/simple.js";
import { needsCell } from "../captured-variables.js";
import type { FunctionGenerator } from "../function-generator.js";
import { computed, constant, type Operand } from "../operand.js";
import { traceEndOf, tracedValue } from "../trace-values.js";

const NIL = constant("undefined", "nil");

/** Text that declares a local with a value: a new cell each time, where it needs one. */
export function declaration(g: FunctionGenerator, variable: Variable, value: string): string {
  const holder = g.holder(variable);
  return needsCell(variable) ? `${holder}=new Cell(${value});` : `${holder}=${value};`;
}

function variableOf(g: FunctionGenerator, identifier: Identifier): Variable {
  return g.chunk.scope.variableOf.get(identifier)!;
}

/**
 * Compiles a list of expressions to exactly `count` values, in order of evaluation; missing ones are
 * nil, more are evaluated and dropped.
 * @param own - whether each value is put into a temporary of its own, so that none of them can
 *   change while others are assigned
 */
function adjustedList(
  g: FunctionGenerator,
  nodes: readonly Expression[],
  count: number,
  own: boolean,
): Operand[] {
  const values: Operand[] = [];
  const keeper = new OperandKeeper(g, nodes, "early");
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (i === nodes.length - 1 && count > nodes.length && isMulti(node)) {
      values.push(...spread(g, node, count - i));
      return values;
    }
    const value = keeper.keep(tracedValue(g, node), i);
    if (i >= count) g.release(value);
    else values.push(own && !isConstant(value) ? ownTemporary(g, value) : value);
  }
  while (values.length < count) values.push(NIL);
  return values;
}

/** The text of a constant: a number, a name of JavaScript, or a string's `k12` or `K[12]`. */
const CONSTANT = /^(?:[\d(]|true$|false$|Infinity$|k\d+$|K\[)/;

function isConstant(operand: Operand): boolean {
  return operand.isSimple && operand.temporary < 0 && CONSTANT.test(operand.code);
}

function ownTemporary(g: FunctionGenerator, value: Operand): Operand {
  return value.temporary >= 0 && value.isSimple ? value : g.toTemporary(value);
}

/** Compiles a multiple expression to `count` values. */
function spread(
  g: FunctionGenerator,
  node: Parameters<typeof multiResult>[1],
  count: number,
): Operand[] {
  const raw = multiResult(g, node);
  if (node.type === "VarargLiteral") {
    return Array.from({ length: count }, (_, i) => computed(`va[${i}]`, "unknown"));
  }
  const targets = Array.from({ length: count }, () => g.newTemporary());
  const r = raw.code;
  const fromList = targets.map(({ code }, i) => `${code}=${r}[${i}];`).join("");
  const fromOne = targets.map(({ code }, i) => `${code}=${i === 0 ? r : "undefined"};`).join("");
  g.out.add(`if(isList(${r})){${fromList}}else{${fromOne}}`);
  g.release(raw);
  return targets;
}

/** `local a, b = 1, 2`. */
export function localStatement(g: FunctionGenerator, node: LocalStatement): void {
  const values = adjustedList(g, node.init, node.variables.length, false);
  node.variables.forEach((identifier, i) => {
    const value = values[i]!;
    g.out.add(declaration(g, variableOf(g, identifier), value.code));
  });
  for (const identifier of node.variables) g.declare(variableOf(g, identifier));
  g.release(...values);
}

/** `local function name() ... end`. */
export function localFunctionStatement(g: FunctionGenerator, node: LocalFunctionStatement): void {
  const variable = variableOf(g, node.identifier);
  g.declare(variable);
  if (needsCell(variable)) g.out.add(declaration(g, variable, "undefined"));
  const value = g.expression(node.function);
  g.out.add(`${g.variableCode(variable)}=${value.code};`);
}

/** `function a.b:c() ... end`. */
export function functionStatement(g: FunctionGenerator, node: FunctionStatement): void {
  const prepared = prepareTarget(g, node.identifier, [node.function]);
  const value = g.expression(node.function);
  g.out.mark(node.identifier.line);
  assign(g, prepared, value);
}

/** `a, b.c = 1, 2`. */
export function assignmentStatement(g: FunctionGenerator, node: AssignmentStatement): void {
  const [target, ...others] = node.variables;
  const [value, ...otherValues] = node.init;
  if (target !== undefined && value !== undefined && others.length + otherValues.length === 0) {
    assignOne(g, target, value);
  } else {
    assignMany(g, node);
  }
}

function assignOne(g: FunctionGenerator, target: AssignmentTarget, valueNode: Expression): void {
  const prepared = prepareTarget(g, target, [valueNode]);
  const value = tracedValue(g, valueNode);
  traceStores(g, [prepared], [valueNode]);
  g.out.mark(target.line);
  assign(g, prepared, value);
}

/** The program assigns its environment itself. */
interface EnvironmentTarget {
  readonly environmentCell: string;
}

type Target = Variable | FieldTarget | EnvironmentTarget;

function prepareTarget(
  g: FunctionGenerator,
  node: AssignmentTarget,
  later: readonly Expression[],
): Target {
  if (node.type !== "Identifier") return fieldTarget(g, node, later);
  const variable = g.chunk.scope.variableOf.get(node);
  if (variable !== undefined) return variable;
  if (node.name === "_ENV") {
    // The program assigns its environment: the upvalue's cell is shared by all its functions.
    return { environmentCell: g.environment };
  }
  const base = keep(g, environment(g, node), later, "last");
  return { base, key: node.name, line: node.line, name: environmentName(g, node) };
}

function assign(g: FunctionGenerator, target: Target, value: Operand): void {
  if ("environmentCell" in target) {
    g.out.add(`${target.environmentCell}.v=${value.code};`);
    g.release(value);
  } else if ("base" in target) {
    assignField(g, target, value);
  } else {
    g.out.add(`${g.variableCode(target)}=${value.code};`);
    g.release(value);
  }
}

/** Traces what follows the values: they are stored where the last one ends, but for locals. */
function traceStores(
  g: FunctionGenerator,
  targets: readonly Target[],
  init: readonly Expression[],
): void {
  const last = init.at(-1);
  if (g.tracer === null || last === undefined) return;
  if (targets.every((target) => "owner" in target && target.owner === g.fn)) return;
  traceEndOf(g, last);
}

/** Several targets: all operands first, then the values, then assignments from the right. */
function assignMany(g: FunctionGenerator, node: AssignmentStatement): void {
  let targets: Target[] = [];
  node.variables.forEach((target, i) => {
    const later = [...node.variables.slice(i + 1), ...node.init];
    const prepared = prepareTarget(g, target, later);
    if (!("base" in prepared)) {
      const assigned = assignedCode(g, prepared);
      targets = targets.map((earlier) => keepFrom(g, earlier, assigned));
    }
    targets.push(prepared);
  });
  const values = adjustedList(g, node.init, targets.length, true);
  traceStores(g, targets, node.init);
  for (let i = targets.length - 1; i >= 0; i--) {
    assign(g, targets[i]!, values[i]!);
  }
}

/** Text that reads what a target that is no field assigns. */
function assignedCode(g: FunctionGenerator, target: Variable | EnvironmentTarget): string {
  return "environmentCell" in target ? `${target.environmentCell}.v` : g.variableCode(target);
}

/**
 * Puts the operands of a target aside that the same statement assigns further to the right, and so
 * before it (PUC's `check_conflict`).
 */
function keepFrom(g: FunctionGenerator, target: Target, assigned: string): Target {
  if (!("base" in target)) return target;
  const { key } = target;
  const base = target.base.code === assigned ? g.toTemporary(target.base) : target.base;
  const isKeyAffected = typeof key !== "string" && (key.code === assigned || isComputed(key));
  return { ...target, base, key: isKeyAffected ? g.toTemporary(key) : key };
}

/** Whether an operand is text that may have any variable in it. */
function isComputed(operand: Operand): boolean {
  return !operand.isSimple && operand.temporary < 0;
}
