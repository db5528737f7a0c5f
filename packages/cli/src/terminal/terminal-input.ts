/**
 * What a terminal sends, taken apart: keys, text, pastes, the mouse. Source: ECMA-48, xterm's control
 * sequences, the kitty keyboard protocol.
 *
 * Sequences may come in any pieces, and anything may come: what is not known is passed over, and no more
 * than {@link SEQUENCE_LENGTH_MAX} characters are kept for the end of a sequence that does not come.
 */
import { type KeySequence, readKeySequence } from "./key-sequences.js";

/** A key or a piece of the mouse's way, or text that was pasted. */
export type TerminalInput =
  | ({ readonly kind: "key" } & KeySequence)
  /** A character that was typed, without any word on the key. */
  | { readonly kind: "character"; readonly character: string; readonly withAlt: boolean }
  | { readonly kind: "paste"; readonly text: string }
  | MouseInput
  /** The terminal says of every key when it comes up, and of shift and its like that they are keys. */
  | { readonly kind: "key reports"; readonly areOn: boolean };

/** Something that the mouse did. */
export interface MouseInput {
  readonly kind: "mouse";
  readonly act: "press" | "release" | "move" | "scroll up" | "scroll down";
  /** 0 left, 1 middle, 2 right. */
  readonly button: number;
  /** The column, from 1. */
  readonly x: number;
  /** The row, from 1. */
  readonly y: number;
}

/** How long a sequence may be. */
export const SEQUENCE_LENGTH_MAX = 4096;

/** How much of what is pasted is kept. */
export const PASTE_LENGTH_MAX = 64 * 1024;

/** Of the kitty protocol's modes, the one in which a terminal says what a key does. */
const REPORTS_ACTS = 2;

const ESCAPE = "\x1b";
const PASTE_END = "\x1b[201~";
/** Parameters, intermediate characters and the final one, behind the introducer. ECMA-48 5.4. */
const CONTROL_SEQUENCE = /^([0-?]*)([ -/]*)([@-~])/;
const UNFINISHED_CONTROL_SEQUENCE = /^[0-?]*[ -/]*$/;
/** What begins strings for programs: DCS, SOS, OSC, PM and APC; they go up to ST or BEL. */
const STRING_INTRODUCERS = "PX]^_";
const BELL = "\x07";
const STRING_TERMINATOR = "\x1b\\";

/** Takes the input of one terminal apart. */
export class TerminalInputParser {
  readonly #take: (input: TerminalInput) => void;
  /** What has come and may be the beginning of something longer. */
  #rest = "";
  /** What has been pasted so far, or null when nothing is. */
  #paste: string | null = null;

  /**
   * Begins with nothing.
   * @param take - told of each thing
   */
  constructor(take: (input: TerminalInput) => void) {
    this.#take = take;
  }

  /** Whether what came last may go on: {@link finish} says that it does not. */
  get isUnfinished(): boolean {
    return this.#rest !== "" && this.#paste === null;
  }

  /**
   * Takes what the terminal sent.
   * @param text - decoded
   */
  add(text: string): void {
    this.#rest += text;
    while (this.#rest !== "") {
      const length = this.#paste === null ? this.#readNext() : this.#readPaste(this.#paste);
      if (length === 0) break;
      this.#rest = this.#rest.slice(length);
    }
  }

  /** Nothing more came for a while: the key escape is no beginning of a sequence. */
  finish(): void {
    if (!this.isUnfinished) return;
    const rest = this.#rest;
    this.#rest = "";
    this.#take({ kind: "character", character: ESCAPE, withAlt: false });
    if (rest.length > 1) this.add(rest.slice(1));
  }

