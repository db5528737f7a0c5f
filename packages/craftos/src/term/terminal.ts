/**
 * The terminal of one computer: its screen, and the plain lines that the host is given of it.
 *
 * HOST: a host without a screen is given text as it is written, not wrapped at the screen's width.
 */
import type { Computer } from "@craftos-http/event-loop";
import type { CraftosHost } from "../craftos-host.js";
import { PlainLines } from "./plain-lines.js";
import { Screen } from "./screen.js";

/** The size of a computer's screen. Source: tweaked.cc, term.getSize. */
const WIDTH = 51;
const HEIGHT = 19;

/** A computer's terminal. */
export class Terminal {
  /** What is on the screen. Text is written through the methods below. */
  readonly screen = new Screen(WIDTH, HEIGHT);
  readonly #lines = new PlainLines(this.screen);
  readonly #computer: Computer;
  readonly #host: Pick<CraftosHost, "write">;

  /**
   * Makes a terminal with an empty screen.
   * @param computer - whose it is
   * @param host - takes what is written
   */
  constructor(computer: Computer, host: Pick<CraftosHost, "write">) {
    this.#computer = computer;
    this.#host = host;
  }

  /**
   * Writes text as `write` does, in lines.
   * @param text - a byte string
   * @returns how often the screen's cursor went to the next row
   */
  writeWrapped(text: string): number {
    const before = this.#lines.before(this.screen.cursorX, this.screen.cursorY);
    const lines = this.screen.writeWrapped(text);
    this.#lines.wrote(text, this.screen.cursorX, this.screen.cursorY);
    this.#send(before + text);
    return lines;
  }

  /** Writes text in the row where the cursor is. */
  write(text: string): void {
    const { screen } = this;
    const { cursorX: x, cursorY: y, foreground, background } = screen;
    const end = x + text.length;
    const changed = this.#put(text, foreground.repeat(text.length), background.repeat(text.length));
    if (changed !== null) {
      this.#sayAt(changed.start, y, text.slice(changed.start - x), end);
    } else if (x > screen.width && this.#lines.isAt(x, y)) {
      // What is too long for the screen is said whole: a line of a log is no picture.
      this.#sayAt(x, y, text, end);
    }
  }

  /** Writes text with a colour for every character, and one behind it. */
  blit(text: string, foreground: string, background: string): void {
    const { cursorX: x, cursorY: y } = this.screen;
    const changed = this.#put(text, foreground, background);
    if (changed === null) return;
    this.#sayAt(changed.start, y, text.slice(changed.start - x, changed.end - x), changed.end);
  }

  /** Shows a line that somebody has typed, which the host is not told of. */
  wasTyped(line: string): void {
    this.screen.writeWrapped(`${line}\n`);
    this.#lines.wrote("", this.screen.cursorX, this.screen.cursorY);
  }

  /** Empties the screen. */
  clear(): void {
    this.screen.clear();
    this.#end();
  }

  /** Empties the row where the cursor is. */
  clearLine(): void {
    this.screen.clearRow(this.screen.cursorY);
    this.#end();
  }

  /** Moves everything up, or down by less than nothing. */
  scroll(rows: number): void {
    this.screen.scroll(rows);
    this.#lines.scrolled(rows);
  }

  #end(): void {
    const end = this.#lines.endLine();
    if (end !== "") this.#send(end);
  }

  /**
   * Puts text on the screen.
   * @returns from which column to before which the row is another, or null if nothing is to be seen
   */
  #put(
    text: string,
    foreground: string,
    background: string,
  ): { readonly start: number; readonly end: number } | null {
    const { screen } = this;
    const y = screen.cursorY;
    const old = screen.row(y)?.text ?? "";
    screen.put(text, foreground, background);
    const now = screen.row(y)?.text ?? "";
    if (now === old) return null;
    let first = 0;
    while (now[first] === old[first]) first++;
    let last = now.length - 1;
    while (now[last] === old[last]) last--;
    // What is only taken away is not said.
    const isTakenAway = now.slice(first, last + 1).trim() === "";
    return isTakenAway ? null : { start: first + 1, end: last + 2 };
  }

  /** Says text that was put at a place, and that the column behind it is another's. */
  #sayAt(x: number, y: number, text: string, end: number): void {
    const before = this.#lines.before(x, y);
    this.#lines.wrote(text, end, y);
    this.#send(before + text);
  }

  #send(text: string): void {
    this.#computer.emit("output", text);
    this.#host.write(text);
  }
}
