/**
 * The words met last, so that a name that a program repeats is one string object and a keyword is
 * recognised at once. Invariant: nothing but speed depends on what is in here, and it does not
 * grow: a word takes the place of another with the same place, whatever a program is made of.
 */
import { internalized } from "../text/internalized-string.js";
import { Kind, KEYWORDS } from "./token.js";

/** A name or a keyword. */
export interface Word {
  readonly text: string;
  /** The kind of token that it is. */
  readonly token: number;
}

const PLACES = 2048;
/** Longer words are rare, and would be kept alive here for nothing. */
const LENGTH_MAX = 40;
/** V8 copies strings up to this length where it cuts them out; longer ones refer to the source. */
const COPIED_LENGTH_MAX = 12;

const words = new Array<Word | undefined>(PLACES).fill(undefined);

function isWordAt(word: string, text: string, start: number): boolean {
  for (let index = 0; index < word.length; index++) {
    if (word.charCodeAt(index) !== text.charCodeAt(start + index)) return false;
  }
  return true;
}

/**
 * The word between two offsets of a source.
 *
 * @param hash any number made of its characters
 */
export function wordAt(text: string, start: number, end: number, hash: number): Word {
  const place = (hash ^ (hash >>> 11)) & (PLACES - 1);
  const known = words[place];
  if (known?.text.length === end - start && isWordAt(known.text, text, start)) return known;
  const slice = text.slice(start, end);
  const { length } = slice;
  const isKept = length <= LENGTH_MAX;
  const found = isKept && length > COPIED_LENGTH_MAX ? internalized(slice) : slice;
  const word = { text: found, token: KEYWORDS.get(found) ?? Kind.Name };
  if (isKept) words[place] = word;
  return word;
}