  /** Reads what stands first. Gives its length, or 0 when its end has not come. */
  #readNext(): number {
    const text = this.#rest;
    if (!text.startsWith(ESCAPE)) return this.#readCharacter(text, false);
    if (text === ESCAPE) return 0;
    if (STRING_INTRODUCERS.includes(text[1] ?? "")) return this.#skipString(text);
    switch (text[1]) {
      case "[":
        return this.#readControlSequence(text);
      case "O":
        return this.#readSingleShift(text);
      case ESCAPE:
        // A key with Alt, if the next is the beginning of a sequence; else escape twice.
        this.#take({ kind: "character", character: ESCAPE, withAlt: false });
        return 1;
      default:
        return 1 + this.#readCharacter(text.slice(1), true);
    }
  }

  #readCharacter(text: string, withAlt: boolean): number {
    const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
    this.#take({ kind: "character", character, withAlt });
    return character.length;
  }

  #skipString(text: string): number {
    const ends = [BELL, STRING_TERMINATOR]
      .map((end) => ({ at: text.indexOf(end, 2), end }))
      .filter(({ at }) => at >= 0)
      .map(({ at, end }) => at + end.length);
    if (ends.length > 0) return Math.min(...ends);
    return text.length > SEQUENCE_LENGTH_MAX ? text.length : 0;
  }

  #readSingleShift(text: string): number {
    if (text.length < 3) return 0;
    const key = readKeySequence("O", "", text[2] ?? "");
    if (key !== null) this.#take({ kind: "key", ...key });
    return 3;
  }

  #readControlSequence(text: string): number {
    // The Linux console's F1 to F5.
    if (text.startsWith("\x1b[[")) {
      if (text.length < 4) return 0;
      const key = readKeySequence("[[", "", text[3] ?? "");
      if (key !== null) this.#take({ kind: "key", ...key });
      return 4;
    }
    const found = CONTROL_SEQUENCE.exec(text.slice(2));
    if (found === null) return this.#unfinishedLength(text);
    const [sequence, parameters = "", intermediate = "", final = ""] = found;
    const length = 2 + sequence.length;
    if (intermediate !== "") return length;
    if (final === "M" && parameters === "") return this.#readOldMouse(text);
    if (parameters.startsWith("<") && (final === "M" || final === "m")) {
      this.#readMouse(parameters.slice(1), final === "m");
    } else if (parameters === "200" && final === "~") {
      this.#paste = "";
    } else if (parameters.startsWith("?") && final === "u") {
      this.#take({
        kind: "key reports",
        areOn: (Number(parameters.slice(1)) & REPORTS_ACTS) !== 0,
      });
    } else {
      const key = readKeySequence("[", parameters, final);
      if (key !== null) this.#take({ kind: "key", ...key });
    }
    return length;
  }

  /** What is no control sequence may become one; else its beginning is passed over. */
  #unfinishedLength(text: string): number {
    const isUnfinished =
      UNFINISHED_CONTROL_SEQUENCE.test(text.slice(2)) && text.length <= SEQUENCE_LENGTH_MAX;
    return isUnfinished ? 0 : 2;
  }

  #readMouse(parameters: string, isRelease: boolean): void {
    const [code = NaN, x = NaN, y = NaN] = parameters.split(";").map(Number);
    this.#takeMouse(code, x, y, isRelease);
  }

  /** The mouse of a terminal that does not know how to say it in numbers. */
  #readOldMouse(text: string): number {
    if (text.length < 6) return 0;
    const [code = 0, x = 0, y = 0] = [3, 4, 5].map((index) => text.charCodeAt(index) - 32);
    const isRelease = (code & 3) === 3 && code < 64;
    this.#takeMouse(isRelease ? code & ~3 : code, x, y, isRelease);
    return 6;
  }

  #takeMouse(code: number, x: number, y: number, isRelease: boolean): void {
    if (![code, x, y].every((value) => Number.isSafeInteger(value)) || x < 1 || y < 1) return;
    const button = code & 3;
    const place = { kind: "mouse", button, x, y } as const;
    // Buttons beyond the third, and wheels that turn to the side, are nothing that a computer has.
    if (code >= 128 || (code & 64 && button > 1)) return;
    if (code & 64) {
      if (!isRelease) this.#take({ ...place, act: button === 0 ? "scroll up" : "scroll down" });
    } else if (button < 3) {
      this.#take({ ...place, act: isRelease ? "release" : code & 32 ? "move" : "press" });
    }
  }

  /** Reads what is pasted up to its end, or keeps back what may be the end's beginning. */
  #readPaste(paste: string): number {
    const text = this.#rest;
    const end = text.indexOf(PASTE_END);
    const keep = end >= 0 ? end : Math.max(0, text.length - PASTE_END.length + 1);
    const whole = paste + text.slice(0, Math.min(keep, PASTE_LENGTH_MAX - paste.length));
    this.#paste = end >= 0 ? null : whole;
    if (end < 0) return keep;
    this.#take({ kind: "paste", text: whole });
    return end + PASTE_END.length;
  }
}
