/**
 * What the generated scripts of one chunk share: constants, sites for error messages, and the facts
 * of analysis. Strings of the program are passed to scripts by number and never pasted into them.
 */
import type { ChunkScope } from "../analysis/scope.js";
import type { LateFunctions } from "./late-functions.js";
import type { Guard } from "./guards.js";
import { internalized } from "../text/internalized-string.js";
import type { StatementCounter } from "./statement-counter.js";
import { type ChunkInfo, type NameKind, SITE_LENGTH } from "../value/chunk-info.js";

/** How an operand is named in error messages. */
export interface OperandName {
  /** The word for it. */
  readonly kind: NameKind;
  /** The name. */
  readonly name: string;
}

/** Gives the property of a record part for a key, or undefined when there is no room for more. */
export type KeyInterner = (key: string) => string | undefined;

/** What one script uses of its chunk's constants, by their numbers. */
export class ConstantsUsed {
  /** Those it needs as strings. */
  readonly strings = new Set<number>();
  /** Those it reads fields by. */
  readonly fields = new Set<number>();
  /** Those of them that tables inherit. */
  readonly inheritedFields = new Set<number>();
  /** Its calls of `pcall` and `xpcall`. */
  readonly guards: Guard[] = [];
}

/** Constants and sites of a chunk, which grow while its functions are generated. */
export class ChunkGenerator {
  /** The facts of analysis. */
  readonly scope: ChunkScope;
  /** String constants by number: the string objects that V8 keeps for them. */
  readonly constants: string[] = [];
  /** See `ChunkInfo.sites`. */
  readonly sites: number[];
  /** See `ChunkInfo.names`. */
  readonly names: string[];
  /** Gives properties of record parts. */
  readonly internKey: KeyInterner;
  /**
   * Whether the debug library may change every variable: then code relies on nothing about them, and
   * all that closures capture is in cells.
   */
  readonly isOpen: boolean;
  /** What the functions are called on the stack, by their numbers, if a debugger is to see them. */
  functionLabels: readonly string[] | null = null;
  /** Whether a debugger is to stop before the first statement. */
  stopsAtStart = false;
  /** Numbers the statements that are counted, if somebody wants that. */
  counter: StatementCounter | null = null;
  /** Which functions are put off, if any are. */
  late: LateFunctions | null = null;
  readonly #constantNumbers = new Map<string, number>();
  readonly #nameNumbers = new Map<string, number>();

  constructor(scope: ChunkScope, internKey: KeyInterner, isOpen: boolean, info: ChunkInfo) {
    this.sites = info.sites;
    this.names = info.names;
    this.scope = scope;
    this.isOpen = isOpen;
    this.internKey = internKey;
  }

  /** Gives the number of a string constant. */
  constantNumber(value: string): number {
    let number = this.#constantNumbers.get(value);
    if (number === undefined) {
      number = this.constants.push(internalized(value)) - 1;
      this.#constantNumbers.set(value, number);
    }
    return number;
  }

  /** Records an operation that can fail and gives its number. */
  site(line: number, first: OperandName | null, second: OperandName | null): number {
    this.sites.push(line, this.packName(first), this.packName(second));
    return this.sites.length - SITE_LENGTH;
  }

  /** Gives a name as one number: its kind, and eight times its index in {@link names}. */
  packName(name: OperandName | null): number {
    if (name === null) return 0;
    let number = this.#nameNumbers.get(name.name);
    if (number === undefined) {
      number = this.names.push(name.name) - 1;
      this.#nameNumbers.set(name.name, number);
    }
    return name.kind | (number << 3);
  }
}
