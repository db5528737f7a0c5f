/**
 * A terminal without a window: xterm's emulation, which is what draws in many editors. What a test sees in
 * it is what a person would see.
 */
import xterm from "@xterm/headless";

/** A cell as it is seen. */
export interface SeenCell {
  readonly characters: string;
  /** The colour: 0xRRGGBB, the number of a palette, or -1 for the terminal's own. */
  readonly front: number;
  readonly back: number;
}

/** An emulated terminal. */
export class EmulatedTerminal {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({
      cols: columns,
      rows,
      convertEol: true,
      allowProposedApi: true,
    });
  }

  /** Takes what a program writes; fulfilled when it is to be seen. */
  write(text: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#terminal.write(text, resolve);
    });
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** What is in a row, without blanks at its end. */
  row(y: number): string {
    return this.#line(y)?.translateToString(true).trimEnd() ?? "";
  }

  /** All rows up to the last that has something in it. */
  get text(): string {
    const rows = Array.from({ length: this.#terminal.rows }, (_, index) => this.row(index + 1));
    return rows.join("\n").trimEnd();
  }

  cell(x: number, y: number): SeenCell | undefined {
    const cell = this.#line(y)?.getCell(x - 1);
    if (cell === undefined) return undefined;
    return {
      characters: cell.getChars() === "" ? " " : cell.getChars(),
      front: cell.isFgDefault() ? -1 : cell.getFgColor(),
      back: cell.isBgDefault() ? -1 : cell.getBgColor(),
    };
  }

  /** Where the cursor is, from 1. */
  get cursor(): readonly [x: number, y: number] {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return [cursorX + 1, cursorY + 1];
  }

  /** Whether a program has the screen for itself. */
  get isOnOtherScreen(): boolean {
    return this.#terminal.buffer.active.type === "alternate";
  }

  /** The modes that a program has set and not reset. */
  get modes(): readonly string[] {
    const { bracketedPasteMode, mouseTrackingMode, wraparoundMode } = this.#terminal.modes;
    return [
      ...(bracketedPasteMode ? ["paste"] : []),
      ...(mouseTrackingMode === "none" ? [] : ["mouse"]),
      ...(wraparoundMode ? [] : ["no wrap"]),
    ];
  }

  #line(y: number) {
    const { active } = this.#terminal.buffer;
    return active.getLine(active.baseY + y - 1);
  }
}
