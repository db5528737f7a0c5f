/**
 * The terminal of one computer: its screen, and the plain lines that the host is given of it.
 *
 * HOST: a host without a screen is given text as it is written, not wrapped at the screen's width. One
 * with a screen is told that there is something to draw; recordings have the lines in either case.
 */
import type { Computer } from "@craftos-http/event-loop";
import type { CraftosHost } from "../craftos-host.js";
import { PlainLines } from "./plain-lines.js";
import { Screen } from "./screen.js";

/** The size of a computer's screen. Source: tweaked.cc, term.getSize. */
const WIDTH = 51;
const HEIGHT = 19;

/** The most columns and rows: more are not used. */
const SIZE_MAX = 1000;

/** The event that says that the screen has another size. */
const RESIZE_EVENT = "term_resize";

/** A computer's terminal. */
export class Terminal {
  /** What is on the screen. Text is written through the methods below. */
  readonly screen: Screen;
  /** Whether somebody sees the screen. */
  readonly isSeen: boolean;
  readonly #lines: PlainLines;
  readonly #computer: Computer;
  readonly #host: Pick<CraftosHost, "write" | "screen">;
  /** The size that the host has asked for and the program has not been told of. */
  #wantedSize: readonly [width: number, height: number] | null = null;

  /**
   * Makes a terminal with an empty screen.
   * @param computer - whose it is
   * @param host - takes what is written
   */
  constructor(computer: Computer, host: Pick<CraftosHost, "write" | "screen">) {
    this.#computer = computer;
    this.#host = host;
    const { screen } = host;
    this.isSeen = screen !== undefined;
    this.screen = new Screen(sizeOf(screen?.width ?? WIDTH), sizeOf(screen?.height ?? HEIGHT));
    this.#lines = new PlainLines(this.screen);
    computer.listenTo(RESIZE_EVENT, ([, width, height]) => {
      this.#wantedSize = null;
      if (typeof width !== "number" || typeof height !== "number") return;
      this.screen.resize(width, height);
      this.changed();
    });
  }

  /** Says that there is something to draw. */
  changed(): void {
    this.#host.screen?.changed();
  }

  /**
   * Gives the screen another size, which it has when the program gets the event `term_resize`.
   * @param width - columns
   * @param height - rows
   */
  resize(width: number, height: number): void {
    const isPending = this.#wantedSize !== null;
    this.#wantedSize = [sizeOf(width), sizeOf(height)];
    if (!isPending) this.#sendSize();
  }

  /** Delivers the wanted size, of many the last, as soon as there is room for an event. */
  #sendSize(): void {
    const computer = this.#computer;
    const size = this.#wantedSize;
    if (size === null || computer.end !== null) return;
    if (!computer.hasRoom) {
      computer.whenRoom(() => this.#sendSize());
      return;
    }
    this.#wantedSize = null;
    computer.deliver({ values: [RESIZE_EVENT, ...size] });
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
    this.changed();
    return lines;
  }

  /** Writes an error, in red, on a screen that somebody sees. */
  writeError(text: string): void {
    const { screen } = this;
    const { foreground } = screen;
    screen.foreground = "e";
    this.writeWrapped(text);
    screen.foreground = foreground;
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

  /** Ends the line that is being said, on a host that has lines: the computer has ended. */
  finishLine(): void {
    if (!this.isSeen) this.#host.write(this.#lines.endLine());
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
    if (!this.isSeen) this.#host.write(text);
  }
}

function sizeOf(length: number): number {
  return Math.min(SIZE_MAX, Math.max(1, Math.trunc(length)));
}
