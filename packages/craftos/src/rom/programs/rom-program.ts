/**
 * What a program under `/rom/programs` is made of.
 */

/** A program that every computer has. */
export interface RomProgram {
  /** Its name, which its file has. */
  readonly name: string;
  /** The folder in `/rom/programs` that it lies in; default that itself. */
  readonly folder?: "advanced" | "http";
  /** What `help` says of it, in a line or two. */
  readonly help: string;
  /** Its source. */
  readonly source: string;
}
