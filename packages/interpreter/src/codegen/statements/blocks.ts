/**
 * Blocks, `do`, `if`, `goto` and labels, `break`, `return` and call statements
 * (Lua 5.2 manual §3.3.1, §3.3.2, §3.3.4, §3.3.6).
 */
import type {
  BreakStatement,
  CallStatement,
  DoStatement,
  GotoStatement,
  IfClause,
  IfStatement,
  LabelStatement,
  ReturnStatement,
  Statement,
} from "../../parser/ast.js";
import { ifBlock, inside, nested } from "../enterable-blocks.js";
import { type Call, callForEffect, isMulti, listCode, prepareCall } from "../expressions/calls.js";
import { condition } from "../expressions/logical.js";
import type { FunctionGenerator } from "../function-generator.js";
import { computed } from "../operand.js";
import { forget, localsOf } from "./forget.js";
import { selfCall } from "./self-calls.js";
import { traceJump, traceTailCall } from "../trace-points.js";
import { traceEndOf, tracedValue } from "../trace-values.js";
import { traceCondition } from "../trace-statement.js";

/** Generates statements in order. Stands inside a block that {@link inside} opened. */
export function block(g: FunctionGenerator, statements: readonly Statement[]): void {
  const depth = g.scopeDepth;
  openBlock(g, statements);
  g.closeScope(depth);
}

/**
 * As {@link block}, for a block inside a function's body: in a loop it forgets its locals at its end, see
 * {@link forget}.
 */
function innerBlock(g: FunctionGenerator, statements: readonly Statement[]): void {
  block(g, statements);
  if (g.loopLabels.length > 0 && !leaves(statements.at(-1))) forget(g, localsOf(g, statements));
}

function leaves(statement: Statement | undefined): boolean {
  const type = statement?.type;
  return type === "ReturnStatement" || type === "BreakStatement" || type === "GotoStatement";
}

/** As {@link block}, but its locals can be seen after it, until the caller closes the scope. */
export function openBlock(g: FunctionGenerator, statements: readonly Statement[]): void {
  const labels = statements.filter((statement) => statement.type === "LabelStatement");
  if (labels.length === 0) {
    for (const statement of statements) {
      const place = g.entryPoint === null ? null : g.out.place();
      g.statement(statement);
      if (place !== null && g.isUnreachable) g.out.rewind(place);
    }
    return;
  }
  let innerCount = statements.length;
  while (statements[innerCount - 1]?.type === "LabelStatement") innerCount--;
  const inner = statements.slice(0, innerCount);
  const isTrailing = inner.every((statement) => statement.type !== "LabelStatement");
  if (isTrailing) blockBeforeLabels(g, inner, labels);
  else blockWithJumps(g, statements, labels);
}

/** Labels at the end of a block (`goto continue`): to jump there is to leave the rest. */
function blockBeforeLabels(
  g: FunctionGenerator,
  statements: readonly Statement[],
  labels: readonly LabelStatement[],
): void {
  const jsLabel = g.newLabel();
  for (const label of labels) g.jumpTargets.set(label, { jsLabel, point: 0 });
  nested(g, () => {
    g.out.add(`${jsLabel}:{`);
    inside(g, () => {
      for (const statement of statements) g.statement(statement);
    });
    g.out.add("}");
  });
}

/** Labels anywhere: the block becomes a `switch` on where to go on, in a loop. */
function blockWithJumps(
  g: FunctionGenerator,
  statements: readonly Statement[],
  labels: readonly LabelStatement[],
): void {
  const jsLabel = g.newLabel();
  g.usesGotoSwitch = true;
  nested(g, () => {
    for (const label of labels) {
      g.jumpTargets.set(label, { jsLabel, point: g.newPoint(label.line) });
    }
    g.out.add(`${jsLabel}:for(;;){switch(pc){case 0:`);
    for (const statement of statements) {
      if (statement.type === "LabelStatement") {
        g.out.add(`case ${g.jumpTargets.get(statement)?.point}:pc=0;`);
      } else {
        g.statement(statement);
      }
    }
    g.out.add(`}break ${jsLabel};}`);
  });
}

/** `goto name`. */
export function gotoStatement(g: FunctionGenerator, node: GotoStatement): void {
  const label = g.chunk.scope.labelOf.get(node);
  const target = label === undefined ? undefined : g.jumpTargets.get(label);
  if (target === undefined) throw new Error(`goto ${node.label.name}: the label was not generated`);
  if (target.point === 0) {
    g.out.add(`break ${target.jsLabel};`);
    return;
  }
  // What lies between the label and here is not known to be small: it counts as a call.
  g.tick(node.line, { ...g.bodyStart(), callCount: g.callCount - 1 });
  traceJump(g);
  g.out.add(`{pc=${target.point};continue ${target.jsLabel};}`);
}

/** `break`. */
export function breakStatement(g: FunctionGenerator, _node: BreakStatement): void {
  g.out.add(`break ${g.loopLabels.at(-1)};`);
}

/** `do ... end`. */
export function doStatement(g: FunctionGenerator, node: DoStatement): void {
  innerBlock(g, node.body);
}

