/**
 * `base.name` and `base[key]`, read and assigned (Lua 5.2 manual §3.2, §2.4).
 *
 * The text reads the record part or the array part itself, which V8 turns into a few instructions,
 * and calls the runtime for everything else.
 */
import type { Expression, IndexExpression, MemberExpression } from "../../parser/ast.js";
import type { OperandName } from "../chunk-generator.js";
import type { FunctionGenerator } from "../function-generator.js";
import { inheritedField, missingField } from "../inherited-fields.js";
import { isNeverNil, type Operand } from "../operand.js";
import { nameOf } from "./names.js";
import { keep, type ReadTime } from "./operand-list.js";

/** Text that is true when a simple operand holds a table. */
export function isTableCode(code: string): string {
  return `${code}!==undefined&&${code}.isTable`;
}

/** Reads `base.key`. */
export function readField(
  g: FunctionGenerator,
  base: Operand,
  key: string,
  line: number,
  name: OperandName | null,
): Operand {
  return readName(g, base, key, line, name, missingField);
}

/** Reads a global. */
export function readGlobal(
  g: FunctionGenerator,
  environment: Operand,
  key: string,
  line: number,
  name: OperandName | null,
): Operand {
  return readName(g, environment, key, line, name, inheritedField);
}

/**
 * Reads `base.key`.
 * @param elsewhere - gives text for the value if the record part does not have it
 */
function readName(
  g: FunctionGenerator,
  base: Operand,
  key: string,
  line: number,
  name: OperandName | null,
  elsewhere: typeof inheritedField,
): Operand {
  const property = g.chunk.internKey(key);
  g.out.mark(line);
  const object = g.nameFor(base);
  const target = g.newTemporary();
  const t = target.code;
  const site = g.site(line, name);
  const o = object.code;
  g.suspendable(
    line,
    (suspend) =>
      property === undefined
        ? `if((${t}=index(${o},${g.stringConstant(key)},${site}))===S)${suspend}`
        : `if(!(${isTableCode(o)}&&(${t}=${o}.rec.${property})!==undefined)` +
          `&&(${t}=${elsewhere(g, o, key, site)})===S)${suspend}`,
    `${t}=first(v);`,
    [target, object],
  );
  g.release(object);
  return target;
}

/**
 * Reads the method of `object:name()`: the object's own field, else that of its metatable's
 * `__index` table, else whatever the runtime finds. The object's temporary stays taken.
 */
export function readMethod(
  g: FunctionGenerator,
  object: Operand,
  key: string,
  line: number,
  name: OperandName | null,
): Operand {
  const property = g.chunk.internKey(key);
  const indexProperty = g.chunk.internKey("__index");
  if (property === undefined || indexProperty === undefined) {
    return readField(g, { ...object, temporary: -1 }, key, line, name);
  }
  g.out.mark(line);
  g.usesScratch = true;
  const target = g.newTemporary();
  const t = target.code;
  const o = object.code;
  const site = g.site(line, name);
  const inClass = `.rec.${indexProperty})!==undefined&&m.isTable&&(${t}=m.rec.${property})!==undefined`;
  g.suspendable(
    line,
    (suspend) =>
      `if(!(${o}===undefined?false:${o}.isTable` +
      `?(${t}=${o}.rec.${property})!==undefined||${o}.hash===null&&(m=${o}.meta)!==null&&(m=m${inClass}` +
      `:typeof ${o}==="string"&&(m=X.stringMeta${inClass})` +
      `&&(${t}=${inheritedField(g, o, key, site)})===S)${suspend}`,
    `${t}=first(v);`,
    [target],
  );
  return target;
}

/** Reads `base[key]` for a computed key. */
function readIndex(
  g: FunctionGenerator,
  base: Operand,
  key: Operand,
  line: number,
  name: OperandName | null,
): Operand {
  const object = g.nameFor(base);
  const k = g.simple(key);
  const target = g.newTemporary();
  const t = target.code;
  const o = object.code;
  const site = g.site(line, name);
  g.suspendable(
    line,
    (suspend) => {
      const slow = `(${t}=index(${o},${k.code},${site}))===S`;
      if (k.type !== "number" && k.type !== "unknown") return `if(${slow})${suspend}`;
      return `if(!(${elementTest(o, k)}&&(${t}=${o}.arr[${k.code}-1])!==undefined)&&${slow})${suspend}`;
    },
    `${t}=first(v);`,
    [target, object, k],
  );
  g.release(object, k);
  return target;
}

