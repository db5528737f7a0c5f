/**
 * Chunks that return constants and tables of constants and do nothing else, such as
 * `return { name = "x", 1, 2 }`: what programs write down to read it back with `load`.
 *
 * Their function walks the tree. Generating code for it and having the engine compile that would take
 * ten times as long as it ever runs (benchmark loading). Only where more is asked of the function than
 * to be called, is it compiled: when it is inspected, and when a hook is set.
 */
import type { Chunk, Expression, TableConstructor, TableField } from "./parser/ast.js";
import { activeHook } from "./runtime/active-hook.js";
import { BUDGET_LIMIT, execution } from "./runtime/execution.js";
import type { LuaFunction, LuaResult, LuaValue } from "./value/lua-value.js";
import { resultOf } from "./value/lua-value.js";
import { EMPTY_RECORD } from "./value/record.js";
import { EMPTY_ARRAY, LuaTable } from "./value/lua-table.js";

/** A chunk from which any number of main functions can be made. */
export interface LoadedChunk {
  /** Makes the chunk's main function, with an environment of its own. */
  instantiate(environment: LuaValue): LuaFunction;
}

/** What a call costs of the budget besides the values it makes: its time. */
const CALL_COST = 65;

/** A chunk that returns data. */
export class DataChunk implements LoadedChunk {
  readonly #expressions: readonly Expression[];
  readonly #cost: number;
  readonly #compile: () => LoadedChunk;

  private constructor(
    expressions: readonly Expression[],
    valueCount: number,
    compile: () => LoadedChunk,
  ) {
    this.#expressions = expressions;
    this.#cost = CALL_COST + valueCount;
    this.#compile = compile;
  }

  /**
   * Makes a data chunk of a chunk that is one.
   * @param chunk - its tree
   * @param compile - compiles it as any other
   * @returns null when it does more than to return data
   */
  static of(chunk: Chunk, compile: () => LoadedChunk): DataChunk | null {
    const { body } = chunk;
    const [statement] = body;
    if (body.length !== 1 || statement?.type !== "ReturnStatement") return null;
    const expressions = statement.arguments;
    let count = 0;
    for (const expression of expressions) {
      const within = expression.type === "NilLiteral" ? 1 : valuesIn(expression);
      if (within === 0) return null;
      count += within;
    }
    return new DataChunk(expressions, count, compile);
  }

  instantiate(environment: LuaValue): LuaFunction {
    let compiled: LuaFunction | null = null;
    // Named as the main function of compiled code is.
    const named = {
      $0: (...args: LuaValue[]): LuaResult => {
        // Whoever used up the budget is suspended after this call.
        if (isWatched()) {
          compiled ??= this.#compile().instantiate(environment);
          return compiled(...args);
        }
        execution.c += this.#cost;
        return resultOf(this.#expressions.map((expression) => valueOf(expression)));
      },
    };
    return named.$0;
  }
}

/** Says whether the function is called to be asked about, or under a hook. */
function isWatched(): boolean {
  return execution.inspecting || (execution.c > BUDGET_LIMIT && activeHook() !== null);
}

/** Says how many values an expression makes, tables and what is in them; 0 if it is no data. */
function valuesIn(expression: Expression): number {
  switch (expression.type) {
    case "BooleanLiteral":
    case "NumericLiteral":
    case "StringLiteral":
      return 1;
    case "UnaryExpression":
      return isNegativeNumber(expression) ? 1 : 0;
    case "TableConstructor":
      return valuesInTable(expression);
    default:
      return 0;
  }
}

function isNegativeNumber(expression: Expression): boolean {
  return (
    expression.type === "UnaryExpression" &&
    expression.operator === "-" &&
    expression.argument.type === "NumericLiteral"
  );
}

function valuesInTable({ fields }: TableConstructor): number {
  let count = 1;
  let hasPositions = false;
  let hasNumbers = false;
  for (const field of fields) {
    if (field.type === "TableValue") hasPositions = true;
    else if (field.type === "TableKey") {
      const { key } = field;
      if (key.type === "NumericLiteral" || isNegativeNumber(key)) hasNumbers = true;
      else if (key.type !== "StringLiteral" && key.type !== "BooleanLiteral") return 0;
    }
    const within = valuesIn(field.value);
    if (within === 0) return 0;
    count += within;
  }
  // Which of `{ "a", [1] = "b" }` counts is for compiled code to decide.
  return hasPositions && hasNumbers ? 0 : count;
}

function valueOf(expression: Expression): LuaValue {
  switch (expression.type) {
    case "BooleanLiteral":
    case "NumericLiteral":
    case "StringLiteral":
      return expression.value;
    case "UnaryExpression":
      return -(valueOf(expression.argument) as number);
    case "TableConstructor":
      return tableOf(expression.fields);
    default:
      return undefined;
  }
}

function tableOf(fields: readonly TableField[]): LuaTable {
  const values: LuaValue[] = [];
  for (const field of fields) if (field.type === "TableValue") values.push(valueOf(field.value));
  const table = new LuaTable(EMPTY_RECORD, values.length === 0 ? EMPTY_ARRAY : values);
  for (const field of fields) {
    if (field.type === "TableKeyString") table.addField(field.key.name, valueOf(field.value));
    else if (field.type === "TableKey") table.set(valueOf(field.key), valueOf(field.value));
  }
  table.settle();
  return table;
}
