/**
 * The formats of `string.pack`, taken apart once and kept.
 * Invariant: parsing never throws. Lua meets a fault only after it has handled the options before
 * it, so a fault is the last option of the list and raised when its turn comes.
 *
 * CC: sizes are those of CC: Tweaked's imaginary machine: little endian, `size_t` of 4 bytes, `long`
 * of 8, alignment of at most 8.
 */
import { ArgumentError, LibraryError } from "./library-error.js";
import { TwoGenerationCache } from "./two-generation-cache.js";

/** How many formats are kept, at most. */
const CACHED_FORMATS_MAX = 256;

const SIZE_OF_SIZE_T = 4;
const SIZE_OF_INT = 4;
const SIZE_OF_LONG = 8;
const ALIGNMENT_MAX = 8;
const INTEGER_SIZE_MAX = 16;

/** Beyond this a size stops taking in digits, as it would not fit C's `int`. */
const SIZE_LIMIT = 214748363;

/** What an option packs. */
export type PackKind =
  | "integer"
  | "unsigned"
  | "float"
  | "double"
  | "fixedText"
  | "prefixedText"
  | "zeroEndedText"
  | "padding"
  | "alignment"
  | "nothing"
  | "fault";

/** One option of a format. */
export interface PackOption {
  readonly kind: PackKind;
  /** Bytes it takes, or those of the length before a text. */
  readonly size: number;
  /** What its position must be a multiple of, a power of two; 1 for any. */
  readonly alignment: number;
  readonly isLittleEndian: boolean;
  /** The error to raise, if the kind is `fault`. */
  readonly raise: (() => never) | undefined;
}

interface RawOption {
  readonly kind: PackKind;
  readonly size: number;
}

const FIXED_OPTIONS: Readonly<Record<string, RawOption>> = {
  b: { kind: "integer", size: 1 },
  B: { kind: "unsigned", size: 1 },
  h: { kind: "integer", size: 2 },
  H: { kind: "unsigned", size: 2 },
  l: { kind: "integer", size: SIZE_OF_LONG },
  L: { kind: "unsigned", size: SIZE_OF_LONG },
  j: { kind: "integer", size: 8 },
  J: { kind: "unsigned", size: 8 },
  T: { kind: "unsigned", size: SIZE_OF_SIZE_T },
  f: { kind: "float", size: 4 },
  d: { kind: "double", size: 8 },
  n: { kind: "double", size: 8 },
  z: { kind: "zeroEndedText", size: 0 },
  x: { kind: "padding", size: 1 },
  X: { kind: "alignment", size: 0 },
  " ": { kind: "nothing", size: 0 },
};

/** A character as `%c` of lua_pushfstring writes it. */
function printable(letter: string): string {
  const code = letter.charCodeAt(0);
  return code > 32 && code < 127 ? letter : `<\\${code}>`;
}

/** Reads a format option by option. */
export class PackFormatReader {
  readonly #source: string;
  #index = 0;
  #isLittleEndian = true;
  #alignmentMax = 1;

  /**
   * Begins to read a format. Reading never throws: see {@link PackOption.raise}.
   *
   * @param source - the format.
   */
  constructor(source: string) {
    // C takes a zero byte for the end.
    const end = source.indexOf("\0");
    this.#source = end < 0 ? source : source.slice(0, end);
  }

  /** Reads the next option; undefined behind the last one, and behind a fault. */
  next(): PackOption | undefined {
    if (this.#index >= this.#source.length) {
      return undefined;
    }
    try {
      return this.#readOption();
    } catch (error) {
      if (!(error instanceof LibraryError)) {
        throw error;
      }
      this.#index = this.#source.length;
      const { message } = error;
      const argument = error instanceof ArgumentError ? error.argument : 0;
      const raise = (): never => {
        throw argument > 0 ? new ArgumentError(argument, message) : new LibraryError(message);
      };
      return { kind: "fault", size: 0, alignment: 1, isLittleEndian: true, raise };
    }
  }

  #readOption(): PackOption {
    const { kind, size } = this.#readRawOption();
    let unit = size;
    if (kind === "alignment") {
      unit = this.#readAlignmentOption();
    }
    const alignment = kind === "fixedText" ? 1 : Math.max(1, Math.min(unit, this.#alignmentMax));
    if ((alignment & (alignment - 1)) !== 0) {
      throw new ArgumentError(1, "format asks for alignment not power of 2");
    }
    return { kind, size, alignment, isLittleEndian: this.#isLittleEndian, raise: undefined };
  }

  /** Reads the option behind an `X`, which only lends its size. */
  #readAlignmentOption(): number {
    if (this.#index < this.#source.length) {
      const next = this.#readRawOption();
      if (next.kind !== "fixedText" && next.size > 0) {
        return next.size;
      }
    }
    throw new ArgumentError(1, "invalid next option for option 'X'");
  }

  #readRawOption(): RawOption {
    const letter = this.#source.charAt(this.#index++);
    const fixed = FIXED_OPTIONS[letter];
    if (fixed !== undefined) {
      return fixed;
    }
    switch (letter) {
      case "i":
        return { kind: "integer", size: this.#readIntegerSize(SIZE_OF_INT) };
      case "I":
        return { kind: "unsigned", size: this.#readIntegerSize(SIZE_OF_INT) };
      case "s":
        return { kind: "prefixedText", size: this.#readIntegerSize(SIZE_OF_SIZE_T) };
      case "c": {
        const size = this.#readNumber(-1);
        if (size < 0) {
          throw new LibraryError("missing size for format option 'c'");
        }
        return { kind: "fixedText", size };
      }
      case "<":
      case "=":
        this.#isLittleEndian = true;
        break;
      case ">":
        this.#isLittleEndian = false;
        break;
      case "!":
        this.#alignmentMax = this.#readIntegerSize(ALIGNMENT_MAX);
        break;
      default:
        throw new LibraryError(`invalid format option '${printable(letter)}'`);
    }
    return { kind: "nothing", size: 0 };
  }

  #readIntegerSize(otherwise: number): number {
    const size = this.#readNumber(otherwise);
    if (size < 1 || size > INTEGER_SIZE_MAX) {
      throw new LibraryError(`integral size (${size}) out of limits [1,${INTEGER_SIZE_MAX}]`);
    }
    return size;
  }

  #readNumber(otherwise: number): number {
    let value = -1;
    while (value <= SIZE_LIMIT) {
      const digit = this.#source.charCodeAt(this.#index) - 48;
      if (!(digit >= 0 && digit <= 9)) {
        break;
      }
      value = Math.max(0, value) * 10 + digit;
      this.#index++;
    }
    return value < 0 ? otherwise : value;
  }
}

const formats = new TwoGenerationCache(CACHED_FORMATS_MAX, (source: string) => {
  const reader = new PackFormatReader(source);
  const options: PackOption[] = [];
  for (let option = reader.next(); option !== undefined; option = reader.next()) {
    options.push(option);
  }
  return options;
});

/**
 * Takes a format of `string.pack`, `unpack` or `packsize` apart.
 *
 * @param source - the format.
 * @see Lua 5.3 manual §6.4.2
 */
export function compilePackFormat(source: string): readonly PackOption[] {
  return formats.get(source);
}

/**
 * How many bytes stand before an option at a position, to align it.
 *
 * @param option - the option.
 * @param position - how many bytes come before.
 */
export function paddingBefore(option: PackOption, position: number): number {
  const mask = option.alignment - 1;
  return -position & mask;
}
