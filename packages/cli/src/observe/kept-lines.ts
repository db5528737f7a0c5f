/**
 * Lines on their way to somebody who may be slow or gone. Nothing waits for that: so much is kept, and
 * further lines are lost, which is said when it begins and, with their number, when it is over.
 */

/** So much is kept, in characters. */
export const KEPT_MAX = 1024 * 1024;

/** Keeps lines. */
export class KeptLines {
  readonly #name: string;
  readonly #warn: (message: string) => void;
  #text = "";
  #lostCount = 0;

  /**
   * Begins with none.
   * @param name - what they are, for people: `log 'access.log'`
   * @param warn - told when lines are lost
   */
  constructor(name: string, warn: (message: string) => void) {
    this.#name = name;
    this.#warn = warn;
  }

  /** How much is kept, in characters. */
  get length(): number {
    return this.#text.length;
  }

  /**
   * Keeps a line, or loses it.
   * @param line - without its line break
   * @param underWay - how much has been taken and has not arrived
   */
  add(line: string, underWay: number): void {
    if (this.#text.length + underWay <= KEPT_MAX) {
      this.#text += `${line}\n`;
      return;
    }
    if (this.#lostCount++ === 0) {
      this.#warn(`The ${this.#name} takes no more for the moment: lines are lost.`);
    }
  }

  /**
   * Gives whole lines, at most so much, but one at least.
   * @param max - in characters
   */
  take(max = Infinity): string {
    const end = this.#text.length <= max ? this.#text.length : this.#endOfLine(max);
    const taken = this.#text.slice(0, end);
    this.#text = this.#text.slice(end);
    return taken;
  }

  /** What was taken has arrived. When nothing more is kept, whoever was slow has caught up. */
  arrived(): void {
    if (this.#lostCount === 0 || this.#text !== "") return;
    this.#warn(`The ${this.#name} takes lines again: ${this.#lostCount} were lost.`);
    this.#lostCount = 0;
  }

  /**
   * Nothing will arrive any more.
   * @param unwritten - what was taken and has not arrived
   */
  giveUp(unwritten: string): void {
    const count = this.#lostCount + lineCount(unwritten) + lineCount(this.#text);
    this.#text = "";
    this.#lostCount = 0;
    if (count > 0)
      this.#warn(`The ${this.#name} took no more at the end: ${count} lines were lost.`);
  }

  #endOfLine(max: number): number {
    const last = this.#text.lastIndexOf("\n", max - 1);
    return (last >= 0 ? last : this.#text.indexOf("\n")) + 1;
  }
}

function lineCount(text: string): number {
  return text.split("\n").length - 1;
}
