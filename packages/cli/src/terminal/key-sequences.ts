/**
 * The sequences that terminals send for keys. Source: xterm's control sequences ("PC-Style Function
 * Keys"), the Linux console, the kitty keyboard protocol. Keys have the numbers of GLFW 3, as in CraftOS.
 */

/** A key that a sequence speaks of. */
export interface KeySequence {
  /** Its number; null for one that computers do not have. */
  readonly key: number | null;
  /** Whether shift was held. */
  readonly withShift: boolean;
  /** Whether Alt was held. */
  readonly withAlt: boolean;
  /** Whether control was held. */
  readonly withControl: boolean;
  /** Whether the key went down, stays down, or came up. */
  readonly act: "press" | "repeat" | "release";
  /** What it typed; "" for nothing. */
  readonly text: string;
  /** Whether it says if the key goes down or comes up, which a terminal does for every key or for none. */
  readonly isReport: boolean;
}

/** Keys of sequences that end with a letter: `CSI letter` and `CSI 1;modifiers letter`. */
const LETTERS: Readonly<Record<string, number>> = {
  ...{ A: 265, B: 264, C: 262, D: 263, E: 325, F: 269, H: 268, P: 290, Q: 291, R: 292, S: 293 },
};

/** Keys of the keypad in its other mode, behind `SS3`. */
const KEYPAD: Readonly<Record<string, number>> = {
  ...{ M: 335, X: 336, j: 332, k: 334, m: 333, n: 330, o: 331 },
  ...Object.fromEntries(Array.from("pqrstuvwxy", (letter, index) => [letter, 320 + index])),
};

/** Keys of sequences `CSI number ~`. */
const NUMBERS: Readonly<Record<number, number>> = {
  ...{ 1: 268, 2: 260, 3: 261, 4: 269, 5: 266, 6: 267, 7: 268, 8: 269 },
  ...{ 11: 290, 12: 291, 13: 292, 14: 293, 15: 294, 17: 295, 18: 296, 19: 297, 20: 298, 21: 299 },
  ...{ 23: 300, 24: 301, 25: 302, 26: 303, 28: 304, 29: 305, 31: 306, 32: 307, 33: 308, 34: 309 },
  57_427: 325,
};

/** Keys that the kitty protocol gives numbers of its own: from the first, as many as there are. */
const KITTY_RUNS: readonly (readonly [first: number, keys: readonly (number | null)[]])[] = [
  [57_358, [280, 281, 282, 283, 284, 348]],
  [57_376, Array.from({ length: 13 }, (_, index) => 302 + index)],
  [57_399, Array.from({ length: 10 }, (_, index) => 320 + index)],
  [57_409, [330, 331, 332, 333, 334, 335, 336, null]],
  [57_417, [324, 326, 328, 322, 329, 323, 327, 321, 320, 330, 325]],
  [57_441, [340, 341, 342, 343, null, null, 344, 345, 346, 347]],
];

/** Keys whose character is not that of their number. */
const CONTROL_KEYS: Readonly<Record<number, number>> = {
  9: 258,
  13: 257,
  27: 256,
  127: 259,
  8: 259,
};

/** On a keyboard as they are in the United States: what is typed with shift, and without it. */
const SHIFTED = '~!@#$%^&*()_+{}|:"<>?';
const UNSHIFTED = "`1234567890-=[]\\;',./";

/** Characters that are keys, and have their numbers. Source: glfw.org, keyboard key tokens. */
const PRINTED_KEYS = new Set(" ',-./0123456789;=ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]`");

/**
 * Gives the key that types a character.
 * @param character - one character
 * @returns its number and whether shift belongs to it; null for a character that no key of a keyboard as
 *   in the United States types
 */
export function keyOfCharacter(
  character: string,
): { readonly key: number; readonly withShift: boolean } | null {
  const code = character.codePointAt(0) ?? 0;
  const control = CONTROL_KEYS[code];
  if (control !== undefined) return { key: control, withShift: false };
  const shifted = SHIFTED.indexOf(character);
  const plain = shifted >= 0 ? (UNSHIFTED[shifted] ?? "") : character.toUpperCase();
  if (!PRINTED_KEYS.has(plain)) return null;
  return { key: plain.charCodeAt(0), withShift: shifted >= 0 || /^[A-Z]$/.test(character) };
}

/**
 * Reads a sequence as a key.
 * @param introducer - `[` for CSI, `O` for SS3, `[[` for the Linux console
 * @param parameters - what stands between
 * @param final - its last character
 * @returns null when it is none
 */
export function readKeySequence(
  introducer: "[" | "O" | "[[",
  parameters: string,
  final: string,
): KeySequence | null {
  if (introducer === "[[")
    return plainKey("ABCDE".includes(final) ? 290 + "ABCDE".indexOf(final) : null);
  if (introducer === "O") return plainKey(LETTERS[final] ?? KEYPAD[final] ?? null);
  if (!/^[\d;:]*$/.test(parameters)) return null;
  const [codes = "", held = "", typed = ""] = parameters.split(";");
  const key = keyOfSequence(codes, final);
  if (key === undefined) return null;
  const [modifiers = 1, act = NaN] = held.split(":").map((part) => Number(part === "" ? 1 : part));
  const bits = Math.max(0, modifiers - 1);
  return {
    key,
    withShift: (bits & 1) !== 0 || final === "Z",
    withAlt: (bits & 2) !== 0,
    withControl: (bits & 4) !== 0,
    act: act === 3 ? "release" : act === 2 ? "repeat" : "press",
    text: textOf(typed),
    isReport: !Number.isNaN(act),
  };
}

/** The key, null for one that computers do not have, undefined for a sequence that is none. */
function keyOfSequence(codes: string, final: string): number | null | undefined {
  const [code = "", , base = ""] = codes.split(":");
  if (final === "Z") return 258;
  if (final === "~") return NUMBERS[Number(code)];
  if (final === "u") return kittyKey(Number(base === "" ? code : base));
  return LETTERS[final];
}

function kittyKey(code: number): number | null {
  for (const [first, keys] of KITTY_RUNS) {
    const key = keys[code - first];
    if (key !== undefined) return key;
  }
  if (code > 0x10ffff) return null;
  return keyOfCharacter(String.fromCodePoint(code))?.key ?? null;
}

function textOf(typed: string): string {
  const codes = typed.split(":").map(Number);
  return codes
    .filter((code) => code >= 32 && code <= 0x10ffff && code !== 127)
    .map((code) => String.fromCodePoint(code))
    .join("");
}

function plainKey(key: number | null): KeySequence | null {
  if (key === null) return null;
  const held = { withShift: false, withAlt: false, withControl: false };
  return { key, ...held, act: "press", text: "", isReport: false };
}
