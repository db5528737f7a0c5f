/**
 * Pseudo-random numbers: xoshiro256** as in Lua 5.4, on pairs of 32-bit halves.
 * Invariant: the numbers depend on the seed and nothing else, and for an integer seed are those of
 * PUC Lua 5.4 after `math.randomseed(seed)`, on every machine.
 *
 * A number takes about 10 ns, Math.random 7 ns; a generator of 32-bit words (sfc32), of which a
 * double needs two, 4 ns. That is not worth losing an oracle for.
 */

const TWO_TO_32 = 2 ** 32;
const TWO_TO_63 = 2 ** 63;

/** How many numbers are thrown away after seeding, as lmathlib.c does. */
const DISCARDED = 16;

/** The widest range that {@link RandomGenerator.nextInteger} draws from without bias. */
const RANGE_MAX = Number.MAX_SAFE_INTEGER;

const doubleView = new DataView(new ArrayBuffer(8));

/** The upper half of a product of an unsigned 32-bit number and a factor below 2^15. */
function carryOf(low: number, factor: number): number {
  const middle = Math.imul(low >>> 16, factor) + (Math.imul(low & 0xffff, factor) >>> 16);
  return middle >>> 16;
}

/** All bits from the highest set one down. */
function maskFor(n: number): number {
  return n === 0 ? 0 : -1 >>> Math.clz32(n);
}

/**
 * A stream of random numbers.
 *
 * @see Lua 5.2 manual §6.6; Lua 5.4 manual §6.7; Blackman and Vigna, "Scrambled linear
 * pseudorandom number generators"
 */
export class RandomGenerator {
  /** Four words of 64 bits, lower half first. */
  readonly #state = new Int32Array(8);
  /** The halves of the last word drawn. */
  #low = 0;
  #high = 0;

  /**
   * Makes a generator from a seed.
   *
   * @param seed - any number; see {@link seed}.
   */
  constructor(seed: number) {
    this.seed(seed);
  }

  /**
   * Starts the stream that belongs to a seed.
   *
   * @param seed - an integer from -2^63 to 2^63, as PUC Lua 5.4 takes it; of any other number the
   * 64 bits of the double.
   */
  seed(seed: number): void {
    const state = this.#state.fill(0);
    if (Number.isInteger(seed) && seed >= -TWO_TO_63 && seed < TWO_TO_63) {
      // ToInt32 is exact modulo 2^32 for every double.
      state[0] = seed;
      state[1] = Math.floor(seed / TWO_TO_32);
    } else {
      doubleView.setFloat64(0, seed);
      state[0] = doubleView.getInt32(4);
      state[1] = doubleView.getInt32(0);
    }
    state[2] = 0xff;
    for (let count = 0; count < DISCARDED; count++) {
      this.#next();
    }
  }

  /** A number from 0 up to but not including 1, one of the 2^53 multiples of 2^-53. */
  nextFloat(): number {
    this.#next();
    return ((this.#high >>> 0) * 2 ** 21 + (this.#low >>> 11)) * 2 ** -53;
  }

  /**
   * An integer of a range, each with the same probability.
   *
   * HOST: a range wider than 2^53 - 1 cannot be told apart in doubles; its integers are drawn as
   * multiples of what a double can hold there.
   *
   * @param low - the least, an integer.
   * @param high - the greatest, an integer not below `low`.
   */
  nextInteger(low: number, high: number): number {
    const range = high - low;
    if (range > RANGE_MAX) {
      return Math.min(high, low + Math.floor(this.nextFloat() * range));
    }
    const rangeHigh = Math.floor(range / TWO_TO_32);
    const rangeLow = range >>> 0;
    const highMask = maskFor(rangeHigh);
    const lowMask = rangeHigh === 0 ? maskFor(rangeLow) : -1;
    // Draws outside the range are thrown away: fewer than half.
    while (true) {
      this.#next();
      const drawnHigh = (this.#high & highMask) >>> 0;
      const drawnLow = (this.#low & lowMask) >>> 0;
      if (drawnHigh < rangeHigh || (drawnHigh === rangeHigh && drawnLow <= rangeLow)) {
        return low + (drawnHigh * TWO_TO_32 + drawnLow);
      }
    }
  }

  /** Draws the next word of 64 bits. */
  #next(): void {
    const state = this.#state;
    const low0 = state[0]!;
    const high0 = state[1]!;
    const low1 = state[2]!;
    const high1 = state[3]!;
    const low2 = state[4]! ^ low0;
    const high2 = state[5]! ^ high0;
    const low3 = state[6]! ^ low1;
    const high3 = state[7]! ^ high1;

    // rotateLeft(word1 * 5, 7) * 9
    const low5 = Math.imul(low1, 5);
    const high5 = (Math.imul(high1, 5) + carryOf(low1, 5)) | 0;
    const lowTurned = (low5 << 7) | (high5 >>> 25);
    const highTurned = (high5 << 7) | (low5 >>> 25);
    this.#low = Math.imul(lowTurned, 9);
    this.#high = (Math.imul(highTurned, 9) + carryOf(lowTurned, 9)) | 0;

    state[0] = low0 ^ low3;
    state[1] = high0 ^ high3;
    state[2] = low1 ^ low2;
    state[3] = high1 ^ high2;
    // ^ (word1 << 17)
    state[4] = low2 ^ (low1 << 17);
    state[5] = high2 ^ ((high1 << 17) | (low1 >>> 15));
    // rotateLeft(word3, 45): by 32, which swaps the halves, and by 13
    state[6] = (high3 << 13) | (low3 >>> 19);
    state[7] = (low3 << 13) | (high3 >>> 19);
  }
}
