/**
 * What a program draws on its screen, as lines of text for a host that has no screen.
 *
 * The lines are those of the screen in the order in which they are drawn. Text that is written behind
 * what was written last goes on with its line. Text anywhere else begins a new line, with what stands
 * before it in its row. What is there already is not said
 * again, and what is taken away is not said.
 */
import type { Screen } from "./screen.js";

/** Turns drawing into lines. */
export class PlainLines {
  readonly #screen: Screen;
  /** The place behind what was said last; row 0 for nowhere. */
  #x = 1;
  #y = 1;
  /** Whether the line that is being said has anything in it. */
  #hasText = false;

  /**
   * Begins with a line with nothing in it, at the top of the screen.
   * @param screen - the screen that is drawn on
   */
  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Whether a place is the one behind what was said last. */
  isAt(x: number, y: number): boolean {
    return x === this.#x && y === this.#y;
  }

  /**
   * Gives what is to be said before text that is written at a place. {@link wrote} is told of that.
   * @param x - its column
   * @param y - its row
   */
  before(x: number, y: number): string {
    if (this.isAt(x, y)) return "";
    const row = this.#screen.row(y)?.text ?? "";
    if (y === this.#y && x > this.#x) return row.slice(this.#x - 1, x - 1);
    return this.endLine() + row.slice(0, Math.max(0, x - 1));
  }

  /**
   * Notes that text was said.
   * @param text - what
   * @param x - the column behind it
   * @param y - the row where that is
   */
  wrote(text: string, x: number, y: number): void {
    this.#x = x;
    this.#y = y;
    this.#hasText = text === "" ? this.#hasText : !text.endsWith("\n");
  }

  /** Notes that everything moved up. */
  scrolled(rows: number): void {
    this.#y -= rows;
  }

  /** Gives what ends the line that is being said, so that what follows begins a new one. */
  endLine(): string {
    const end = this.#hasText ? "\n" : "";
    this.#hasText = false;
    this.#y = 0;
    return end;
  }
}
