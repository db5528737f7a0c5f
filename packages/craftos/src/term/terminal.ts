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
    this.#say(before + text);
    return lines;
  }

  /** Writes text in the row where the cursor is. */
  write(text: string): void {
    const { foreground, background } = this.screen;
    this.blit(text, foreground.repeat(text.length), background.repeat(text.length));
  }

  /** Writes text with a colour for every character, and one behind it. */
  blit(text: string, foreground: string, background: string): void {
    const { screen } = this;
    const { cursorX: x, cursorY: y } = screen;
    const old = screen.row(y)?.text;
    screen.put(text, foreground, background);
    // What is too long for the screen is said whole: a line of a log is no picture.
    const isSeen = old !== screen.row(y)?.text || (x > screen.width && this.#lines.isAt(x, y));
    if (isSeen) this.#say(this.#lines.before(x, y) + text.slice(Math.max(0, 1 - x)));
  }

  /** Shows a line that somebody has typed, which the host is not told of. */
  wasTyped(line: string): void {
    this.screen.writeWrapped(`${line}\n`);
    this.#lines.wrote("");
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

  #say(text: string): void {
    this.#lines.wrote(text);
    this.#send(text);
  }

  #send(text: string): void {
    this.#computer.emit("output", text);
    this.#host.write(text);
  }
}
