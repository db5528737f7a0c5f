/**
 * Makes strings that are cheap to compare and to keep.
 */

/**
 * Gives the one string object that V8 keeps for a text: comparing it with another such is comparing
 * addresses, and it does not keep the longer string alive that it was cut out of.
 */
export function internalized(text: string): string {
  // An object without prototype is a dictionary from the start, so V8 makes no layout for the key.
  const holder = Object.create(null) as Record<string, true>;
  holder[text] = true;
  return Object.keys(holder)[0] ?? text;
}
