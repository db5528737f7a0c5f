/**
 * Random data for tests, from a seed that the test prints when it fails.
 * The seed is fresh for every run unless CRAFTOS_TEST_SEED gives one.
 */

/** A small generator (mulberry32): good enough to choose test data, the same on every machine. */
export class SeededRandom {
  /** What to set CRAFTOS_TEST_SEED to, to see the same data again. */
  readonly seed: number;
  #state: number;

  constructor(seed = seedFromEnvironment()) {
    this.seed = seed;
    this.#state = seed | 0;
  }

  /** A double from 0 up to but not including 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 up to but not including `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** One of the items. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** A string of up to `lengthMax` pieces. */
  text(pieces: readonly string[], lengthMax: number): string {
    let text = "";
    for (let count = this.below(lengthMax + 1); count > 0; count--) {
      text += this.pick(pieces);
    }
    return text;
  }

  /** Any double: all bit patterns are equally likely. */
  double(): number {
    const view = new DataView(new ArrayBuffer(8));
    view.setUint32(0, this.below(2 ** 32));
    view.setUint32(4, this.below(2 ** 32));
    return view.getFloat64(0);
  }
}

function seedFromEnvironment(): number {
  const text = (globalThis as { process?: { env: Record<string, string | undefined> } }).process
    ?.env.CRAFTOS_TEST_SEED;
  return text === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(text);
}
