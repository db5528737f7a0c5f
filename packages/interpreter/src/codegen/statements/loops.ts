/**
 * `while`, `repeat`, and both kinds of `for` (Lua 5.2 manual §3.3.4, §3.3.5).
 *
 * Every loop looks at the budget at the end of each turn, so none can keep the host waiting.
 */
import { computedVariables } from "../../analysis/computed-variables.js";
import type { Variable } from "../../analysis/scope.js";
import { FOR_HIDDEN_REGISTERS } from "../../analysis/resolve-names.js";
import type {
  Expression,
  ForGenericStatement,
  ForNumericStatement,
  Identifier,
  RepeatStatement,
  Statement,
  WhileStatement,
} from "../../parser/ast.js";
import { NameKind } from "../../value/chunk-info.js";
import { inside, nested } from "../enterable-blocks.js";
import { isMulti, multiResult } from "../expressions/calls.js";
import { condition } from "../expressions/logical.js";
import { operandList } from "../expressions/operand-list.js";
import { needsCell } from "../captured-variables.js";
import type { FunctionGenerator } from "../function-generator.js";
import type { BodyStart } from "../loop-cost.js";
import type { Operand } from "../operand.js";
import { trace, traceJump } from "../trace-points.js";
import { traceCondition } from "../trace-statement.js";
import { declaration } from "./assignments.js";
import { block, openBlock } from "./blocks.js";
import { forgetTurn } from "./forget.js";

/**
 * Emits a loop so that V8 keeps the numbers that it computes unboxed from turn to turn: that takes knowing that
 * they were numbers before the first (benchmark collatz). What is none goes through a call that V8 takes
 * for impossible until it has been made.
 * @param loop - emits it
 */
function withNumbers(g: FunctionGenerator, body: readonly Statement[], loop: () => void): void {
  const added = computedVariables(body, g.chunk.scope).filter(
    (variable) => variable.owner === g.fn && !needsCell(variable) && !g.loopNumbers.has(variable),
  );
  for (const variable of added) {
    g.loopNumbers.add(variable);
    const { code, type } = g.variable(variable);
    if (type !== "number") g.out.add(g.asNumber(code));
  }
  loop();
  for (const variable of added) g.loopNumbers.delete(variable);
}

/** Emits `for(;;)` around a body that leaves it by itself. */
function endlessLoop(
  g: FunctionGenerator,
  statements: readonly Statement[],
  body: (jsLabel: string, start: BodyStart) => void,
): void {
  const jsLabel = g.newLabel();
  withNumbers(g, statements, () => {
    const start = g.bodyStart();
    nested(g, () => {
      g.out.add(`${jsLabel}:for(;;){`);
      inside(g, () => {
        g.loopLabels.push(jsLabel);
        body(jsLabel, start);
        g.loopLabels.pop();
      });
      g.out.add("}");
    });
  });
}

/** `while condition do ... end`. */
export function whileStatement(g: FunctionGenerator, node: WhileStatement): void {
  endlessLoop(g, node.body, (jsLabel, start) => {
    traceCondition(g, node.condition);
    const test = condition(g, node.condition);
    if (test.code !== "true") g.out.add(`if(!${test.code})break ${jsLabel};`);
    g.release(test);
    block(g, node.body);
    forgetTurn(g, node.body, []);
    g.tick(node.line, start);
    traceJump(g);
  });
}

/** `repeat ... until condition`. */
export function repeatStatement(g: FunctionGenerator, node: RepeatStatement): void {
  endlessLoop(g, node.body, (jsLabel, start) => {
    const depth = g.scopeDepth;
    openBlock(g, node.body);
    traceCondition(g, node.condition);
    g.out.mark(node.condition.line);
    const test = condition(g, node.condition);
    g.closeScope(depth);
    if (test.code !== "false") g.out.add(`if(${test.code})break ${jsLabel};`);
    g.release(test);
    forgetTurn(g, node.body, []);
    g.tick(node.condition.line, start);
    traceJump(g);
  });
}

/** The registers that a loop keeps before its variables. */
function hiddenRegisters(
  g: FunctionGenerator,
  first: Identifier,
): [string, string, string, string] {
  const variable = g.chunk.scope.variableOf.get(first)!;
  const base = variable.register - FOR_HIDDEN_REGISTERS;
  return [`r${base}`, `r${base + 1}`, `r${base + 2}`, `r${base + 3}`];
}