/** `if ... elseif ... else ... end`. */
export function ifStatement(g: FunctionGenerator, node: IfStatement): void {
  const [first, second] = node.clauses;
  if (node.clauses.length > 2 || second?.type === "IfClause") {
    chain(g, node);
    return;
  }
  const test = condition(g, (first as IfClause).condition);
  if (second === undefined) {
    ifBlock(g, test.code, () => {
      g.release(test);
      innerBlock(g, (first as IfClause).body);
    });
    return;
  }
  nested(g, () => {
    const head = g.out.reserve();
    const before = g.pointCount;
    g.release(test);
    inside(g, () => {
      innerBlock(g, (first as IfClause).body);
    });
    const between = g.pointCount;
    g.out.add("}else{");
    inside(g, () => {
      innerBlock(g, second.body);
    });
    g.out.add("}");
    const reenters = g.isEntered(before);
    g.out.fill(head, reenters ? `if(pc===0?${test.code}:pc<=${between}){` : `if(${test.code}){`);
  });
}

/** With `elseif`: clauses one after another in a block that the first true one leaves. */
function chain(g: FunctionGenerator, node: IfStatement): void {
  const jsLabel = g.newLabel();
  nested(g, () => {
    g.out.add(`${jsLabel}:{`);
    inside(g, () => {
      for (const clause of node.clauses) {
        g.out.mark(clause.line);
        if (clause.type === "ElseClause") {
          innerBlock(g, clause.body);
          continue;
        }
        if (clause !== node.clauses[0]) traceCondition(g, clause.condition);
        const test = condition(g, clause.condition);
        ifBlock(g, test.code, () => {
          g.release(test);
          innerBlock(g, clause.body);
          g.out.add(`break ${jsLabel};`);
        });
      }
    });
    g.out.add("}");
  });
}

/** `f()` as a statement. */
export function callStatement(g: FunctionGenerator, node: CallStatement): void {
  callForEffect(g, node.expression);
}

/** `return ...`. */
export function returnStatement(g: FunctionGenerator, node: ReturnStatement): void {
  const leave = leaveCode(g);
  const [first] = node.arguments;
  if (first === undefined) {
    g.out.add(`{${leave}return E0;}`);
    return;
  }
  if (node.arguments.length === 1) {
    if (isMulti(first)) {
      if (first.type === "VarargLiteral") {
        g.out.add(`{${leave}return va.length===1?va[0]:va;}`);
        return;
      }
      tailCall(g, first);
      return;
    }
    const value = tracedValue(g, first);
    traceEndOf(g, first);
    g.out.add(`{${leave}return ${value.code};}`);
    g.release(value);
    return;
  }
  const { code, operands } = listCode(g, node.arguments);
  const list = isMulti(node.arguments.at(-1)) ? `one(${code})` : code;
  traceEndOf(g, node.arguments.at(-1) ?? first);
  const result = g.toTemporary(computed(list, "unknown"));
  g.out.add(`{${leave}return ${result.code};}`);
  g.release(result, ...operands);
}

/** Text that gives back the function's part of the budget before it returns. */
export function leaveCode(g: FunctionGenerator): string {
  return g.fn.hasCalls ? "X.c-=W;" : "";
}

/** Natives below which the debug library may look at who called them last. */
const INSPECTING = new Set([
  "getinfo",
  "getlocal",
  "setlocal",
  "pcall",
  "xpcall",
  "getfenv",
  "setfenv",
]);

function mayInspect(node: Call): boolean {
  if (node.type !== "CallExpression") return false;
  const { base } = node;
  if (base.type === "Identifier") return INSPECTING.has(base.name);
  return base.type === "MemberExpression" && INSPECTING.has(base.identifier.name);
}

/**
 * A call whose results are the function's own. A frame that waits for one is not saved when it is
 * suspended for good, so a chain of tail calls takes no room on the heap (Lua 5.2 manual §3.4.9).
 */
function tailCall(g: FunctionGenerator, node: Call): void {
  const call = prepareCall(g, node);
  const result = g.newTemporary();
  const t = result.code;
  const leave = leaveCode(g);
  // As in PUC, what called a native last is still there for the debug library to look at.
  const isInspected = `${t}===S&&X.reason==="inspect"&&X.lastFrame.prototype===undefined`;
  if (!mayInspect(node)) {
    if (g.tracer === null) {
      if (!selfCall(g, node, call)) {
        g.out.addCall(`{${t}=${call.code};${leave}return ${t};}`, -1 - call.name);
      }
    } else {
      traceTailCall(
        g,
        node.line,
        (suspend) =>
          `{${t}=${call.code};if(${isInspected})${suspend}if(${t}===S)tail();${leave}return ${t};}`,
        `${leave}return v;`,
        call.name,
      );
    }
    g.release(result, ...call.operands);
    return;
  }
  g.suspendable(
    node.line,
    (suspend) => `{${t}=${call.code};if(${isInspected})${suspend}${leave}return ${t};}`,
    `${leave}return v;`,
    [result, ...call.operands],
    -1 - call.name,
  );
  g.release(result, ...call.operands);
}
