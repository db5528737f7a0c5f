/**
 * A Lua table: an array part (keys 1 to n, dense), a record part (string keys that stand in
 * programs) and a hash part (everything else). See docs/decisions/0001.
 *
 * Invariants: a key lives in one part only; the last element of the array part is never nil; the
 * hash part never holds the key just after the array part; {@link EMPTY_ARRAY} and
 * {@link EMPTY_RECORD} are shared and never written. Generated code relies on all of them.
 */
import { HashPart } from "./hash-part.js";
import { layoutSampler } from "./layout-sampler.js";
import type { LuaValue } from "./lua-value.js";
import { sizeLimits } from "./size-limits.js";
import {
  EMPTY_RECORD,
  internKey,
  newRecord,
  propertyOf,
  RecordFields,
  type RecordPart,
  ToldFields,
} from "./record.js";

/** The array part of every table that has none. Never written. */
export const EMPTY_ARRAY: LuaValue[] = [];

/** Most keys in a record part when a program names them; V8 keeps such objects fast to about 128. */
const RECORD_KEYS_MAX = 100;
/** Most keys in a record part when keys are added by computed name, which V8 keeps fast for fewer. */
const COMPUTED_RECORD_KEYS_MAX = 16;
/** From this length on, an array part that doubles is checked for being mostly cleared. */
const SPARSE_CHECK_LENGTH = 1024;

/** Where in a traversal the record part begins (see {@link LuaTable.nextPosition}). */
const RECORD_START = 2 ** 30;
/** Where in a traversal the hash part begins. */
const HASH_START = RECORD_START + 2 ** 20;

/** A Lua table (Lua 5.2 manual §2.1). */
export class LuaTable {
  /** True for every table and for nothing else: one load tells a table from any other value. */
  declare readonly isTable: true;
  /** The type name that `type` gives. */
  declare readonly luaType: "table";
  /** The record part: properties named by `internKey`. */
  rec: RecordPart;
  /** The array part: the value of key `k` at index `k - 1`. */
  arr: LuaValue[];
  /** The hash part, or null while there is none. */
  hash: HashPart | null = null;
  /** The metatable, or null. */
  meta: LuaTable | null = null;
  /** How many keys the record part has, cleared ones included; the most for one that is to have none. */
  private recordSize: number;
  /** The record part's fields in order, while a traversal needs them, or always if the record does not tell. */
  private recordFields: RecordFields | null = null;

  /**
   * Makes a table of parts that are then its own.
   * @param rec - the record part; values may be `undefined`
   * @param arr - the array part; its last element must not be `undefined`
   * @param recordSize - how many properties `rec` has
   */
  constructor(rec: RecordPart = EMPTY_RECORD, arr: LuaValue[] = EMPTY_ARRAY, recordSize = 0) {
    this.rec = rec;
    this.arr = arr;
    this.recordSize = recordSize;
  }

  /** Makes a sequence `{values[0], values[1], ...}` of an array that is then the table's own. */
  static fromArray(values: LuaValue[]): LuaTable {
    while (values.length > 0 && values[values.length - 1] === undefined) values.pop();
    return new LuaTable(EMPTY_RECORD, values);
  }

  /**
   * Makes a table of a record.
   * @param rec - the record, which is then the table's own
   * @param fields - what it has, which other tables may share
   */
  static ofRecord(rec: RecordPart, fields: RecordFields): LuaTable {
    const table = new LuaTable(rec, EMPTY_ARRAY, fields.keys.length);
    table.recordFields = fields;
    return table;
  }

  /**
   * Makes a table of string keys that come from data, in their order: a record if programs name them all,
   * else a dictionary, which it stays: what a program adds comes last either way.
   * @param keys - the keys; of one that comes again the last value counts
   * @param values - has their values in that order
   * @param start - the index of the first value
   */
  static ofKeys(keys: readonly string[], values: readonly LuaValue[], start: number): LuaTable {
    const table = new LuaTable();
    const isRecord =
      keys.length <= COMPUTED_RECORD_KEYS_MAX && keys.every((key) => propertyOf(key) !== undefined);
    if (!isRecord) table.recordSize = RECORD_KEYS_MAX;
    for (let i = 0; i < keys.length; i++) {
      if (isRecord) table.setString(keys[i]!, values[start + i]);
      else table.setHash(keys[i], values[start + i]);
    }
    return table;
  }

