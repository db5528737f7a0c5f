/**
 * Format strings of `string.format`, taken apart once and kept.
 * Invariant: parsing never throws. Lua meets a malformed directive only after it has converted the
 * arguments before it, so a fault is kept in the directive and raised when its turn comes.
 */
import {
  FLAG_ALTERNATIVE,
  FLAG_LEFT,
  FLAG_PLUS,
  FLAG_SPACE,
  FLAG_ZERO,
  type FormatDirective,
} from "./format-conversions.js";
import { TwoGenerationCache } from "./two-generation-cache.js";

/** How many format strings are kept, at most. */
const CACHED_FORMATS_MAX = 512;

/** So many flags are too many, even if they differ (there are five). */
const FLAGS_LIMIT = 6;

const FLAGS: Readonly<Record<string, number>> = {
  "-": FLAG_LEFT,
  "+": FLAG_PLUS,
  " ": FLAG_SPACE,
  "#": FLAG_ALTERNATIVE,
  "0": FLAG_ZERO,
};

const NUMBER_LETTERS = "cdiouxXaAeEfgG";

/** A format string taken apart. Get one from {@link compileFormat}. */
export interface FormatTemplate {
  /** The plain texts before, between and behind the directives: one more than there are of those. */
  readonly texts: readonly string[];
  /** The directives in order, one for each argument. */
  readonly directives: readonly FormatDirective[];
}

function isDigitAt(source: string, index: number): boolean {
  const code = source.charCodeAt(index);
  return code >= 48 && code <= 57;
}

/** Finds the index after at most two digits. */
function skipTwoDigits(source: string, start: number): number {
  const index = isDigitAt(source, start) ? start + 1 : start;
  return index > start && isDigitAt(source, index) ? index + 1 : index;
}

/** Reads the directive behind the `%`; gives it with the index after it. */
function parseDirective(source: string, start: number): [FormatDirective, number] {
  let index = start;
  let flags = 0;
  for (let flag; (flag = FLAGS[source.charAt(index)]) !== undefined; index++) {
    flags |= flag;
  }
  let fault = index - start >= FLAGS_LIMIT ? "invalid format (repeated flags)" : undefined;
  const widthEnd = skipTwoDigits(source, index);
  const width = Number(source.slice(index, widthEnd));
  index = widthEnd;
  let precision = -1;
  if (source.charAt(index) === ".") {
    const precisionEnd = skipTwoDigits(source, index + 1);
    precision = Number(source.slice(index + 1, precisionEnd));
    index = precisionEnd;
  }
  if (isDigitAt(source, index)) {
    fault ??= "invalid format (width or precision too long)";
  }
  // C reads the zero byte behind the string's end.
  const letter = index < source.length ? source.charAt(index) : "\0";
  let argument: FormatDirective["argument"] = "text";
  if (NUMBER_LETTERS.includes(letter)) {
    argument = "number";
  } else if (letter === "q") {
    argument = "quoted";
  } else if (letter !== "s") {
    fault ??= `invalid option '%${letter}' to 'format'`;
  }
  return [{ argument, letter, flags, width, precision, fault }, index + 1];
}

function parseFormat(source: string): FormatTemplate {
  const texts: string[] = [];
  const directives: FormatDirective[] = [];
  let text = "";
  let copied = 0;
  for (let index = source.indexOf("%"); index >= 0; index = source.indexOf("%", copied)) {
    text += source.slice(copied, index);
    if (source.charAt(index + 1) === "%") {
      text += "%";
      copied = index + 2;
      continue;
    }
    texts.push(text);
    text = "";
    const [directive, end] = parseDirective(source, index + 1);
    directives.push(directive);
    copied = end;
    if (directive.fault !== undefined) {
      break;
    }
  }
  texts.push(text + source.slice(copied));
  return { texts, directives };
}

const formats = new TwoGenerationCache(CACHED_FORMATS_MAX, parseFormat);

/**
 * Takes a format string apart. Who walks it checks for each directive in turn, as PUC Lua does, that
 * the argument is there (`no value`), that the directive has no fault, and what the argument is.
 *
 * @param source - the first argument of `string.format`.
 * @see Lua 5.2 manual §6.4 (`string.format`)
 */
export function compileFormat(source: string): FormatTemplate {
  return formats.get(source);
}
