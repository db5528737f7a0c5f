/**
 * The record part of a table: a JavaScript object with one property per string key, so that V8's
 * hidden class is the table's shape and V8's inline caches are ours (docs/decisions/0001).
 *
 * A property is named not after the Lua key (unless a debugger is to see it) but by a number that is handed out
 * here, once per key and process. Only keys that stand as constants in some program, or that a library registers,
 * get one; the keys that a program makes up while running live in the hash part.
 * A property that holds `undefined` is an absent key.
 */
import { internalized } from "../text/internalized-string.js";
import type { LuaValue } from "./lua-value.js";

/** The properties of a record part, by property name (see {@link propertyOf}). */
export interface RecordPart {
  [property: string]: LuaValue;
  /** In the types only: no other object is taken for a record part. */
  readonly [recordPart]: true;
}
declare const recordPart: unique symbol;

/**
 * Makes a record with room for eight properties inside the object. A class, not `{}`, because V8
 * sizes its instances by how earlier ones were filled.
 */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- its instances' hidden classes are what it is for
class RoomyRecord {}

const KEY_TO_PROPERTY = new Map<string, string>();
const PROPERTY_TO_KEY = new Map<string, string>();

/** How many keys may have a property; later ones are looked up in the hash part. */
const PROPERTIES_MAX = 200_000;

/** The record of every table that has none. Never written. */
export const EMPTY_RECORD: RecordPart = newRecord();

/** Makes an empty record that can be written. */
export function newRecord(): RecordPart {
  return new RoomyRecord() as unknown as RecordPart;
}

/** Keys that are names in JavaScript too. */
const NAME = /^[A-Za-z_]\w*$/;

let namesProperties = false;

/**
 * From now on properties are named after their keys, where those are names: a debugger shows them. Those
 * of before keep their numbers.
 */
export function nameProperties(): void {
  namesProperties = true;
}

/**
 * Gives the property name for a key that stands in a program, making one if there is room.
 * @returns the property's name, or `undefined` past the limit of names in one process
 */
export function internKey(key: string): string | undefined {
  const known = KEY_TO_PROPERTY.get(key);
  if (known !== undefined) return known;
  if (KEY_TO_PROPERTY.size >= PROPERTIES_MAX) return undefined;
  // No property of an object begins so that has not been made here.
  const property = internalized(
    namesProperties && NAME.test(key) ? `$${key}` : `p${KEY_TO_PROPERTY.size}`,
  );
  KEY_TO_PROPERTY.set(key, property);
  PROPERTY_TO_KEY.set(property, key);
  return property;
}

/** Gives the property name for a key, if it has one. */
export function propertyOf(key: string): string | undefined {
  return KEY_TO_PROPERTY.get(key);
}

/**
 * The record of a table that was made of a template: its first properties are accessors of its class,
 * those that were added later are its own (see `table-template.ts`).
 */
export interface TemplateRecord {
  /** The properties of the template, in order; only such records have this. */
  readonly templateProperties?: readonly string[];
}

/** The fields of a record in the order in which they were added, cleared ones included. */
export class RecordFields {
  /** Properties, by index. */
  readonly properties: string[];
  /** Lua keys, by the same index. */
  readonly keys: string[];
  /** Whether many records have it, so that something may be kept for it. */
  readonly isShared: boolean;
  /** The index that was last asked for: a traversal asks for the one after it next. */
  #cursor = 0;

  constructor(record: RecordPart, isShared = false) {
    this.isShared = isShared;
    const own = Object.keys(record);
    const { templateProperties } = record as TemplateRecord;
    this.properties =
      templateProperties === undefined
        ? own
        : [...templateProperties, ...own.filter((name) => PROPERTY_TO_KEY.has(name))];
    this.keys = this.properties.map((property) => PROPERTY_TO_KEY.get(property)!);
  }

  /** Gives the index of a key, or -1. */
  indexOf(key: string): number {
    const { keys } = this;
    if (keys[this.#cursor] !== key) {
      const next = this.#cursor + 1;
      this.#cursor = keys[next] === key ? next : Math.max(keys.indexOf(key), 0);
    }
    return keys[this.#cursor] === key ? this.#cursor : -1;
  }
}

/**
 * The fields of a record that has properties which its table has not (see `layout-sampler.ts`): it is told what
 * is added.
 */
export class ToldFields extends RecordFields {
  /** Takes note of a property that is to be added. */
  add(property: string): void {
    this.properties.push(property);
    this.keys.push(PROPERTY_TO_KEY.get(property)!);
  }
}

/**
 * V8 gives the instances of a class as many slots as its first few instances used; filling a few
 * here keeps eight.
 */
function reserveInObjectProperties(): void {
  for (let instance = 0; instance < 16; instance++) {
    const record = newRecord();
    record.p0 = record.p1 = record.p2 = record.p3 = undefined;
    record.p4 = record.p5 = record.p6 = record.p7 = undefined;
  }
}
reserveInObjectProperties();

/** The property of each metamethod's name, for lookups that need no search. */
export const META = {
  index: metamethodProperty("__index"),
  newindex: metamethodProperty("__newindex"),
  call: metamethodProperty("__call"),
  eq: metamethodProperty("__eq"),
  lt: metamethodProperty("__lt"),
  le: metamethodProperty("__le"),
  len: metamethodProperty("__len"),
  concat: metamethodProperty("__concat"),
  unm: metamethodProperty("__unm"),
  add: metamethodProperty("__add"),
  sub: metamethodProperty("__sub"),
  mul: metamethodProperty("__mul"),
  div: metamethodProperty("__div"),
  mod: metamethodProperty("__mod"),
  pow: metamethodProperty("__pow"),
  metatable: metamethodProperty("__metatable"),
  tostring: metamethodProperty("__tostring"),
  name: metamethodProperty("__name"),
  pairs: metamethodProperty("__pairs"),
  ipairs: metamethodProperty("__ipairs"),
  mode: metamethodProperty("__mode"),
} as const;

function metamethodProperty(name: string): string {
  return internKey(name)!;
}
