/**
 * Draws a screen on a terminal: what is to be written so that the terminal shows it, which is what has
 * changed since it was drawn last. Pure: it writes nothing itself.
 */
import type { Screen, ScreenRow } from "@craftos-http/craftos";
import { shownCharacter } from "./character-set.js";
import { type ColorDepth, colorSequence } from "./screen-colors.js";

/** So many cells that have not changed are written again rather than skipped, which takes as much. */
const GAP_MAX = 6;

/** Between these a terminal shows nothing half drawn, if it knows them. */
const BEGIN_UPDATE = "\x1b[?2026h";
const END_UPDATE = "\x1b[?2026l";

const RESET = "\x1b[0m";

/** Draws one screen after the other. */
export class ScreenPainter {
  readonly #depth: ColorDepth;
  #rows: ScreenRow[] = [];
  #size = "";
  #palette = "";
  #cursor = "";
  /** The sequences of two colours, by their digits. */
  readonly #pens = new Map<string, string>();

  /**
   * Begins with a terminal of which nothing is known.
   * @param depth - what colours it has
   */
  constructor(depth: ColorDepth) {
    this.#depth = depth;
  }

  /** Forgets what the terminal shows: next time everything is drawn. */
  forget(): void {
    this.#size = "";
  }

  /**
   * Gives what is to be written.
   * @param screen - what is to be seen
   * @returns "" if the terminal shows it already
   */
  paint(screen: Screen): string {
    const size = `${screen.width} ${screen.height}`;
    const palette = JSON.stringify(screen.palette);
    const isFresh = size !== this.#size || palette !== this.#palette;
    if (palette !== this.#palette) this.#pens.clear();
    this.#size = size;
    this.#palette = palette;
    let drawn = isFresh ? `${RESET}\x1b[2J` : "";
    if (isFresh) this.#rows = [];
    for (let y = 1; y <= screen.height; y++) drawn += this.#paintRow(screen, y);
    const cursor = cursorSequence(screen);
    if (drawn === "" && cursor === this.#cursor && !isFresh) return "";
    this.#cursor = cursor;
    const cells = drawn === "" ? "" : `\x1b[?25l${drawn}${RESET}`;
    return BEGIN_UPDATE + cells + cursor + END_UPDATE;
  }

  /**
   * Gives the screen as lines, for a terminal that goes on below them.
   * @param screen - what was to be seen
   * @returns its rows up to the last that has something in it
   */
  lines(screen: Screen): string {
    let text = "";
    let blankRows = "";
    for (let y = 1; y <= screen.height; y++) {
      const row = screen.row(y);
      if (row === undefined) continue;
      const length = row.text.trimEnd().length;
      const line = length === 0 ? "" : this.#cells(screen, row, 0, length, null) + RESET;
      if (line === "") blankRows += "\r\n";
      else {
        text += `${blankRows}${line}\r\n`;
        blankRows = "";
      }
    }
    return text;
  }

  #paintRow(screen: Screen, y: number): string {
    const row = screen.row(y);
    const old = this.#rows[y - 1];
    if (row === undefined) return "";
    const isSame =
      old?.text === row.text &&
      old.foreground === row.foreground &&
      old.background === row.background;
    if (isSame) return "";
    this.#rows[y - 1] = { ...row };
    let drawn = "";
    for (const [start, end] of changedRuns(old, row)) {
      drawn += `\x1b[${y};${start + 1}H${this.#cells(screen, row, start, end, y)}`;
    }
    return drawn;
  }

  /**
   * Gives characters with their colours.
   * @param y - the row, if the cursor can be put back behind a character that may be wider than a cell
   */
  #cells(screen: Screen, row: ScreenRow, start: number, end: number, y: number | null): string {
    let drawn = "";
    let pen = "";
    for (let index = start; index < end; index++) {
      const colors = (row.foreground[index] ?? "0") + (row.background[index] ?? "f");
      if (colors !== pen) drawn += this.#penOf(screen, colors);
      pen = colors;
      const shown = shownCharacter(row.text.charCodeAt(index));
      drawn += shown;
      if (y !== null && shown > "ÿ" && index + 1 < end) drawn += `\x1b[${y};${index + 2}H`;
    }
    return drawn;
  }

  #penOf({ palette }: Screen, colors: string): string {
    let sequence = this.#pens.get(colors);
    if (sequence === undefined) {
      const [front, back] = Array.from(colors, (digit) => palette[parseInt(digit, 16)]);
      sequence = colorSequence(front ?? [1, 1, 1], back ?? [0, 0, 0], this.#depth);
      this.#pens.set(colors, sequence);
    }
    return sequence;
  }
}

/** The parts of a row that are others than before: from which cell to before which. */
function changedRuns(old: ScreenRow | undefined, row: ScreenRow): [start: number, end: number][] {
  const width = row.text.length;
  if (old === undefined) return [[0, width]];
  const runs: [start: number, end: number][] = [];
  for (let index = 0; index < width; index++) {
    const isSame =
      old.text[index] === row.text[index] &&
      old.foreground[index] === row.foreground[index] &&
      old.background[index] === row.background[index];
    if (isSame) continue;
    const last = runs.at(-1);
    if (last !== undefined && index - last[1] <= GAP_MAX) last[1] = index + 1;
    else runs.push([index, index + 1]);
  }
  return runs;
}

function cursorSequence(screen: Screen): string {
  const { cursorX: x, cursorY: y, width, height } = screen;
  const isSeen = screen.cursorBlinks && x >= 1 && y >= 1 && x <= width && y <= height;
  return isSeen ? `\x1b[${y};${x}H\x1b[?25h` : "\x1b[?25l";
}
