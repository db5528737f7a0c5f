/**
 * `string.pack`, `unpack` and `packsize` on values that are already numbers and strings.
 * Invariant: bytes are those of PUC Lua 5.3 for the same format and machine. Integers are doubles
 * here: one read beyond 2^53 is rounded to the nearest double.
 */
import { appendText, checkLength } from "./append-text.js";
import { ArgumentError, LibraryError } from "./library-error.js";
import { type PackOption, paddingBefore } from "./pack-format.js";

const TWO_TO_32 = 2 ** 32;
const TWO_TO_63 = 2 ** 63;

/** Bytes of a Lua 5.3 integer. */
const INTEGER_SIZE = 8;

/** The longest result of `packsize`. */
const RESULT_SIZE_MAX = 2 ** 31 - 1;

const SHORT_DATA = "data string too short";

const view = new DataView(new ArrayBuffer(8));

/** What {@link packValues} takes its values from; each may raise an error of the caller's. */
export interface PackArguments {
  /** Value `index` (from 0) as a number. */
  number(index: number): number;
  /** Value `index` (from 0) as a string. */
  text(index: number): string;
}

/** The bytes of an integer as a string; `n` must be an integer from -2^63 to 2^63. */
function encodeInteger(
  n: number,
  size: number,
  isLittleEndian: boolean,
  isSigned: boolean,
): string {
  // ToInt32 is exact modulo 2^32 for every double.
  const low = n | 0;
  const high = Math.floor(n / TWO_TO_32) | 0;
  const fill = isSigned && n < 0 ? 0xff : 0;
  let bytes = "";
  for (let index = 0; index < size; index++) {
    const byte =
      index < 4
        ? (low >>> (8 * index)) & 0xff
        : index < INTEGER_SIZE
          ? (high >>> (8 * index - 32)) & 0xff
          : fill;
    const character = String.fromCharCode(byte);
    bytes = isLittleEndian ? bytes + character : character + bytes;
  }
  return bytes;
}

/** The code of the byte that counts `256 ** rank`. */
function byteOfRank(data: string, start: number, option: PackOption, rank: number): number {
  const { size, isLittleEndian } = option;
  return data.charCodeAt(isLittleEndian ? start + rank : start + size - 1 - rank);
}

function decodeInteger(data: string, start: number, option: PackOption, isSigned: boolean): number {
  const { size } = option;
  let low = 0;
  for (let rank = Math.min(size, 4) - 1; rank >= 0; rank--) {
    low = low * 256 + byteOfRank(data, start, option, rank);
  }
  if (size <= 4) {
    const signLimit = 2 ** (8 * size - 1);
    return isSigned && low >= signLimit ? low - 2 * signLimit : low;
  }
  let high = 0;
  for (let rank = Math.min(size, INTEGER_SIZE) - 1; rank >= 4; rank--) {
    high = high * 256 + byteOfRank(data, start, option, rank);
  }
  // A Lua 5.3 integer is signed: eight bytes are read so by either option.
  const signLimit = 2 ** (8 * (Math.min(size, INTEGER_SIZE) - 4) - 1);
  if ((isSigned || size >= INTEGER_SIZE) && high >= signLimit) {
    high -= 2 * signLimit;
  }
  const fill = isSigned && high < 0 ? 0xff : 0;
  for (let rank = INTEGER_SIZE; rank < size; rank++) {
    if (byteOfRank(data, start, option, rank) !== fill) {
      throw new LibraryError(`${size}-byte integer does not fit into Lua Integer`);
    }
  }
  return high * TWO_TO_32 + low;
}

function encodeReal(n: number, option: PackOption): string {
  const { size, isLittleEndian } = option;
  if (size === 4) {
    view.setFloat32(0, n, isLittleEndian);
  } else {
    view.setFloat64(0, n, isLittleEndian);
  }
  let bytes = "";
  for (let index = 0; index < size; index++) {
    bytes += String.fromCharCode(view.getUint8(index));
  }
  return bytes;
}

function decodeReal(data: string, start: number, option: PackOption): number {
  const { size, isLittleEndian } = option;
  for (let index = 0; index < size; index++) {
    view.setUint8(index, data.charCodeAt(start + index));
  }
  return size === 4 ? view.getFloat32(0, isLittleEndian) : view.getFloat64(0, isLittleEndian);
}

function packInteger(n: number, option: PackOption, argument: number): string {
  if (!Number.isInteger(n) || n < -TWO_TO_63 || n >= TWO_TO_63) {
    throw new ArgumentError(argument, "number has no integer representation");
  }
  const { kind, size, isLittleEndian } = option;
  const isSigned = kind === "integer";
  if (size < INTEGER_SIZE) {
    const limit = 2 ** (8 * size - (isSigned ? 1 : 0));
    if (n >= limit || n < (isSigned ? -limit : 0)) {
      throw new ArgumentError(argument, isSigned ? "integer overflow" : "unsigned overflow");
    }
  }
  return encodeInteger(n, size, isLittleEndian, isSigned);
}