  /** Raw read of any key (`rawget`). */
  get(key: LuaValue): LuaValue {
    if (typeof key === "string") return this.getString(key);
    if (typeof key === "number") return this.getNumber(key);
    return this.hash === null ? undefined : this.hash.getOther(key);
  }

  /** Raw read of a string key. */
  getString(key: string): LuaValue {
    if (this.rec !== EMPTY_RECORD) {
      const property = propertyOf(key);
      if (property !== undefined) {
        const value = this.rec[property];
        if (value !== undefined) return value;
      }
    }
    return this.hash === null ? undefined : this.hash.getOther(key);
  }

  /** Raw read of a number key. */
  getNumber(key: number): LuaValue {
    if (key >= 1 && key <= this.arr.length) {
      const value = this.arr[key - 1];
      if (value !== undefined) return value;
    }
    return this.hash === null ? undefined : this.hash.getNumber(key);
  }

  /**
   * Raw assignment of any key (`rawset`).
   * @param key - neither nil nor NaN: the caller checks
   */
  set(key: LuaValue, value: LuaValue): void {
    if (typeof key === "string") this.setString(key, value);
    else if (typeof key === "number") this.setNumber(key, value);
    else this.setHash(key, value);
  }

  /** Raw assignment of a string key. */
  setString(key: string, value: LuaValue): void {
    // A table that has a hash part and no record is used as a dictionary: one look-up is enough.
    const property = this.rec === EMPTY_RECORD && this.hash !== null ? undefined : propertyOf(key);
    if (property === undefined) {
      this.setHash(key, value);
      return;
    }
    const rec = this.rec;
    if (rec[property] !== undefined) {
      rec[property] = value;
    } else if (value === undefined) {
      if (this.hash !== null) this.hash.setOther(key, undefined);
    } else if (
      this.hash === null && this.recordSize < COMPUTED_RECORD_KEYS_MAX
        ? this.claimProperty(key, property)
        : this.hasProperty(property)
    ) {
      this.addProperty(property, value);
    } else {
      this.setHash(key, value);
    }
  }

  /** Stores a value under a property that no program names here. */
  private addProperty(property: string, value: LuaValue): void {
    const fields = this.recordFields;
    if (layoutSampler.findsTooMany(this.rec, fields) && !(fields instanceof ToldFields)) {
      this.unifyRecord(property);
    }
    this.rec[property] = value;
  }

  /** Gives the record the layout that others have too. */
  private unifyRecord(propertyToAdd: string): void {
    const { copy, isCommon } = layoutSampler.unify(this.rec);
    if (isCommon) {
      const fields = new ToldFields(this.rec);
      if (!fields.properties.includes(propertyToAdd)) fields.add(propertyToAdd);
      this.recordFields = fields;
    }
    this.rec = copy;
  }

  /** Says whether the record part has a property, perhaps a cleared one. */
  private hasProperty(property: string): boolean {
    const fields = this.recordFields;
    return fields instanceof ToldFields
      ? fields.properties.includes(property)
      : property in this.rec;
  }

  /**
   * Asks whether a key that the record part does not hold may be assigned there, and makes ready for
   * it. The caller then stores the value under the property, by name, so that V8 sees one shape grow.
   * @param key - a key whose value in the record part is `undefined`
   * @param property - its property
   * @returns false when the key belongs in the hash part
   */
  claimProperty(key: string, property: string): boolean {
    if (this.hash?.getOther(key) !== undefined) return false;
    if (this.rec !== EMPTY_RECORD && this.hasProperty(property)) return true;
    if (this.recordSize >= RECORD_KEYS_MAX) return false;
    if (this.rec === EMPTY_RECORD) this.rec = newRecord();
    this.recordSize++;
    if (this.recordFields instanceof ToldFields) this.recordFields.add(property);
    else this.recordFields = null;
    return true;
  }