/** Text that is true when a key may be in the array part. */
function elementTest(object: string, key: Operand): string {
  const isNumber = key.type === "number" ? "" : `typeof ${key.code}==="number"&&`;
  return `${isNumber}${isTableCode(object)}&&${key.code}>=1&&${key.code}<=${object}.arr.length`;
}

/** `base.name` as a value. */
export function memberExpression(
  g: FunctionGenerator,
  node: MemberExpression,
  base: Operand,
): Operand {
  return readField(g, base, node.identifier.name, node.line, nameOf(g, node.base));
}

/** `base[index]` as a value. */
export function indexExpression(
  g: FunctionGenerator,
  node: IndexExpression,
  value: Operand,
): Operand {
  const name = nameOf(g, node.base);
  if (node.index.type === "StringLiteral") {
    return readField(g, value, node.index.value, node.line, name);
  }
  const base = keep(g, value, [node.index], baseReadTime(node.base));
  return readIndex(g, base, g.expression(node.index), node.line, name);
}

/** Where an assignment goes, with its operands already evaluated. */
export interface FieldTarget {
  /** The table. */
  readonly base: Operand;
  /** A constant string key, or a computed one. */
  readonly key: string | Operand;
  /** The line of the assignment. */
  readonly line: number;
  /** How the source names the table. */
  readonly name: OperandName | null;
}

/** When what is indexed is read if it is a variable: PUC reads an upvalue in parentheses as they close. */
export function baseReadTime(base: Expression): ReadTime {
  return base.type === "Identifier" && base.isParenthesised === true ? "late" : "last";
}

/** Evaluates the operands of an assignment's target. */
export function fieldTarget(
  g: FunctionGenerator,
  node: MemberExpression | IndexExpression,
  later: readonly Expression[],
): FieldTarget {
  const name = nameOf(g, node.base);
  const { line } = node;
  const readTime = baseReadTime(node.base);
  if (node.type === "MemberExpression") {
    const base = keep(g, g.expression(node.base), later, readTime);
    return { base, key: node.identifier.name, line, name };
  }
  const { index } = node;
  if (index.type === "StringLiteral") {
    return {
      base: keep(g, g.expression(node.base), later, readTime),
      key: index.value,
      line,
      name,
    };
  }
  const base = keep(g, g.expression(node.base), [index, ...later], readTime);
  return { base, key: keep(g, g.expression(index), later, "late"), line, name };
}

/** Assigns a field. Releases the operands. */
export function assignField(g: FunctionGenerator, target: FieldTarget, value: Operand): void {
  const { line, name } = target;
  const object = g.nameFor(target.base);
  const v = g.simple(value);
  const o = object.code;
  const site = g.site(line, name);
  const notNil = isNeverNil(v) ? "" : `${v.code}!==undefined&&`;
  if (typeof target.key === "string") {
    const keyCode = g.stringConstant(target.key);
    const property = g.chunk.internKey(target.key);
    g.suspendable(
      line,
      (suspend) => {
        const slow = `if(setIndex(${o},${keyCode},${v.code},${site})===S)${suspend}`;
        if (property === undefined) return slow;
        return (
          // A field that is there may be cleared so; none is made for nil.
          `if(${isTableCode(o)}&&(${o}.rec.${property}!==undefined||${notNil}` +
          `canAdd(${o},${keyCode},"${property}")))${o}.rec.${property}=${v.code};else ${slow}`
        );
      },
      "",
      [object, v],
    );
    g.release(object, v);
    return;
  }
  const k = g.simple(target.key);
  g.suspendable(
    line,
    (suspend) => {
      const slow = `if(setIndex(${o},${k.code},${v.code},${site})===S)${suspend}`;
      if (k.type !== "number" && k.type !== "unknown") return slow;
      return (
        `if(${notNil}${elementTest(o, k)}&&${o}.arr[${k.code}-1]!==undefined)` +
        `${o}.arr[${k.code}-1]=${v.code};else ${slow}`
      );
    },
    "",
    [object, k, v],
  );
  g.release(object, k, v);
}
