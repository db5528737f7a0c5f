/**
 * Powers of two, which V8 computes by a call of C's `pow` (benchmark string-format).
 */

/** Those that are whole and finite, by their exponents, 0 to 1023. */
export const POWERS_OF_TWO: readonly number[] = Array.from(
  { length: 1024 },
  (_, exponent) => 2 ** exponent,
);