/** The value of a loop bound as a number. */
function boundCode(
  g: FunctionGenerator,
  operand: Operand,
  what: "initial" | "limit" | "step",
  line: number,
): string {
  if (operand.type === "number") return operand.code;
  return `bound(${operand.code},"${what}",${g.site(line)})`;
}

/** The sign of a step that is known when the code is generated: 1, -1, or 0 if it is not. */
function knownSign(step: Expression | null): number {
  if (step === null) return 1;
  if (step.type === "NumericLiteral") return step.value > 0 ? 1 : 0;
  const isNegative =
    step.type === "UnaryExpression" &&
    step.operator === "-" &&
    step.argument.type === "NumericLiteral" &&
    step.argument.value > 0;
  return isNegative ? -1 : 0;
}

/** Says whether a bound stands in the program as an integer that arithmetic does not round. */
function isSmallInteger(bound: Expression | null): boolean {
  if (bound === null) return true;
  const value = bound.type === "UnaryExpression" ? bound.argument : bound;
  return value.type === "NumericLiteral" && Number.isInteger(value.value) && value.value < 2 ** 31;
}

/** `for i = start, end, step do ... end`. */
export function forNumericStatement(g: FunctionGenerator, node: ForNumericStatement): void {
  const variable = g.chunk.scope.variableOf.get(node.variable)!;
  const [limit, step, counter] = hiddenRegisters(g, node.variable);
  const nodes = node.step === null ? [node.start, node.end] : [node.start, node.end, node.step];
  const [startValue, limitValue, stepValue] = operandList(g, nodes) as [Operand, Operand, Operand?];
  g.out.mark(node.doLine);
  const hasOwnCounter = needsCell(variable) || variable.isReassigned;
  const i = hasOwnCounter ? counter : g.holder(variable);
  g.out.add(`${i}=${boundCode(g, startValue, "initial", node.doLine)};`);
  g.out.add(`${limit}=${boundCode(g, limitValue, "limit", node.doLine)};`);
  const sign = knownSign(node.step);
  const stepCode = sign !== 0 ? (stepValue?.code ?? "1") : step;
  if (sign === 0 && stepValue !== undefined) {
    g.out.add(`${step}=${boundCode(g, stepValue, "step", node.doLine)};`);
  }
  // PUC subtracts the step before the loop and adds it before every turn, which can round.
  if (!isSmallInteger(node.start) || !isSmallInteger(node.step)) {
    g.out.add(`${i}=${i}-${stepCode}+${stepCode};`);
  }
  g.release(startValue, limitValue);
  if (stepValue !== undefined) g.release(stepValue);

  const test =
    sign > 0
      ? `${i}<=${limit}`
      : sign < 0
        ? `${i}>=${limit}`
        : `(${step}>0?${i}<=${limit}:${i}>=${limit})`;
  const jsLabel = g.newLabel();
  const depth = g.scopeDepth;
  declareNumericLoop(g, node, variable, hasOwnCounter);
  withNumbers(g, node.body, () => {
    const start = g.bodyStart();
    nested(g, () => {
      const head = g.out.reserve();
      const before = g.pointCount;
      inside(g, () => {
        if (hasOwnCounter) g.out.add(declaration(g, variable, i));
        g.loopLabels.push(jsLabel);
        traceJump(g);
        block(g, node.body);
        g.loopLabels.pop();
        forgetTurn(g, node.body, hasOwnCounter ? [variable] : []);
        trace(g, node.line, 1);
        g.tick(node.line, start);
      });
      g.out.add("}");
      const condition = g.isEntered(before) ? `pc!==0||${test}` : test;
      g.out.fill(head, `${jsLabel}:for(;${condition};${i}+=${stepCode}){`);
    });
  });
  g.closeScope(depth);
}

/** Tells the debug library what a numeric `for` keeps, by PUC's names. */
function declareNumericLoop(
  g: FunctionGenerator,
  node: ForNumericStatement,
  variable: Variable,
  hasOwnCounter: boolean,
): void {
  const { recorder, pointCount } = g;
  if (recorder === null) return;
  const base = variable.register - FOR_HIDDEN_REGISTERS;
  const counter = hasOwnCounter ? base + 2 : variable.register;
  recorder.declareHidden("(for index)", counter, "number", pointCount);
  recorder.declareHidden("(for limit)", base, "number", pointCount);
  const sign = knownSign(node.step);
  if (sign === 0) {
    recorder.declareHidden("(for step)", base + 1, "number", pointCount);
  } else {
    const literal = node.step?.type === "UnaryExpression" ? node.step.argument : node.step;
    const size = literal?.type === "NumericLiteral" ? literal.value : 1;
    recorder.declareConstant("(for step)", sign * size, pointCount);
  }
  g.declare(variable);
}

