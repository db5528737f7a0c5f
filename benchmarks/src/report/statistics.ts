/**
 * The few figures that the reports are made of. Medians, because a noisy machine only ever adds
 * time; geometric means, because ratios multiply.
 */

/** The middle value, or the mean of the two middle ones; NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The geometric mean of positive values; NaN for no values. */
export function geometricMean(values: readonly number[]): number {
  const logarithms = values.reduce((sum, value) => sum + Math.log(value), 0);
  return values.length === 0 ? Number.NaN : Math.exp(logarithms / values.length);
}
