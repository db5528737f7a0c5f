/**
 * Collects the text of a generated script so that the code for Lua line N stands on line N.
 *
 * Code is appended in order, with marks that say which Lua line comes next. Where code has to stand
 * after code of a later line (a call whose arguments span lines), its offset is noted instead.
 */

/** A finished script. */
export interface Script {
  /** The JavaScript text. */
  readonly text: string;
  /** Offsets in the text from which the Lua line is not the script's own, ascending. */
  readonly shiftOffsets: number[];
  /** The Lua line from the offset at the same index on; 0 for the script's own line. */
  readonly shiftLines: number[];
  /** Calls, by their place: see {@link CallTable}. */
  readonly calls: CallTable;
}

/** What is known of a script's calls by the place in its text: arrays with one element per call. */
export interface CallTable {
  /** The offset where the text of the call begins, ascending. */
  readonly starts: number[];
  /** The offset where it ends. */
  readonly ends: number[];
  /** How the source names what is called, packed as in `ChunkInfo.sites`; -1 minus that for a tail call. */
  readonly names: number[];
}

/** The place of a piece of text that is filled in later. */
export type Slot = number;

/** Pieces of text and line marks. */
export class ScriptWriter {
  /** Text, or a number for "what follows is Lua line N". */
  readonly #pieces: (string | number)[] = [];
  readonly #calls = new Map<number, number>();
  #markedLine = 0;

  /** Says which Lua line the following code belongs to. */
  mark(line: number): void {
    if (line === this.#markedLine) return;
    this.#markedLine = line;
    this.#pieces.push(line);
  }

  /** Adds text without line breaks. */
  add(text: string): void {
    this.#pieces.push(text);
  }

  /**
   * Adds text that makes a call.
   * @param name - how the source names what is called: see {@link CallTable}
   */
  addCall(text: string, name: number): void {
    this.#calls.set(this.#pieces.length, name);
    this.#pieces.push(text);
  }

  /** Leaves a place to be filled by {@link fill}. */
  reserve(): Slot {
    this.#pieces.push("");
    return this.#pieces.length - 1;
  }

  /** Fills a reserved place. */
  fill(slot: Slot, text: string): void {
    this.#pieces[slot] = text;
  }

  /**
   * Joins everything into a script.
   * @param head - text for the beginning of the first line
   */
  finish(head: string): Script {
    const parts = [head];
    const shiftOffsets: number[] = [];
    const shiftLines: number[] = [];
    const calls: CallTable = { starts: [], ends: [], names: [] };
    let offset = head.length;
    let scriptLine = 1;
    let shifted = false;
    let wantedLine = 1;
    for (const [number, piece] of this.#pieces.entries()) {
      if (typeof piece === "number") {
        wantedLine = piece;
        continue;
      }
      if (piece === "") continue;
      if (wantedLine > scriptLine) {
        parts.push("\n".repeat(wantedLine - scriptLine));
        offset += wantedLine - scriptLine;
        scriptLine = wantedLine;
      }
      if (wantedLine < scriptLine) {
        shiftOffsets.push(offset);
        shiftLines.push(wantedLine);
        shifted = true;
      } else if (shifted) {
        shiftOffsets.push(offset);
        shiftLines.push(0);
        shifted = false;
      }
      const name = this.#calls.get(number);
      if (name !== undefined) {
        calls.starts.push(offset);
        calls.ends.push(offset + piece.length);
        calls.names.push(name);
      }
      parts.push(piece);
      offset += piece.length;
    }
    return { text: parts.join(""), shiftOffsets, shiftLines, calls };
  }
}
