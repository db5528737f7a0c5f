/**
 * The 256 characters of a computer's screen as Unicode has them, and back. Source: tweaked.cc's font:
 * Latin-1, before it the symbols of code page 437, from 128 blocks of two by three points.
 */

/** The characters 0 to 31, where they are to be seen. */
const SYMBOLS = "\0☺☻♥♦♣♠•◘\0\0♂♀\0♪♫►◄↕‼¶§▬↨↑↓→←∟↔▲▼";

const FIRST_BLOCK = 0x80;
const LAST_BLOCK = 0x9f;
/** The block of which the left half is set, which Unicode had before the others. */
const LEFT_HALF = 0x95;

/** What is shown for each character. */
const SHOWN: readonly string[] = Array.from({ length: 256 }, (_, code) => shownFor(code));

/** Characters that are typed, by what Unicode calls them. */
const CODES = new Map<string, number>(
  SHOWN.map((shown, code): [string, number] => [shown, code]).filter(
    ([shown, code]) => shown !== " " && shown !== "-" && code !== 20 && code !== 21,
  ),
);

function shownFor(code: number): string {
  if (code < 0x20) return (SYMBOLS[code] ?? "\0").replace("\0", " ");
  if (code === 0x7f) return "▒";
  if (code >= FIRST_BLOCK && code <= LAST_BLOCK) return blockOf(code);
  // A space that does not break, and a hyphen that terminals do not show.
  if (code === 0xa0) return " ";
  if (code === 0xad) return "-";
  return String.fromCharCode(code);
}

function blockOf(code: number): string {
  if (code === FIRST_BLOCK) return " ";
  if (code === LEFT_HALF) return "▌";
  const index = code - FIRST_BLOCK - (code < LEFT_HALF ? 1 : 2);
  return String.fromCodePoint(0x1fb00 + index);
}

/**
 * Gives what is shown for a character.
 * @param code - 0 to 255
 */
export function shownCharacter(code: number): string {
  return SHOWN[code] ?? " ";
}

/**
 * Turns text that was typed or pasted into characters of a computer.
 * @param text - any text
 * @param otherwise - what becomes of a character that a computer does not have
 * @returns a byte string
 */
export function computerText(text: string, otherwise = ""): string {
  let result = "";
  for (const character of text.normalize("NFC")) {
    const code = character === " " || character === "-" ? character.charCodeAt(0) : null;
    const known = code ?? CODES.get(character) ?? (character === "\u00a0" ? 0x20 : undefined);
    result += known === undefined ? otherwise : String.fromCharCode(known);
  }
  return result;
}
