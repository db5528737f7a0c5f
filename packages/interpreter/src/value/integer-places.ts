/**
 * Where a hash part has its integer keys. JavaScript's own maps take several times longer to add an integer to,
 * and twice as long to find one (benchmark queues).
 *
 * A slot holds a place plus one, or 0 while it is free. At most half the slots are taken, so that a search ends
 * soon at a free one. No slot is ever freed: places of cleared keys stay, as in the hash part.
 */
import type { LuaValue } from "./lua-value.js";

/** How many slots the first key makes; a power of two. */
const SLOTS_MIN = 8;

/**
 * Mixes the bits of a key, so that keys at any distance from each other lie as if at random. The number is one
 * of MurmurHash3's last step, by Austin Appleby.
 */
function mix(key: number): number {
  const half = Math.imul(key ^ (key >>> 15), 0x85ebca6b);
  return half ^ (half >>> 13);
}

/**
 * Integer keys of 32 bits to their places. A key is first looked for at its own number, where keys that follow
 * each other lie side by side; then where its mixed bits say, and on from there in steps that they say too.
 */
export class IntegerPlaces {
  private slots: Int32Array;
  private count = 0;

  /**
   * Makes an empty one.
   * @param expected - how many keys there is to be room for
   */
  constructor(expected = 0) {
    let size = SLOTS_MIN;
    while (size < 2 * expected) size *= 2;
    this.slots = new Int32Array(size);
  }

  /**
   * Gives the place of a key, or -1.
   * @param keys - the keys by place
   * @param key - an integer of 32 bits
   */
  find(keys: readonly LuaValue[], key: number): number {
    const { slots } = this;
    const place = slots[key & (slots.length - 1)]! - 1;
    return place < 0 || keys[place] === key ? place : this.findFurther(keys, key);
  }

  private findFurther(keys: readonly LuaValue[], key: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    const mixed = mix(key);
    const step = (mixed >>> 16) | 1;
    for (let slot = mixed & mask; ; slot = (slot + step) & mask) {
      const place = slots[slot]! - 1;
      if (place < 0 || keys[place] === key) return place;
    }
  }

  /**
   * Adds a key that is not there.
   * @param keys - the keys by place
   * @param key - an integer of 32 bits
   * @param place - its place
   */
  add(keys: readonly LuaValue[], key: number, place: number): void {
    if (++this.count > this.slots.length >> 1) this.grow(keys);
    this.put(key, place);
  }

  private put(key: number, place: number): void {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = key & mask;
    if (slots[slot] !== 0) {
      const mixed = mix(key);
      const step = (mixed >>> 16) | 1;
      for (slot = mixed & mask; slots[slot] !== 0;) slot = (slot + step) & mask;
    }
    slots[slot] = place + 1;
  }

  private grow(keys: readonly LuaValue[]): void {
    const { slots } = this;
    this.slots = new Int32Array(slots.length * 2);
    for (let slot = 0; slot < slots.length; slot++) {
      const place = slots[slot]! - 1;
      if (place >= 0) this.put(keys[place] as number, place);
    }
  }
}
