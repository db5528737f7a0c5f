/**
 * Table constructors (Lua 5.2 manual §3.4.8).
 *
 * A constructor of ordinary size evaluates its values first and becomes one object literal and one
 * array literal, which V8 makes in one step. A long one is filled field by field.
 */
import type { Expression, TableConstructor, TableField, TableKey } from "../../parser/ast.js";
import type { FunctionGenerator } from "../function-generator.js";
import { computed, isNeverNil, type Operand } from "../operand.js";
import { isMulti, keepAll, listCode, multiResult } from "./calls.js";
import { traceLine } from "../trace-points.js";
import { traceEndOf, tracedOperand, tracedValue } from "../trace-values.js";
import { mayEmit, OperandKeeper, operandList } from "./operand-list.js";

/** PUC stores positional values this many at a time, and the others at the end (`LFIELDS_PER_FLUSH`). */
const VALUES_PER_FLUSH = 50;

/** Most fields that go into one literal: of so many, PUC stores the positional ones at the end. */
const LITERAL_FIELDS_MAX = VALUES_PER_FLUSH;

/** `{...}`. */
export function tableConstructor(g: FunctionGenerator, node: TableConstructor): Operand {
  if (node.fields.length === 0) return computed("new T()", "table");
  return node.fields.length <= LITERAL_FIELDS_MAX ? literal(g, node) : filled(g, node);
}

/** The end of a constructor, where PUC stores the last positional values. */
function traceEnd(g: FunctionGenerator, { fields, lastLine }: TableConstructor): void {
  if (g.tracer !== null && fields.some(({ type }) => type === "TableValue")) traceLine(g, lastLine);
}

/** On which line hooks are told of the value of a field: the last one, if positional, at the end. */
function valueLine(node: TableConstructor, field: TableField): number | undefined {
  return field.type === "TableValue" && field === node.fields.at(-1) ? node.lastLine : undefined;
}

/** The constant string key of a field, or undefined. */
function constantKey(field: TableField): string | undefined {
  if (field.type === "TableKeyString") return field.key.name;
  return field.type === "TableKey" && field.key.type === "StringLiteral"
    ? field.key.value
    : undefined;
}

/** The expressions of a field in the order of evaluation. */
function expressionsOf(field: TableField): Expression[] {
  return field.type === "TableKey" && constantKey(field) === undefined
    ? [field.key, field.value]
    : [field.value];
}

/** Compiles the expressions of fields; in traced code each field is told of as it is come to. */
function fieldOperands(
  g: FunctionGenerator,
  node: TableConstructor,
  fields: readonly TableField[],
): Operand[] {
  const nodes = fields.flatMap(expressionsOf);
  if (g.tracer === null) return operandList(g, nodes);
  const keeper = new OperandKeeper(g, nodes, "early");
  const operands: Operand[] = [];
  for (const field of fields) {
    for (const expression of expressionsOf(field)) {
      const value =
        field.type === "TableValue"
          ? tracedValue(g, expression, valueLine(node, field))
          : tracedOperand(g, expression);
      operands.push(keeper.keep(value, operands.length));
    }
    if (field.type !== "TableValue") traceEndOf(g, field.value);
  }
  return operands;
}

