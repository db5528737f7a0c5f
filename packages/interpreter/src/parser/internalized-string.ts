/**
 * Makes strings that are cheap to compare and to keep.
 */

/**
 * Gives the one string object that V8 keeps for a text: comparing it with another such is comparing
 * addresses, and it does not keep the longer string alive that it was cut out of.
 */
export function internalized(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}