/** `for a, b in iterators do ... end`. */
export function forGenericStatement(g: FunctionGenerator, node: ForGenericStatement): void {
  const [first, ...others] = node.variables as [Identifier, ...Identifier[]];
  const [iterator, state, control, position] = hiddenRegisters(g, first);
  iteratorTriple(g, node, [iterator, state, control]);
  g.out.mark(node.callLine);
  // `next` and the iterator of `ipairs` over a table are walked here, the rest is called.
  const walk = g.tracer === null ? "walk" : "walkTold";
  g.out.add(`${position}=${walk}(${iterator},${state},${control});`);

  const variables = [first, ...others].map((identifier) =>
    g.chunk.scope.variableOf.get(identifier)!,
  );
  const depth = g.scopeDepth;
  const base = variables[0]!.register - FOR_HIDDEN_REGISTERS;
  for (const [i, name] of ["(for generator)", "(for state)", "(for control)"].entries()) {
    g.recorder?.declareHidden(name, base + i, "fixed", g.pointCount);
  }
  endlessLoop(g, node.body, (jsLabel, start) => {
    const key = g.newTemporary();
    const value = g.newTemporary();
    const k = key.code;
    const v = value.code;
    const rest = variables.slice(2).map(() => g.newTemporary());
    const takeList = rest.map(({ code }, i) => `${code}=${k}[${i + 2}];`).join("");
    const takeNone = rest.map(({ code }) => `${code}=undefined;`).join("");
    const called = g.tracer === null ? "" : "told";
    const unpack =
      `if(isList(${k})){${takeList}${v}=${k}[1];${k}=${k}[0];}` +
      `else{${takeNone}${v}=undefined;}`;
    g.suspendable(
      node.callLine,
      (suspend) =>
        `if(${position}>=0){if((${position}=${state}.nextPosition(${position}))<0)break ${jsLabel};` +
        `${k}=${state}.keyAt(${position});${v}=${state}.valueAt(${position}++);${takeNone}}` +
        `else if(${position}===-2&&${control}<${state}.arr.length&&(${v}=${state}.arr[${control}])!==undefined)` +
        `{${k}=++${control};${takeNone}}` +
        `else{if((${k}=${called}(typeof ${iterator}==="function"?${iterator}` +
        `:callable(${iterator},${g.site(node.callLine)}))(${state},${control}))===S)${suspend}${unpack}` +
        `if(${k}===undefined)break ${jsLabel};${control}=${k};}`,
      `${k}=v;${unpack}if(${k}===undefined)break ${jsLabel};${control}=${k};`,
      [key, value, ...rest],
      g.chunk.packName({ kind: NameKind.ForIterator, name: "for iterator" }),
    );
    const values = [k, v, ...rest.map(({ code }) => code)];
    variables.forEach((variable, i) => {
      g.out.add(declaration(g, variable, values[i]!));
    });
    g.release(key, value, ...rest);
    const loopDepth = g.scopeDepth;
    for (const variable of variables) g.declare(variable);
    traceJump(g);
    block(g, node.body);
    g.closeScope(loopDepth);
    forgetTurn(g, node.body, variables);
    trace(g, node.callLine, 2);
    g.tick(node.callLine, start);
  });
  g.closeScope(depth);
}

/** Evaluates the three values of a generic `for`. */
function iteratorTriple(
  g: FunctionGenerator,
  node: ForGenericStatement,
  registers: readonly string[],
): void {
  const { iterators } = node;
  const last = iterators.at(-1);
  const values = operandList(
    g,
    iterators.length <= 3 && isMulti(last) ? iterators.slice(0, -1) : iterators,
  );
  if (iterators.length <= 3 && isMulti(last)) {
    values.forEach((value, i) => {
      g.out.add(`${registers[i]}=${value.code};`);
    });
    g.release(...values);
    const raw = multiResult(g, last);
    const missing = registers.slice(values.length);
    const r = raw.code;
    const fromList = missing.map((register, i) => `${register}=${r}[${i}];`).join("");
    const fromOne = missing
      .map((register, i) => `${register}=${i === 0 ? r : "undefined"};`)
      .join("");
    g.out.add(`if(isList(${r})){${fromList}}else{${fromOne}}`);
    g.release(raw);
    return;
  }
  registers.forEach((register, i) => {
    g.out.add(`${register}=${values[i]?.code ?? "undefined"};`);
  });
  g.release(...values);
}
