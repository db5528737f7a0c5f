/**
 * The texts that a trace has lately held whole. One that comes again (a header, a body that is sent
 * back) is written as its place here: writing a text to the disk is most of what recording costs
 * (bench events).
 *
 * Invariant: writer and reader keep the same texts at the same places, by what {@link placeOf} gives,
 * so a trace says nothing of where a text is kept.
 */

/** Shorter texts are no longer than a reference. */
const TEXT_BYTES_MIN = 3;
/** Longer texts are not kept: what is kept must be bounded. */
const TEXT_BYTES_MAX = 64 * 1024;

/** Texts up to this length have places of their own, which longer ones do not take from them. */
const SHORT_BYTES_MAX = 256;
const SHORT_PLACES = 256;
/** Few, since what is kept is copied by the garbage collector. */
const LONG_PLACES = 16;

/**
 * Gives the place of a text, which several texts may share.
 * @param text - a byte string
 * @returns -1 for a text that is not kept
 */
function placeOf(text: string): number {
  const { length } = text;
  if (length < TEXT_BYTES_MIN || length > TEXT_BYTES_MAX) return -1;
  const first = text.charCodeAt(0) | (text.charCodeAt(length >> 2) << 8);
  const last = text.charCodeAt(length >> 1) | (text.charCodeAt(length - 1) << 8);
  const mixed = Math.imul(first ^ Math.imul(last ^ (length << 16), 0x85ebca6b), 0x9e3779b1) >>> 0;
  return length <= SHORT_BYTES_MAX
    ? mixed % SHORT_PLACES
    : SHORT_PLACES + (Math.floor(mixed / SHORT_PLACES) % LONG_PLACES);
}

/** Texts by their places; the last of each. */
export class RecentTexts {
  private readonly texts = new Array<string>(SHORT_PLACES + LONG_PLACES).fill("");

  /**
   * Finds a text.
   * @param text - a byte string
   * @returns its place, or -1 when it is not kept at present
   */
  find(text: string): number {
    const place = placeOf(text);
    return place >= 0 && this.texts[place] === text ? place : -1;
  }

  /** Notes that the trace holds a text whole. */
  keep(text: string): void {
    const place = placeOf(text);
    if (place >= 0) this.texts[place] = text;
  }

  /** Gives the text at a place; undefined where there can be none. */
  at(place: number): string | undefined {
    return this.texts[place];
  }
}