/** A table as one literal, and computed keys added to it. */
function literal(g: FunctionGenerator, node: TableConstructor): Operand {
  const { fields } = node;
  const lastField = fields.at(-1);
  const last = lastField?.type === "TableValue" ? lastField.value : undefined;
  const spread = isMulti(last) ? last : null;
  let operands = fieldOperands(g, node, spread === null ? fields : fields.slice(0, -1));
  if (spread !== null) operands = keepAll(g, operands, spread);
  const rest = spread === null ? null : multiResult(g, spread);
  traceEnd(g, node);

  const record = new Map<string, string>();
  const array: string[] = [];
  /** The text before and after the number of positional values. */
  const keyed: (readonly [string, string])[] = [];
  let lastIsNeverNil = true;
  let positionalCount = "0";
  let next = 0;
  let isAfterComputed = false;
  const table = g.newTemporary("table");
  for (const field of fields) {
    if (field.type === "TableValue") {
      if (rest !== null && field === lastField) {
        const values = spread?.type === "VarargLiteral" ? "va" : `list(${rest.code})`;
        positionalCount = `${array.length}+${values}.length`;
        array.push(`...${values}`);
        lastIsNeverNil = false;
        continue;
      }
      const value = operands[next++]!;
      array.push(value.code);
      positionalCount = String(array.length);
      lastIsNeverNil = isNeverNil(value);
      continue;
    }
    const key = constantKey(field);
    const property = key === undefined ? undefined : g.chunk.internKey(key);
    if (property !== undefined && !record.has(property) && !isAfterComputed) {
      record.set(property, operands[next++]!.code);
      continue;
    }
    // A key that comes twice, or is or may be a computed one: the last counts, a positional one more.
    if (key === undefined) isAfterComputed = true;
    const keyCode = key === undefined ? operands[next++]!.code : g.stringConstant(key);
    const value = operands[next++]!;
    keyed.push([`put(${table.code},${keyCode},${value.code},1,`, `,${g.site(field.line)});`]);
  }
  const rec = [...record].map(([property, code]) => `${property}:${code}`).join(",");
  const recCode = record.size === 0 ? "R0" : `{${rec}}`;
  const arrCode = `[${array.join(",")}]`;
  g.out.add(
    lastIsNeverNil
      ? `${table.code}=new T(${recCode},${array.length === 0 ? "A0" : arrCode},${record.size});`
      : `${table.code}=seq(${recCode},${arrCode},${record.size});`,
  );
  for (const [before, after] of keyed) g.out.add(before + positionalCount + after);
  g.release(...operands);
  if (rest !== null) g.release(rest);
  return table;
}

/** A long table: what is at hand at its start goes into one literal, then field by field. */
function filled(g: FunctionGenerator, node: TableConstructor): Operand {
  const { fields } = node;
  const table = g.newTemporary("table");
  const last = fields.at(-1);
  const values: Expression[] = [];
  for (const field of fields) {
    if (field.type !== "TableValue" || isMulti(field.value) || mayEmit(g, field.value)) break;
    values.push(field.value);
  }
  const initial = listCode(g, values);
  g.out.add(
    values.length === 0 ? `${table.code}=new T();` : `${table.code}=seq(R0,${initial.code},0);`,
  );
  g.release(...initial.operands);
  let position = values.length;
  for (const field of fields.slice(values.length)) {
    g.out.mark(field.line);
    if (field.type !== "TableValue") {
      addKeyed(g, table, field, position);
    } else if (field === last && isMulti(field.value)) {
      const rest = listCode(g, [field.value]);
      g.out.add(`fill(${table.code},${position},${rest.code});`);
      g.release(...rest.operands);
    } else {
      const value = tracedValue(g, field.value, valueLine(node, field));
      position++;
      g.out.add(`${table.code}.setNumber(${position},${value.code});`);
      g.release(value);
    }
  }
  traceEnd(g, node);
  if (fields.some((field) => constantKey(field) !== undefined))
    g.out.add(`${table.code}.settle();`);
  return table;
}

function addKeyed(
  g: FunctionGenerator,
  table: Operand,
  field: Exclude<TableField, { type: "TableValue" }>,
  position: number,
): void {
  const key = constantKey(field);
  if (key !== undefined) {
    const value = tracedValue(g, field.value);
    traceEndOf(g, field.value);
    g.out.add(`${table.code}.addField(${g.stringConstant(key)},${value.code});`);
    g.release(value);
    return;
  }
  const [keyOperand, value] = operandList(g, [(field as TableKey).key, field.value]);
  if (keyOperand === undefined || value === undefined) return;
  traceEndOf(g, field.value);
  const pending = position - (position % VALUES_PER_FLUSH) + 1;
  const range = `${pending},${position}`;
  g.out.add(`put(${table.code},${keyOperand.code},${value.code},${range},${g.site(field.line)});`);
  g.release(keyOperand, value);
}
