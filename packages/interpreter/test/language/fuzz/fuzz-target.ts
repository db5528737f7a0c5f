/**
 * What a fuzz target is: something that makes a case of any seed and says whether all is well with it.
 * The tests try a few seeds of each; `npm run fuzz` goes on for as long as one likes, in processes of
 * its own.
 */

/** What came of a case. */
export type Verdict =
  /** As it should be. */
  | "same"
  /** The reference cannot tell: the case is beyond its limits. */
  | "unknown"
  /** A difference or a fault, with all that is needed to see it again. */
  | { readonly report: string };

/** A source of cases. */
export interface FuzzTarget {
  readonly name: string;
  /** How much of a long run's time it gets, beside the others. */
  readonly share: number;
  /** How many seeds the tests try, if time allows. */
  readonly smokeCount: number;
  /** Set for those that fail on purpose: they are left out unless they are asked for. */
  readonly isCanary?: boolean;
  /**
   * Tries one case, and makes one that fails smaller.
   * @param beat - to be called now and then while that goes on, to be known for alive
   */
  check(seed: number, beat: () => void): Verdict;
  /** The source text of a case. */
  sourceOf(seed: number): string;
}
