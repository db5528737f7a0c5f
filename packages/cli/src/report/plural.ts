/**
 * Counts in messages.
 */

/**
 * Says how many of something there are: `1 file`, `2 files`.
 * @param count - how many
 * @param word - what one of them is called
 */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
