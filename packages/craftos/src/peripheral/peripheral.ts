/**
 * What can be attached to a computer, and what it needs of the computer.
 */
import type { Computer } from "@craftos-http/event-loop";
import type { FileSystem } from "../files/file-system.js";
import type { Mount } from "../files/mount.js";
import type { FileAccess } from "../fs/file-access.js";
import type { LibraryFields } from "../native/define-library.js";
import type { ModemTransport, Position } from "./modem-transport.js";

/** Something that is attached. */
export interface Peripheral {
  /** Its types, of which the first is shown. */
  readonly types: readonly string[];
  /** What programs can call, by name. */
  readonly methods: LibraryFields;
  /** Called once when it is taken away. */
  detached?(): void;
}

/** What peripherals reach beyond their computer. Without any of it they do what they can without. */
export interface PeripheralHost {
  /** Carries what modems send; default nothing reaches anybody. */
  readonly modems?: ModemTransport | undefined;
  /** Where the computer is; default at 0, 0, 0. */
  readonly position?: Position | undefined;
  /**
   * Lets something happen later, for what takes time in the game.
   * @param delayMs - in milliseconds
   */
  after?(delayMs: number, act: () => void): void;
}

/** What a peripheral is made of. */
export interface PeripheralSetup {
  /** The side that it is at, or its name. */
  readonly name: string;
  /** What stands behind the type where it is attached. */
  readonly options: readonly string[];
  /** A drive's disk; default an empty one in memory. */
  readonly disk?: Mount | undefined;
  /** Whose it is. */
  readonly computer: Computer;
  /** The computer's files. */
  readonly files: FileSystem;
  /** The same for what a program does. */
  readonly access: FileAccess;
  /** What it reaches beyond the computer. */
  readonly host: PeripheralHost;
  /** Everything that is attached, by name. */
  readonly all: ReadonlyMap<string, Peripheral>;
}

/** It cannot be attached; the message says why. */
export class PeripheralProblem extends Error {
  /** What tells it from other errors. */
  override readonly name = "PeripheralProblem";
}

/** The sides of a computer, in the order of `redstone.getSides`. */
export const SIDES = ["bottom", "top", "back", "front", "right", "left"] as const;

/** Whether a name is that of a side. */
export function isSide(name: string): boolean {
  return SIDES.some((side) => side === name);
}
