/**
 * The temporaries of one function: JavaScript variables that hold a value from where it is computed to where
 * it is used. A suspension in between must keep it, so those are known that any has to.
 */
import { type Operand, Stability, type ValueType } from "./operand.js";
import { temporaryName } from "./variable-names.js";

/** Gives out the temporaries of a function. */
export class Temporaries {
  readonly #free: number[] = [];
  /** By their numbers, which hold something. */
  readonly #isUsed: boolean[] = [];
  /** By their numbers, which some suspension must keep, as they are used after it. */
  readonly #isKept: boolean[] = [];
  /** Those that may hold something and that no suspension keeps yet: seldom many. */
  #unkept: number[] = [];
  #count = 0;

  /** How many are needed. */
  get count(): number {
    return this.#count;
  }

  /** Takes one, for a value of a type. */
  take(type: ValueType): Operand {
    const number = this.#free.pop() ?? this.#count++;
    this.#isUsed[number] = true;
    if (this.#isKept[number] !== true && !this.#unkept.includes(number)) this.#unkept.push(number);
    const code = temporaryName(number);
    return { code, type, isSimple: true, stability: Stability.Stable, temporary: number };
  }

  /** Gives back what operands hold, once their text has been used. */
  release(operands: readonly Operand[]): void {
    for (const { temporary } of operands) {
      if (temporary < 0 || this.#isUsed[temporary] !== true) continue;
      this.#isUsed[temporary] = false;
      this.#free.push(temporary);
    }
  }

  /**
   * Here is a suspension: it keeps all that hold something.
   * @param consumed - operands that it need not keep
   */
  keepAllBut(consumed: readonly Operand[]): void {
    if (this.#unkept.length === 0) return;
    this.#unkept = this.#unkept.filter((number) => {
      if (this.#isUsed[number] !== true) return false;
      if (consumed.some(({ temporary }) => temporary === number)) return true;
      this.#isKept[number] = true;
      return false;
    });
  }

  /** The names of those that hold something. */
  get usedNames(): string[] {
    return this.names.filter((_, number) => this.#isUsed[number] === true);
  }

  /** The names of all. */
  get names(): string[] {
    return Array.from({ length: this.#count }, (_, number) => temporaryName(number));
  }

  /** The names of those that a suspension keeps. */
  get kept(): string[] {
    return this.names.filter((_, number) => this.#isKept[number] === true);
  }
}