  /** Raw assignment of a number key, not NaN. */
  setNumber(key: number, value: LuaValue): void {
    const arr = this.arr;
    const length = arr.length;
    if (key === length + 1) {
      if (value !== undefined) this.append(value);
    } else if (key >= 1 && key < length + 1 && key === Math.floor(key)) {
      if (value === undefined && key === length) this.dropLast();
      else arr[key - 1] = value;
    } else {
      this.setNumberInHash(key, value);
    }
  }

  /** Assigns the key just after the array part. The value is not nil. */
  append(value: LuaValue): void {
    if (this.arr === EMPTY_ARRAY) {
      // Two places for V8, which tells by the place what an array will hold: that of numbers keeps
      // fractions as they are, where others have an object for each (benchmark matrix-multiply).
      this.arr = typeof value === "number" ? [value] : [value];
    } else {
      const length = this.arr.length;
      if ((length & 1023) === 0 && length >= sizeLimits.tableEntriesMax) {
        sizeLimits.raiseTableOverflow();
      }
      if (
        length >= SPARSE_CHECK_LENGTH &&
        (length & (length - 1)) === 0 &&
        this.dropSparseArray()
      ) {
        this.setNumber(length + 1, value);
        return;
      }
      this.arr.push(value);
    }
    if (this.hash !== null) this.moveFromHash(this.hash);
  }

  /** Clears the last element of the array part, and the nils before it. */
  private dropLast(): void {
    const arr = this.arr;
    arr.pop();
    while (arr.length > 0 && arr[arr.length - 1] === undefined) arr.pop();
  }

  /** Moves the keys that now follow the array part out of the hash part. */
  private moveFromHash(hash: HashPart): void {
    const arr = this.arr;
    for (;;) {
      const next = arr.length + 1;
      if (next > hash.greatestInteger) return;
      const value = hash.getNumber(next);
      if (value === undefined) return;
      hash.setNumber(next, undefined);
      arr.push(value);
    }
  }

  /**
   * Gives up an array part that is mostly nil (a queue that moves on), so that it does not grow for
   * ever.
   * @returns whether it did
   */
  private dropSparseArray(): boolean {
    const arr = this.arr;
    let live = 0;
    for (let i = 0; i < arr.length; i++) if (arr[i] !== undefined) live++;
    if (live > arr.length >> 2) return false;
    this.arr = EMPTY_ARRAY;
    this.hash ??= new HashPart();
    for (let i = 0; i < arr.length; i++) if (arr[i] !== undefined) this.setNumber(i + 1, arr[i]);
    return true;
  }

  /** Assigns a number key in the hash part. */
  private setNumberInHash(key: number, value: LuaValue): void {
    if (this.hash !== null || value !== undefined) this.ownHash().setNumber(key, value);
  }

  /** Assigns any key but a number in the hash part. */
  private setHash(key: LuaValue, value: LuaValue): void {
    if (this.hash !== null || value !== undefined) this.ownHash().setOther(key, value);
  }

  private ownHash(): HashPart {
    return (this.hash ??= new HashPart());
  }

  /** A border of the table, without metamethods (`rawlen`, Lua 5.2 manual §3.4.6). */
  length(): number {
    const length = this.arr.length;
    if (length > 0 || this.hash === null || this.hash.liveCount === 0) return length;
    let border = 0;
    while (this.hash.get(border + 1) !== undefined) border++;
    return border;
  }

  /**
   * Walks the table: gives the position of the first key that has a value, at or after `position`,
   * or -1 at the end. Start at 0; go on at the position found plus one. Positions stay right while
   * keys are assigned or cleared, not when new ones are added.
   */
  nextPosition(position: number): number {
    let next = position;
    if (next < RECORD_START) {
      const arr = this.arr;
      while (next < arr.length && arr[next] === undefined) next++;
      if (next < arr.length) return next;
      next = RECORD_START;
    }
    if (next < HASH_START) {
      if (this.rec !== EMPTY_RECORD) {
        const { properties } = this.fieldsInRecord();
        for (let i = next - RECORD_START; i < properties.length; i++) {
          if (this.rec[properties[i]!] !== undefined) return RECORD_START + i;
        }
      }
      next = HASH_START;
    }
    if (this.hash === null) return -1;
    const place = this.hash.nextPlace(next - HASH_START);
    return place < 0 ? -1 : HASH_START + place;
  }

