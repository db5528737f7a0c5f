/**
 * A short stand-in for a long text, to tell whether two are the same. It protects against accidents,
 * not against somebody who wants two texts to have the same one.
 */

/** A text of which only the length, a digest and the beginning are known. */
export class DigestedText {
  /** How many bytes it has. */
  readonly length: number;
  /** Its digest: 16 hexadecimal digits. */
  readonly digest: string;
  /** How it begins. */
  readonly start: string;

  /**
   * Makes what is known of a text.
   * @param length - how many bytes it has
   * @param digest - what {@link digestOf} gave for it
   * @param start - how it begins
   */
  constructor(length: number, digest: string, start: string) {
    this.length = length;
    this.digest = digest;
    this.start = start;
  }
}

/**
 * Digests a byte string: two sums of 32 bits, each stirred with every byte by another factor.
 * @param text - any length
 * @returns 16 hexadecimal digits
 */
export function digestOf(text: string): string {
  let a = 0x243f6a88 ^ text.length;
  let b = 0x85a308d3 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i);
    a = Math.imul(a ^ byte, 0x9e3779b1);
    b = Math.imul(b + byte, 0x85ebca6b) ^ (b >>> 15);
  }
  return hexOf(stir(a ^ (b >>> 13))) + hexOf(stir(b ^ (a >>> 16)));
}

function stir(value: number): number {
  const mixed = Math.imul(value ^ (value >>> 16), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

function hexOf(value: number): string {
  return value.toString(16).padStart(8, "0");
}
