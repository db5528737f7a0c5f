/**
 * Collects the text of a generated script so that the code for Lua line N stands on line N.
 *
 * Code is appended in order, with marks that say which Lua line comes next. Where code has to stand
 * after code of a later line (a call whose arguments span lines), its place is noted instead.
 *
 * A place is a piece of text and an offset in it: the offset in the script is known only when all
 * pieces are there. The pieces of a finished function are joined, since thousands of small strings
 * that live for long cost more than the copying.
 */

/** A finished script. */
export interface Script {
  /** The JavaScript text. */
  readonly text: string;
  /** Where in it the code of Lua begins and ends. */
  readonly body: { readonly start: number; readonly end: number };
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

/** Where the text ended at some time. */
interface WritingPlace {
  readonly pieces: number;
  readonly shifts: number;
  readonly calls: number;
  readonly line: number;
  readonly scriptLine: number;
  readonly isShifted: boolean;
}

/** Places in the pieces, ascending. */
class Places {
  /** Indexes of pieces; what they are joined into takes the first one's. */
  readonly pieces: number[] = [];
  /** Offsets in those pieces. */
  readonly offsets: number[] = [];

  add(piece: number): void {
    this.pieces.push(piece);
    this.offsets.push(0);
  }

  /** Makes the places in pieces from `first` on ones in what these have been joined into. */
  join(first: number, starts: readonly number[]): void {
    const { pieces, offsets } = this;
    for (let i = pieces.length - 1; i >= 0 && pieces[i]! >= first; i--) {
      offsets[i]! += starts[pieces[i]! - first]!;
      pieces[i] = first;
    }
  }

  /** Drops all but the first so many. */
  truncate(count: number): void {
    this.pieces.length = this.offsets.length = count;
  }

  /** Gives offsets in the whole text. */
  absolute(starts: readonly number[]): number[] {
    return this.pieces.map((piece, i) => starts[piece]! + this.offsets[i]!);
  }
}

/** Pieces of text and line marks. */
export class ScriptWriter {
  readonly #pieces: string[] = [];
  #pieceCount = 0;
  readonly #shifts = new Places();
  readonly #shiftLines: number[] = [];
  readonly #calls = new Places();
  readonly #callLengths: number[] = [];
  readonly #callNames: number[] = [];
  /** The Lua line of what comes next. */
  #markedLine = 1;
  /** The Lua line of what was added last. */
  #line = 1;
  /** The line of the script that was reached. */
  #scriptLine = 1;
  #isShifted = false;

  /** Says which Lua line the following code belongs to. */
  mark(line: number): void {
    this.#markedLine = line;
  }

  /** Adds text without line breaks. */
  add(text: string): void {
    if (this.#line !== this.#markedLine) this.#moveToLine(this.#markedLine);
    this.#pieces[this.#pieceCount++] = text;
  }

  #moveToLine(line: number): void {
    this.#line = line;
    if (line > this.#scriptLine) {
      this.#pieces[this.#pieceCount++] = "\n".repeat(line - this.#scriptLine);
      this.#scriptLine = line;
    }
    const isShifted = line < this.#scriptLine;
    if (!isShifted && !this.#isShifted) return;
    this.#isShifted = isShifted;
    this.#shifts.add(this.#pieceCount);
    this.#shiftLines.push(isShifted ? line : 0);
  }

  /**
   * Adds text that makes a call.
   * @param name - how the source names what is called: see {@link CallTable}
   */
  addCall(text: string, name: number): void {
    this.add(text);
    this.#calls.add(this.#pieceCount - 1);
    this.#callLengths.push(text.length);
    this.#callNames.push(name);
  }

  /** Leaves a place to be filled by {@link fill}. */
  reserve(): Slot {
    this.add("");
    return this.#pieceCount - 1;
  }

  /** Fills a reserved place. */
  fill(slot: Slot, text: string): void {
    this.#pieces[slot] = text;
  }

  /** How many pieces there are, joined ones being one: about how much was written since before. */
  get pieceCount(): number {
    return this.#pieceCount;
  }

  /** Where the text ends so far. */
  place(): WritingPlace {
    return {
      pieces: this.#pieceCount,
      shifts: this.#shiftLines.length,
      calls: this.#callNames.length,
      line: this.#line,
      scriptLine: this.#scriptLine,
      isShifted: this.#isShifted,
    };
  }

  /** Drops everything after a place. */
  rewind(place: WritingPlace): void {
    this.#pieceCount = place.pieces;
    this.#shifts.truncate(place.shifts);
    this.#shiftLines.length = place.shifts;
    this.#calls.truncate(place.calls);
    this.#callLengths.length = this.#callNames.length = place.calls;
    this.#line = place.line;
    this.#scriptLine = place.scriptLine;
    this.#isShifted = place.isShifted;
  }

  /** Joins everything from a reserved place on, where all places are filled. */
  join(slot: Slot): void {
    const joined = this.#pieces.slice(slot, this.#pieceCount);
    const starts = startsOf(joined, 0);
    this.#shifts.join(slot, starts);
    this.#calls.join(slot, starts);
    this.#pieces[slot] = joined.join("");
    this.#pieceCount = slot + 1;
  }

  /**
   * Joins everything into a script.
   * @param around - gives text for the beginning of the first line, and for the end, for what is between
   */
  finish(around: (text: string) => readonly [head: string, tail: string]): Script {
    const pieces = this.#pieces.slice(0, this.#pieceCount);
    const body = pieces.join("");
    const [head, tail] = around(body);
    const starts = startsOf(pieces, head.length);
    const callStarts = this.#calls.absolute(starts);
    return {
      text: head + body + tail,
      body: { start: head.length, end: head.length + body.length },
      shiftOffsets: this.#shifts.absolute(starts),
      shiftLines: this.#shiftLines,
      calls: {
        starts: callStarts,
        ends: callStarts.map((start, i) => start + this.#callLengths[i]!),
        names: this.#callNames,
      },
    };
  }
}

/** Where each piece begins when they are joined, and where the last one ends. */
function startsOf(pieces: readonly string[], first: number): number[] {
  const starts = [first];
  let start = first;
  for (const piece of pieces) {
    start += piece.length;
    starts.push(start);
  }
  return starts;
}
