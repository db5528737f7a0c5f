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
  /** Columns; changed by {@link resize} only. */
  width: number;
  /** Rows; as the width. */
  height: number;
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
  /** Rows of one character each, which are needed for every line. */
  readonly #runs = new Map<string, string>();

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
    const front = this.#runOf(this.foreground);
    const back = this.#runOf(this.background);
    const { length } = text;
    if (length > this.width) {
      this.put(text, this.foreground.repeat(length), this.background.repeat(length));
      return;
    }
    const row = this.#rows[this.cursorY - 1];
    const isOfOneColor = row?.foreground === front && row.background === back;
    if (isOfOneColor && this.cursorX >= 1 && this.cursorX + length - 1 <= this.width) {
      // As most rows are: only the text is another.
      const before = row.text.slice(0, this.cursorX - 1);
      this.cursorX += length;
      row.text = before + text + row.text.slice(this.cursorX - 1);
      return;
    }
    this.put(text, front.slice(0, length), back.slice(0, length));
  }

  /**
   * Makes it larger or smaller. What is at its top left stays.
   * @param width - columns
   * @param height - rows
   */
  resize(width: number, height: number): void {
    const old = this.#rows.splice(0);
    this.#runs.clear();
    this.width = width;
    this.height = height;
    for (let index = 0; index < height; index++) {
      const empty = this.#emptyRow();
      const row = old[index] ?? empty;
      const fit = (part: keyof ScreenRow): string =>
        row[part].slice(0, width) + empty[part].slice(row[part].length);
      this.#rows.push({
        text: fit("text"),
        foreground: fit("foreground"),
        background: fit("background"),
      });
    }
  }

  /** Moves everything up, or down by less than nothing. */
  scroll(rows: number): void {
    if (rows === 1) {
      this.#rows.shift();
      this.#rows.push(this.#emptyRow());
      return;
    }
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
    for (let start = 0; ;) {
      const end = text.indexOf("\n", start);
      this.#writeWords(text.slice(start, end < 0 ? text.length : end), newLine);
      if (end < 0) break;
      newLine();
      start = end + 1;
    }
    return lines;
  }

  /** Writes text without line ends; words go to the next row where they do not fit. */
  #writeWords(text: string, newLine: () => void): void {
    let rest = text;
    for (;;) {
      const room = this.width - this.cursorX + 1;
      if (rest.length <= room || rest === "") {
        this.write(rest);
        return;
      }
      let end = Math.max(0, room);
      if (isBlank(rest, end)) {
        // Blanks stay behind their line, outside.
        while (isBlank(rest, end)) end++;
        this.write(rest.slice(0, end));
        if (end === rest.length) return;
      } else {
        let wordStart = end;
        while (wordStart > 0 && !isBlank(rest, wordStart - 1)) wordStart--;
        let wordEnd = end;
        while (wordEnd < rest.length && !isBlank(rest, wordEnd)) wordEnd++;
        if (wordEnd - wordStart <= this.width) end = wordStart;
        this.write(rest.slice(0, end));
      }
      newLine();
      rest = rest.slice(end);
    }
  }

  /** Gives a row's worth of one colour. */
  #runOf(color: string): string {
    let run = this.#runs.get(color);
    if (run === undefined) this.#runs.set(color, (run = color.repeat(this.width)));
    return run;
  }

  #emptyRow(): ScreenRow {
    return {
      text: this.#runOf(" "),
      foreground: this.#runOf(this.foreground),
      background: this.#runOf(this.background),
    };
  }
}

function isBlank(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 0x20 || code === 0x09;
}
