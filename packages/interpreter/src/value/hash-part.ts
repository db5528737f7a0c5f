/**
 * The hash part of a table: any key, in the order in which keys were inserted.
 *
 * A cleared key keeps its place until the next insertion that tidies up, so a traversal may clear
 * what it visits; nothing moves while keys are only assigned or cleared.
 */
import type { LuaValue } from "./lua-value.js";
import { sizeLimits } from "./size-limits.js";

/** Most places: V8's maps hold 2^24 keys. */
const PLACES_MAX = 16_000_000;
/** Most keys with a value: fewer, so that cleared ones need not be dropped all the time. */
const LIVE_MAX = 14_000_000;

/** Keys with their values; `undefined` as a value is a cleared key. */
export class HashPart {
  /** Key to its place in {@link keys} and {@link values}. */
  private places = new Map<LuaValue, number>();
  /** Keys by place, cleared ones included. */
  keys: LuaValue[] = [];
  /** Values by place; `undefined` where cleared. */
  values: LuaValue[] = [];
  /** How many keys have a value. */
  liveCount = 0;
  /** No place before this one has a value. */
  private firstLivePlace = 0;

  /** Gives a key's value, or `undefined`. */
  get(key: LuaValue): LuaValue {
    const place = this.places.get(key);
    return place === undefined ? undefined : this.values[place];
  }

  /** Gives the place of a key that is or was here, or -1. */
  placeOf(key: LuaValue): number {
    return this.places.get(key) ?? -1;
  }

  /** Gives the first place at or after `place` that has a value, or -1. */
  nextPlace(place: number): number {
    const values = this.values;
    let next = place > this.firstLivePlace ? place : this.firstLivePlace;
    while (next < values.length && values[next] === undefined) next++;
    if (place <= this.firstLivePlace) this.firstLivePlace = next;
    return next < values.length ? next : -1;
  }

  /** Assigns, inserts or (with `undefined`) clears a key. */
  set(key: LuaValue, value: LuaValue): void {
    const place = this.places.get(key);
    if (place === undefined) {
      if (value !== undefined) this.insert(key, value);
      return;
    }
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
    this.places.set(key, this.keys.length);
    this.keys.push(key);
    this.values.push(value);
    this.liveCount++;
  }

  private dropCleared(): void {
    const { keys, values } = this;
    this.places = new Map();
    this.keys = [];
    this.values = [];
    this.firstLivePlace = 0;
    for (let place = 0; place < keys.length; place++) {
      if (values[place] === undefined) continue;
      this.places.set(keys[place], this.keys.length);
      this.keys.push(keys[place]);
      this.values.push(values[place]);
    }
  }
}
