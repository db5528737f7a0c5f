/**
 * A bounded cache from strings to what is made from them, for compiled patterns and formats.
 * Invariant: never more than `entriesMax` entries; those used since the last turn of generations
 * survive the next, and none of a long key. A hit in the young generation is one Map lookup and moves nothing.
 */

/**
 * Longer keys are not kept, but for the last one: what is made of a key takes many times its room, and
 * programs that make their patterns are better off without.
 */
const KEY_LENGTH_MAX = 2000;

/** Keeps the values made most recently, or used most recently, for their keys. */
export class TwoGenerationCache<Value> {
  readonly #make: (key: string) => Value;
  readonly #generationMax: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  #lastKey: string | undefined;
  #lastValue: Value | undefined;

  /**
   * Makes an empty cache.
   *
   * @param entriesMax - how many values to keep, at least 2.
   * @param make - makes the value for a key; what it throws is passed on and nothing is kept.
   */
  constructor(entriesMax: number, make: (key: string) => Value) {
    this.#generationMax = entriesMax >> 1;
    this.#make = make;
  }

  /** How many values are kept. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /**
   * The value for a key, made now if it is not there.
   *
   * @param key - any string.
   */
  get(key: string): Value {
    // A loop mostly asks for the same key: the same string object compares in no time.
    if (key === this.#lastKey) {
      return this.#lastValue as Value;
    }
    let value = this.#young.get(key);
    if (value === undefined) {
      value = this.#old.get(key);
      if (value === undefined) {
        value = this.#make(key);
      } else {
        this.#old.delete(key);
      }
      if (key.length <= KEY_LENGTH_MAX) this.#add(key, value);
    }
    this.#lastKey = key;
    this.#lastValue = value;
    return value;
  }

  #add(key: string, value: Value): void {
    if (this.#young.size >= this.#generationMax) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
