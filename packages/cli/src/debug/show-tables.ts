/**
 * How debuggers show Lua's tables: with their fields, not with the parts that the interpreter keeps them in.
 * VS Code asks values for it by symbols, Chrome asks formatters, if its setting "Custom formatters" is on.
 */
import { LuaTable, type LuaValue, luaToText, typeName } from "@craftos-http/interpreter";

/** So many fields are shown; a debugger that is given more takes long. */
const FIELDS_MAX = 1000;
/** So many are shown on the line of the table itself. */
const SUMMARY_FIELDS_MAX = 5;

/** The fields of a table, in the order of `next`. */
function* fieldsOf(table: LuaTable): Iterable<readonly [LuaValue, LuaValue]> {
  for (let at = table.nextPosition(0); at >= 0; at = table.nextPosition(at + 1)) {
    yield [table.keyAt(at), table.valueAt(at)];
  }
}

/** A key as it would stand in the source: `host`, `[1]`, `["a b"]`. */
function keyText(key: LuaValue): string {
  if (typeof key !== "string") return `[${valueText(key)}]`;
  return /^[A-Za-z_]\w*$/.test(key) ? key : `[${JSON.stringify(luaToText(key))}]`;
}

function valueText(value: LuaValue): string {
  if (value === undefined) return "nil";
  if (typeof value === "string") return JSON.stringify(luaToText(value));
  return typeof value === "number" || typeof value === "boolean" ? String(value) : typeName(value);
}

/** The table on one line: `{host = "a", [1] = 2, ...}`. */
function describeTable(table: LuaTable): string {
  const shown: string[] = [];
  for (const [key, value] of fieldsOf(table)) {
    if (shown.length === SUMMARY_FIELDS_MAX) {
      shown.push("...");
      break;
    }
    shown.push(`${keyText(key)} = ${valueText(value)}`);
  }
  return `{${shown.join(", ")}}`;
}

/** The fields as properties of an object; the metatable too. */
function propertiesOf(table: LuaTable): Record<string, unknown> {
  const properties: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let count = 0;
  for (const [key, value] of fieldsOf(table)) {
    if (++count > FIELDS_MAX) {
      properties["..."] = `only the first ${FIELDS_MAX} fields are shown`;
      break;
    }
    properties[keyText(key)] = value;
  }
  if (table.meta !== null) properties["(metatable)"] = table.meta;
  return properties;
}

/** A formatter of Chrome's, which describes what it shows in JsonML. */
const tableFormatter = {
  header: (value: unknown) =>
    value instanceof LuaTable ? ["span", {}, describeTable(value)] : null,
  hasBody: () => true,
  body: (table: LuaTable) => [
    "ol",
    { style: "list-style: none; margin: 0 0 0 12px; padding: 0" },
    ...Object.entries(propertiesOf(table)).map(([name, value]) => [
      "li",
      {},
      `${name}: `,
      ["object", { object: value }],
    ]),
  ],
};

/** Has debuggers show tables so from now on. */
export function showTables(): void {
  Object.defineProperties(LuaTable.prototype, {
    [Symbol.for("debug.description")]: {
      configurable: true,
      value(this: LuaTable) {
        return describeTable(this);
      },
    },
    [Symbol.for("debug.properties")]: {
      configurable: true,
      value(this: LuaTable) {
        return propertiesOf(this);
      },
    },
  });
  const inspected = globalThis as { devtoolsFormatters?: unknown[] };
  inspected.devtoolsFormatters = [...(inspected.devtoolsFormatters ?? []), tableFormatter];
}
