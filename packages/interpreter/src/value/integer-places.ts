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
/** How far a product of 32 bits is shifted to be one of so many slots. */
const SHIFT_MIN = 29;
/** 2^32 divided by the golden ratio: its multiples, cut to 32 bits, lie far apart. */
const GOLDEN_MULTIPLIER = 0x9e3779b1;

/** Integer keys of 32 bits to their places. */
export class IntegerPlaces {
  private slots: Int32Array;
  private shift = SHIFT_MIN;
  private count = 0;

  /**
   * Makes an empty one.
   * @param expected - how many keys there is to be room for
   */
  constructor(expected = 0) {
    let size = SLOTS_MIN;
    for (; size < 2 * expected; size *= 2) this.shift--;
    this.slots = new Int32Array(size);
  }

  /**
   * Gives the place of a key, or -1.
   * @param keys - the keys by place
   * @param key - an integer of 32 bits
   */
  find(keys: readonly LuaValue[], key: number): number {
    const { slots } = this;
    let slot = Math.imul(key, GOLDEN_MULTIPLIER) >>> this.shift;
    for (;;) {
      const place = slots[slot]! - 1;
      if (place < 0 || keys[place] === key) return place;
      slot = slot + 1 < slots.length ? slot + 1 : 0;
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
    let slot = Math.imul(key, GOLDEN_MULTIPLIER) >>> this.shift;
    while (slots[slot] !== 0) slot = slot + 1 < slots.length ? slot + 1 : 0;
    slots[slot] = place + 1;
  }

  private grow(keys: readonly LuaValue[]): void {
    const { slots } = this;
    this.slots = new Int32Array(slots.length * 2);
    this.shift--;
    for (let slot = 0; slot < slots.length; slot++) {
      const place = slots[slot]! - 1;
      if (place >= 0) this.put(keys[place] as number, place);
    }
  }
}
