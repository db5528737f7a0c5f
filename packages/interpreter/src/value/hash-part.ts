/**
 * The hash part of a table: any key, in the order in which keys were inserted.
 *
 * A cleared key keeps its place until the next insertion that tidies up, so a traversal may clear
 * what it visits; nothing moves while keys are only assigned or cleared.
 */
import { IntegerPlaces } from "./integer-places.js";
import type { LuaValue } from "./lua-value.js";
import { sizeLimits } from "./size-limits.js";

/** Most places: V8's maps hold 2^24 keys. */
const PLACES_MAX = 16_000_000;
/** Most keys with a value: fewer, so that cleared ones need not be dropped all the time. */
const LIVE_MAX = 14_000_000;

/** Stands for the map of a hash part that has integer keys only. Never written. */
const NO_PLACES: ReadonlyMap<LuaValue, number> = new Map();
/** Stands for the places of integers where there are none. Never written. */
const NO_INTEGERS = new IntegerPlaces();

/** Keys with their values; `undefined` as a value is a cleared key. */
export class HashPart {
  /** Key to its place in {@link keys} and {@link values}; not for integers of 32 bits. */
  private places: ReadonlyMap<LuaValue, number> = NO_PLACES;
  /** The same for integers of 32 bits. */
  private integers = NO_INTEGERS;
  /** Keys by place, cleared ones included. */
  keys: LuaValue[] = listOfAnything();
  /** Values by place; `undefined` where cleared. */
  values: LuaValue[] = listOfAnything();
  /** How many keys have a value. */
  liveCount = 0;
  /** No integer key is greater. */
  greatestInteger = 0;
  /** No place before this one has a value. */
  private firstLivePlace = 0;
  /** Where a traversal came last: the key that `next` is given is mostly there. */
  private cursor = 0;

  /** Gives a key's value, or `undefined`. */
  get(key: LuaValue): LuaValue {
    return typeof key === "number" ? this.getNumber(key) : this.getOther(key);
  }

  /** As {@link get}, for any key but a number. */
  getOther(key: LuaValue): LuaValue {
    const place = this.places.get(key);
    return place === undefined ? undefined : this.values[place];
  }

  /** Gives a number key's value, or `undefined`. */
  getNumber(key: number): LuaValue {
    const place = this.placeOfNumber(key);
    return place < 0 ? undefined : this.values[place];
  }

  /** Gives the place of a key that is or was here, or -1. */
  placeOf(key: LuaValue): number {
    const { cursor } = this;
    if (cursor < this.keys.length && this.keys[cursor] === key) return cursor;
    return typeof key === "number" ? this.placeOfNumber(key) : (this.places.get(key) ?? -1);
  }

  /** Gives the place where a traversal came last if this key is there and has a value, else -1. */
  lastPlaceIf(key: LuaValue): number {
    const { cursor, keys, values } = this;
    return cursor < keys.length && keys[cursor] === key && values[cursor] !== undefined
      ? cursor
      : -1;
  }

  private placeOfNumber(key: number): number {
    const integer = key | 0;
    return integer === key ? this.integers.find(this.keys, integer) : (this.places.get(key) ?? -1);
  }

  /** Gives the first place at or after `place` that has a value, or -1. */
  nextPlace(place: number): number {
    const values = this.values;
    let next = place > this.firstLivePlace ? place : this.firstLivePlace;
    while (next < values.length && values[next] === undefined) next++;
    if (place <= this.firstLivePlace) this.firstLivePlace = next;
    this.cursor = next;
    return next < values.length ? next : -1;
  }

  /** Assigns, inserts or (with `undefined`) clears a key. */
  set(key: LuaValue, value: LuaValue): void {
    if (typeof key === "number") this.setNumber(key, value);
    else this.setOther(key, value);
  }

  /** As {@link set}, for any key but a number. */
  setOther(key: LuaValue, value: LuaValue): void {
    const place = this.places.get(key);
    if (place !== undefined) this.setPlace(place, value);
    else if (value !== undefined) this.insert(key, value);
  }

  /** As {@link set}, for a number key. */
  setNumber(key: number, value: LuaValue): void {
    const place = this.placeOfNumber(key);
    if (place >= 0) this.setPlace(place, value);
    else if (value !== undefined) this.insert(key, value);
  }

  private setPlace(place: number, value: LuaValue): void {
    const old = this.values[place];
    this.values[place] = value;
    if (old === undefined) {
      if (value === undefined) return;
      this.liveCount++;
      if (place < this.firstLivePlace) this.firstLivePlace = place;
    } else if (value === undefined) {
      this.liveCount--;
    }
  }

  private insert(key: LuaValue, value: LuaValue): void {
    const { length } = this.keys;
    if (length > 2 * this.liveCount + 8 || length >= PLACES_MAX) this.dropCleared();
    if (this.liveCount >= LIVE_MAX || this.liveCount >= sizeLimits.tableEntriesMax) {
      sizeLimits.raiseTableOverflow();
    }
    this.add(key, value);
    this.liveCount++;
  }

  /** Puts a key that is not here at the end. */
  private add(key: LuaValue, value: LuaValue): void {
    const place = this.keys.length;
    this.keys.push(key);
    this.values.push(value);
    if (typeof key !== "number") {
      this.addPlace(key, place);
      return;
    }
    const integer = key | 0;
    if (integer !== key) {
      this.addPlace(key, place);
      if (key > this.greatestInteger && Number.isInteger(key)) this.greatestInteger = key;
      return;
    }
    if (this.integers === NO_INTEGERS) this.integers = new IntegerPlaces();
    this.integers.add(this.keys, integer, place);
    if (integer > this.greatestInteger) this.greatestInteger = integer;
  }

  private addPlace(key: LuaValue, place: number): void {
    if (this.places === NO_PLACES) this.places = new Map();
    (this.places as Map<LuaValue, number>).set(key, place);
  }

  private dropCleared(): void {
    const { keys, values } = this;
    this.places = NO_PLACES;
    // With room until cleared keys are dropped again (benchmark queues).
    if (this.integers !== NO_INTEGERS) this.integers = new IntegerPlaces(2 * this.liveCount);
    this.keys = listOfAnything();
    this.values = listOfAnything();
    this.greatestInteger = 0;
    this.firstLivePlace = 0;
    this.cursor = 0;
    for (let place = 0; place < keys.length; place++) {
      if (values[place] !== undefined) this.add(keys[place], values[place]);
    }
  }
}

/**
 * Makes an empty list that V8 keeps as one of any values from the start: code that all tables share reads
 * one kind of list then (benchmark traversal).
 */
function listOfAnything(): LuaValue[] {
  const list: LuaValue[] = [undefined];
  list.pop();
  return list;
}
