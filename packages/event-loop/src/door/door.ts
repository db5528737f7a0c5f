/**
 * The one door through which everything enters and leaves a computer. A program that is given the
 * same through it does the same: recording notes what passes, replaying hands it out again.
 *
 * Invariant: no native reads anything outside its computer except inside `Computer.read`, and no
 * host event reaches a queue without `admit`.
 */
import type { ComputerEvent } from "../events/computer-event.js";

/** Data that can be written to a file and read back as it was. */
export type PlainData =
  | undefined
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly PlainData[]
  | { readonly [key: string]: PlainData };

/** A recorder or a replayer. A computer without one takes the world as it is. */
export interface Door {
  /**
   * Passes on something that a native reads outside the computer.
   * @param source - what is read, such as "clock" or "file"
   * @param get - reads it; a replayer does not call it
   * @returns what the program is to see
   */
  read<T extends PlainData>(source: string, get: () => T): T;

  /**
   * Notes an event that a host delivered or a timer made, as the computer takes it up.
   * @param event - the event; a `TimerEvent` for a timer or an alarm
   * @param turn - how often the program had waited before; with the order of events it tells where
   *   the event stands among those that the program queues itself
   */
  admit(event: ComputerEvent, turn: number): void;

  /**
   * Gives the events that a replayer has for a wait of the program; a recorder has none.
   * @param turn - how often the program had waited before
   */
  arrivals?(turn: number): readonly ComputerEvent[];

  /**
   * Notes something that left the computer.
   * @param destination - where it went, such as "output"
   * @param data - what
   */
  emit(destination: string, data: PlainData): void;

  /**
   * Decides whether a program has been running too long without yielding. The interpreter lets the
   * host look at a running program at places that depend on the program alone, so a number of looks
   * is a moment that can be found again, where a time is not.
   * @param looks - how often the host has looked since the program was last resumed
   * @param byTheClock - what the computer's clock and limits say
   * @returns what is to be
   * @throws ProgramStop to end the program here
   */
  runsTooLong(looks: number, byTheClock: boolean): boolean;

  /**
   * Decides whether a program that runs is suspended, to be carried on later. The program cannot
   * tell, but the number of looks that follow can: a suspended program has all of its budget again.
   * @param looks - as for {@link runsTooLong}, which was asked before
   * @param byTheClock - whether the program's slice is over
   * @returns what is to be
   */
  preempts(looks: number, byTheClock: boolean): boolean;
}
