/**
 * A screen of characters: what is in each place and in which colours, and where the cursor is. Source:
 * tweaked.cc, term. Columns and rows count from 1; colours are digits as `blit` has them.
 */
import { defaultColor, type Rgb } from "./palette.js";

/** A row: three byte strings as long as the screen is wide. */
export interface ScreenRow {
  /** The characters. */
  text: string;
  /** The colour of each. */
  foreground: string;
  /** The colour behind each. */
  background: string;
}

/** A screen. */
export class Screen {
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** The cursor's column, which may be outside. */
  cursorX = 1;
  /** The cursor's row, which may be outside. */
  cursorY = 1;
  /** Whether the cursor is shown. */
  cursorBlinks = false;
  /** The colour of what is written next. */
  foreground = "0";
  /** The colour behind what is written next. */
  background = "f";
  /** The colours, from white to black. */
  readonly palette: Rgb[] = Array.from({ length: 16 }, (_, index) => defaultColor(index));
  readonly #rows: ScreenRow[];

  /**
   * Makes an empty screen.
   * @param width - columns
   * @param height - rows
   */
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#rows = Array.from({ length: height }, () => this.#emptyRow());
  }

  /**
   * Gives a row.
   * @param y - any number
   * @returns undefined outside the screen
   */
  row(y: number): Readonly<ScreenRow> | undefined {
    return this.#rows[y - 1];
  }

  /**
   * Puts characters where the cursor is, which goes behind them; those outside the screen are lost.
   * @param text - the characters
   * @param foreground - their colours, as many
   * @param background - the colours behind, as many
   */
  put(text: string, foreground: string, background: string): void {
    const x = this.cursorX;
    this.cursorX += text.length;
    const row = this.#rows[this.cursorY - 1];
    const first = Math.max(0, 1 - x);
    const last = Math.min(text.length, this.width + 1 - x);
    if (row === undefined || first >= last) return;
    const before = x + first - 1;
    const after = x + last - 1;
    const replace = (old: string, part: string): string =>
      old.slice(0, before) + part.slice(first, last) + old.slice(after);
    row.text = replace(row.text, text);
    row.foreground = replace(row.foreground, foreground);
    row.background = replace(row.background, background);
  }

  /** Puts characters in the colours of what is written next. */
  write(text: string): void {
    this.put(text, this.foreground.repeat(text.length), this.background.repeat(text.length));
  }

  /** Moves everything up, or down by less than nothing. */
  scroll(rows: number): void {
    const count = Math.min(Math.abs(rows), this.height);
    const empty = Array.from({ length: count }, () => this.#emptyRow());
    if (rows > 0) this.#rows.splice(0, this.height, ...this.#rows.slice(count), ...empty);
    else this.#rows.splice(0, this.height, ...empty, ...this.#rows.slice(0, this.height - count));
  }

  /** Empties the screen. The cursor stays. */
  clear(): void {
    for (let y = 1; y <= this.height; y++) this.clearRow(y);
  }

  /** Empties a row, if it is one. */
  clearRow(y: number): void {
    if (this.#rows[y - 1] !== undefined) this.#rows[y - 1] = this.#emptyRow();
  }

  /** Goes to the beginning of the next row, or of the last, which makes everything move up. */
  newLine(): void {
    this.cursorX = 1;
    if (this.cursorY < this.height) this.cursorY++;
    else this.scroll(1);
  }

  /**
   * Writes text as `write` does: words go to the next row where they do not fit.
   * @returns how often it went to the next row
   */
  writeWrapped(text: string): number {
    let lines = 0;
    const newLine = (): void => {
      this.newLine();
      lines++;
    };
    for (const [part] of text.matchAll(/\n|[ \t]+|[^ \t\n]+/g)) {
      if (part === "\n") {
        newLine();
        continue;
      }
      const isBlank = part.startsWith(" ") || part.startsWith("\t");
      if (isBlank) {
        this.write(part);
        continue;
      }
      if (this.cursorX + part.length - 1 > this.width && part.length <= this.width) newLine();
      for (let at = 0; at < part.length;) {
        if (this.cursorX > this.width) newLine();
        const room = Math.max(1, this.width - this.cursorX + 1);
        this.write(part.slice(at, at + room));
        at += room;
      }
    }
    return lines;
  }

  #emptyRow(): ScreenRow {
    const { width, foreground, background } = this;
    return {
      text: " ".repeat(width),
      foreground: foreground.repeat(width),
      background: background.repeat(width),
    };
  }
}