  /** Gives the key at a position that {@link nextPosition} found. */
  keyAt(position: number): LuaValue {
    if (position < RECORD_START) return position + 1;
    if (position < HASH_START) return this.fieldsInRecord().keys[position - RECORD_START];
    return this.hash?.keys[position - HASH_START];
  }

  /** Gives the value at a position that {@link nextPosition} found. */
  valueAt(position: number): LuaValue {
    if (position < RECORD_START) return this.arr[position];
    if (position < HASH_START) {
      return this.rec[this.fieldsInRecord().properties[position - RECORD_START]!];
    }
    return this.hash?.values[position - HASH_START];
  }

  /**
   * Gives the position of a key, which may have been cleared since.
   * @returns the position, or -1 for a key that the table never had
   */
  positionOf(key: LuaValue): number {
    const last = this.hash === null ? -1 : this.hash.lastPlaceIf(key);
    if (last >= 0) return HASH_START + last;
    if (typeof key === "number" && key >= 1 && key === Math.floor(key)) {
      if (key <= this.arr.length) return key - 1;
    } else if (typeof key === "string" && this.rec !== EMPTY_RECORD) {
      const index = this.fieldsInRecord().indexOf(key);
      if (index >= 0) return RECORD_START + index;
    }
    const place = this.hash === null ? -1 : this.hash.placeOf(key);
    if (place >= 0) return HASH_START + place;
    // An element that was cleared from the end of the array part while it was visited.
    return typeof key === "number" && Number.isInteger(key) && key >= 1 && key < RECORD_START
      ? key - 1
      : -1;
  }

  /** What the record part has, in the order in which it was added; null if there is none. */
  get fields(): RecordFields | null {
    return this.rec === EMPTY_RECORD ? null : this.fieldsInRecord();
  }

  private fieldsInRecord(): RecordFields {
    return (this.recordFields ??= new RecordFields(this.rec));
  }

  /** Says whether the table has no key with a value. */
  isEmpty(): boolean {
    return this.nextPosition(0) < 0;
  }

  /**
   * Makes a table of named values, such as a library, whose fields are found at once by programs.
   * @param fields - values by Lua key
   */
  static fromFields(fields: Iterable<readonly [string, LuaValue]>): LuaTable {
    const table = new LuaTable();
    table.defineAll(fields);
    return table;
  }

  /** Assigns a string key and gives it a property, as if a program named it. */
  define(key: string, value: LuaValue): void {
    this.addField(key, value);
    this.settle();
  }

  /** Assigns string keys as {@link define} does, for many at once. */
  defineAll(fields: Iterable<readonly [string, LuaValue]>): void {
    for (const [key, value] of fields) this.addField(key, value);
    this.settle();
  }

  /** Assigns as {@link define} does; call {@link settle} after the last. */
  addField(key: string, value: LuaValue): void {
    const property = internKey(key);
    if (property === undefined || value === undefined) {
      this.setString(key, value);
    } else if (this.rec[property] !== undefined || this.claimProperty(key, property)) {
      this.rec[property] = value;
    } else {
      this.setHash(key, value);
    }
  }

  /**
   * Makes reading fields by name fast after {@link addField}: V8 turns an object to which many were added by computed
   * name into a dictionary, which takes several times longer to read, but not a copy of one
   * (benchmark globals).
   */
  settle(): void {
    if (this.recordSize > COMPUTED_RECORD_KEYS_MAX) this.rec = { ...this.rec };
  }
}

Object.defineProperty(LuaTable.prototype, "isTable", { value: true });
Object.defineProperty(LuaTable.prototype, "luaType", { value: "table" });