function packText(text: string, option: PackOption, argument: number): string {
  const { kind, size, isLittleEndian } = option;
  switch (kind) {
    case "fixedText":
      if (text.length > size) {
        throw new ArgumentError(argument, "string longer than given size");
      }
      checkLength(size);
      return text.padEnd(size, "\0");
    case "zeroEndedText":
      if (text.includes("\0")) {
        throw new ArgumentError(argument, "string contains zeros");
      }
      return text + "\0";
    default:
      if (text.length >= 2 ** (8 * size)) {
        throw new ArgumentError(argument, "string length does not fit in given size");
      }
      return encodeInteger(text.length, size, isLittleEndian, false) + text;
  }
}

/** What is done with a format's options, which are given to it one by one. */
export interface PackWork {
  /**
   * Does what the next option says.
   * @throws ArgumentError for a value or data that does not fit it
   * @throws LibraryError for a malformed format, and for a result that is too long
   */
  take(option: PackOption): void;
  /** Gives the result, after the last option. */
  finish(): string | number | (string | number)[];
}

/**
 * `string.pack`.
 *
 * @see Lua 5.3 manual §6.4.2
 */
export class Packing implements PackWork {
  readonly #values: PackArguments;
  #result = "";
  #index = 0;

  /**
   * Begins with nothing packed.
   *
   * @param values - the values behind the format, taken in order.
   */
  constructor(values: PackArguments) {
    this.#values = values;
  }

  take(option: PackOption): void {
    option.raise?.();
    const padding = paddingBefore(option, this.#result.length);
    if (padding > 0) {
      this.#result += "\0".repeat(padding);
    }
    switch (option.kind) {
      case "integer":
      case "unsigned": {
        const n = this.#values.number(this.#index);
        this.#append(packInteger(n, option, this.#index + 2));
        break;
      }
      case "float":
      case "double":
        this.#append(encodeReal(this.#values.number(this.#index), option));
        break;
      case "padding":
        this.#result += "\0";
        break;
      case "alignment":
      case "nothing":
      case "fault":
        break;
      default: {
        const text = this.#values.text(this.#index);
        this.#append(packText(text, option, this.#index + 2));
      }
    }
  }

  #append(bytes: string): void {
    this.#result = appendText(this.#result, bytes);
    this.#index++;
  }

  finish(): string {
    return this.#result;
  }
}

/**
 * `string.packsize`: how many bytes a format packs into. One whose size varies or is beyond 2^31 - 1
 * is an error.
 *
 * @see Lua 5.3 manual §6.4.2
 */
export class PackSizing implements PackWork {
  #total = 0;

  take(option: PackOption): void {
    option.raise?.();
    const size = option.size + paddingBefore(option, this.#total);
    if (this.#total > RESULT_SIZE_MAX - size) {
      throw new ArgumentError(1, "format result too large");
    }
    this.#total += size;
    if (option.kind === "prefixedText" || option.kind === "zeroEndedText") {
      throw new ArgumentError(1, "variable-length format");
    }
  }

  finish(): number {
    return this.#total;
  }
}

/**
 * `string.unpack`: the values, and last the position after them.
 *
 * @see Lua 5.3 manual §6.4.2
 */
export class Unpacking implements PackWork {
  readonly #data: string;
  readonly #values: (number | string)[] = [];
  #index: number;

  /**
   * Begins at a position.
   *
   * @param data - the packed bytes.
   * @param position - where to begin, from 1, or from the end if negative.
   * @throws ArgumentError for a position out of the data.
   */
  constructor(data: string, position: number) {
    this.#data = data;
    this.#index = (position >= 0 ? position : data.length + position + 1) - 1;
    if (this.#index < 0 || this.#index > data.length) {
      throw new ArgumentError(3, "initial position out of string");
    }
  }

  take(option: PackOption): void {
    option.raise?.();
    const index = this.#index + paddingBefore(option, this.#index);
    const end = index + option.size;
    if (end > this.#data.length) {
      throw new ArgumentError(2, SHORT_DATA);
    }
    this.#index = this.#read(option, index, end);
  }

  /** Reads what is from an index to an end, or longer; gives the index after it. */
  #read(option: PackOption, index: number, end: number): number {
    const data = this.#data;
    const values = this.#values;
    switch (option.kind) {
      case "integer":
      case "unsigned":
        values.push(decodeInteger(data, index, option, option.kind === "integer"));
        return end;
      case "float":
      case "double":
        values.push(decodeReal(data, index, option));
        return end;
      case "fixedText":
        values.push(data.slice(index, end));
        return end;
      case "prefixedText": {
        const textEnd = end + decodeInteger(data, index, option, false);
        if (!(textEnd >= end && textEnd <= data.length)) {
          throw new ArgumentError(2, SHORT_DATA);
        }
        values.push(data.slice(end, textEnd));
        return textEnd;
      }
      case "zeroEndedText": {
        // As in Lua 5.3, the end of the data ends the text too.
        const zero = data.indexOf("\0", index);
        const textEnd = zero < 0 ? data.length : zero;
        values.push(data.slice(index, textEnd));
        return textEnd + 1;
      }
      default:
        return end;
    }
  }

  finish(): (number | string)[] {
    this.#values.push(this.#index + 1);
    return this.#values;
  }
}
