/**
 * What a terminal's input is to a computer: the events `key`, `char`, `key_up`, `paste` and those of the
 * mouse. Source: tweaked.cc, events.
 *
 * HOST: most terminals do not say when a key comes up: then it does at once. Nor do they say that shift,
 * control or Alt went down: those are pressed around the key that was typed with them.
 */
import type { EventValues } from "@craftos-http/event-loop";
import { computerText } from "./character-set.js";
import { keyOfCharacter, type KeySequence } from "./key-sequences.js";
import type { MouseInput, TerminalInput } from "./terminal-input.js";

/** What a person asks of the command rather than of the program. */
export interface KeyboardActions {
  /** Takes an event for the program. */
  event(values: EventValues): void;
  /** Ctrl+T: the event `terminate`. */
  terminate(): void;
  /** Ctrl+C. */
  interrupt(): void;
}

const LEFT_SHIFT = 340;
const LEFT_CONTROL = 341;
const LEFT_ALT = 342;
const KEY_C = 67;
const KEY_T = 84;

/** A key that went down, with what was held. */
type HeldKey = Pick<KeySequence, "key" | "withShift" | "withAlt" | "withControl" | "text">;

/** Turns the input of one terminal into events. */
export class KeyEvents {
  readonly #actions: KeyboardActions;
  #hasReports = false;
  /** Where the mouse was when it was last told of. */
  #mousePlace = "";

  /**
   * Begins with no key held.
   * @param actions - what is done
   */
  constructor(actions: KeyboardActions) {
    this.#actions = actions;
  }

  /** Takes something that the terminal sent. */
  take(input: TerminalInput): void {
    switch (input.kind) {
      case "character":
        this.#typed(input.character, input.withAlt);
        break;
      case "key":
        if (input.isReport) this.#hasReports = true;
        if (this.#hasReports) this.#report(input);
        else this.#stroke(input);
        break;
      case "paste":
        this.#pasted(input.text);
        break;
      case "mouse":
        this.#mouse(input);
        break;
      case "key reports":
        this.#hasReports = input.areOn;
    }
  }

  /** A character came, and nothing is said of keys. */
  #typed(character: string, withAlt: boolean): void {
    const code = character.codePointAt(0) ?? 0;
    const isControl = code < 32 && !"\b\t\r\n\x1b".includes(character);
    if (isControl) {
      // What control makes of a character: its lowest five bits.
      const { key = null } = keyOfCharacter(" abcdefghijklmnopqrstuvwxyz[\\]6-"[code] ?? "") ?? {};
      this.#stroke({ key, withShift: false, withAlt, withControl: true, text: "" });
      return;
    }
    const { key, withShift } = keyOfCharacter(character === "\n" ? "\r" : character) ?? {
      key: null,
      withShift: false,
    };
    const text = code >= 32 && code !== 127 && !withAlt ? character : "";
    this.#stroke({ key, withShift, withAlt, withControl: false, text });
  }

  /** A key that goes down and up, and around it what is held. */
  #stroke(held: HeldKey): void {
    const around = [
      ...(held.withControl ? [LEFT_CONTROL] : []),
      ...(held.withAlt ? [LEFT_ALT] : []),
      ...(held.withShift ? [LEFT_SHIFT] : []),
    ];
    for (const key of around) this.#actions.event(["key", key, false]);
    this.#down(held, false);
    if (held.key !== null) this.#actions.event(["key_up", held.key]);
    for (const key of [...around].reverse()) this.#actions.event(["key_up", key]);
  }

  /** What a terminal says that says it of every key. */
  #report(sequence: KeySequence): void {
    if (sequence.act !== "release") this.#down(sequence, sequence.act === "repeat");
    else if (sequence.key !== null) this.#actions.event(["key_up", sequence.key]);
  }

  #down(held: HeldKey, isRepeated: boolean): void {
    const { key, text, withControl } = held;
    if (key === KEY_C && withControl) {
      if (!isRepeated) this.#actions.interrupt();
      return;
    }
    if (key !== null) this.#actions.event(["key", key, isRepeated]);
    if (key === KEY_T && withControl && !isRepeated) this.#actions.terminate();
    for (const character of withControl ? "" : computerText(text)) {
      this.#actions.event(["char", character]);
    }
  }

  /** As in CraftOS the first line is what is pasted. */
  #pasted(text: string): void {
    const [line = ""] = text.split(/[\r\n]/);
    const clean = line.replaceAll("\t", " ").replaceAll(/\p{Cc}/gu, "");
    const pasted = computerText(clean, "?");
    if (pasted !== "") this.#actions.event(["paste", pasted]);
  }

  #mouse({ act, button, x, y }: MouseInput): void {
    // In CraftOS the right button is the second.
    const number = [1, 3, 2][button] ?? 1;
    const place = `${number} ${x} ${y}`;
    const hasMoved = place !== this.#mousePlace;
    this.#mousePlace = place;
    switch (act) {
      case "press":
        this.#actions.event(["mouse_click", number, x, y]);
        break;
      case "release":
        this.#actions.event(["mouse_up", number, x, y]);
        break;
      case "move":
        if (hasMoved) this.#actions.event(["mouse_drag", number, x, y]);
        break;
      case "scroll up":
        this.#actions.event(["mouse_scroll", -1, x, y]);
        break;
      case "scroll down":
        this.#actions.event(["mouse_scroll", 1, x, y]);
    }
  }
}
