/**
 * The powers of ten that are doubles: what is multiplied or divided by one is rounded only once.
 */

/** By their exponents, 0 to 22. */
export const POWERS_OF_TEN: readonly number[] = Array.from({ length: 23 }, (_, exponent) =>
  Number(`1e${exponent}`),
);
