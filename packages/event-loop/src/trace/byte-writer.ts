/**
 * Bytes that are put together in one buffer: nothing is allocated for a record, which is what makes
 * recording cheap enough to leave on. The classes that write a trace have `private` members instead of
 * `#` ones, with which V8 of Node 20 takes twice as long for a record (bench events).
 */

/** What a writer may use of its host to be faster. */
export interface ByteHost {
  /** Makes a buffer. */
  allocate(size: number): Uint8Array;
  /** Copies a byte string into a buffer that has room for it. */
  copyText(bytes: Uint8Array, offset: number, text: string): void;
}

/** Copies by itself. */
const NO_HOST: ByteHost = {
  allocate: (size) => new Uint8Array(size),
  copyText: copyByByte,
};

/** Up to this length a loop is faster than a call of the host. */
const SHORT_BYTES = 48;
const SIZE_MIN = 64 * 1024;
/** Bytes of a length that is known only afterwards: a varint with leading zeros, up to 2^32. */
export const LENGTH_BYTES = 5;

function copyByByte(bytes: Uint8Array, offset: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[offset + i] = text.charCodeAt(i);
}

/** A buffer that grows. */
export class ByteWriter {
  private readonly host: ByteHost;
  private readonly doubles = new DataView(new ArrayBuffer(8));
  private bytes: Uint8Array;
  private used = 0;

  /**
   * Makes an empty buffer.
   * @param host - copies texts
   */
  constructor(host: ByteHost = NO_HOST) {
    this.host = host;
    this.bytes = host.allocate(SIZE_MIN);
  }

  /** How many bytes there are. */
  get length(): number {
    return this.used;
  }

  /** Gives the bytes, as a view that is good until the next is added, and begins anew. */
  take(): Uint8Array {
    const bytes = this.bytes.subarray(0, this.used);
    this.used = 0;
    return bytes;
  }

  /** Adds a byte, given as a character. */
  tag(character: string): void {
    this.byte(character.charCodeAt(0));
  }

  /** Adds a byte. */
  byte(value: number): void {
    if (this.used === this.bytes.length) this.grow(1);
    this.bytes[this.used++] = value;
  }

  /**
   * Adds a whole number, 7 bits a byte, the lowest first; the highest bit says that more follow.
   * @param value - from 0 to 2^53
   */
  varint(value: number): void {
    let rest = value;
    if (rest < 0x4000) {
      // Nearly all are, and so they cost half (bench events).
      if (rest >= 0x80) {
        this.byte(rest | 0x80);
        rest >>= 7;
      }
      this.byte(rest);
      return;
    }
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  /** Adds a number as 8 bytes. */
  double(value: number): void {
    this.doubles.setFloat64(0, value);
    for (let i = 0; i < 8; i++) this.byte(this.doubles.getUint8(i));
  }

  /** Adds a byte string as it is. */
  text(text: string): void {
    const { length } = text;
    if (this.used + length > this.bytes.length) this.grow(length);
    if (length <= SHORT_BYTES) copyByByte(this.bytes, this.used, text);
    else this.host.copyText(this.bytes, this.used, text);
    this.used += length;
  }

  /** Adds a byte string behind its length. */
  sized(text: string): void {
    this.varint(text.length);
    this.text(text);
  }

  /** Leaves room for the length of what follows; {@link endLength} is given what this gives. */
  beginLength(): number {
    if (this.used + LENGTH_BYTES > this.bytes.length) this.grow(LENGTH_BYTES);
    return (this.used += LENGTH_BYTES);
  }

  /** Fills in the length of what was added since. */
  endLength(start: number): void {
    const bytes = this.bytes;
    const length = this.used - start;
    bytes[start - 5] = length | 0x80;
    bytes[start - 4] = (length >>> 7) | 0x80;
    bytes[start - 3] = (length >>> 14) | 0x80;
    bytes[start - 2] = (length >>> 21) | 0x80;
    bytes[start - 1] = length >>> 28;
  }

  private grow(needed: number): void {
    const size = Math.max(this.bytes.length * 2, this.used + needed);
    const bytes = this.host.allocate(size);
    bytes.set(this.bytes.subarray(0, this.used));
    this.bytes = bytes;
  }
}

/** Gives bytes as a byte string. */
export function byteStringOf(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 4096) {
    text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  }
  return text;
}
