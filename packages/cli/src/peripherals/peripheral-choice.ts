/**
 * The peripherals that a person asked for, and what they are made of.
 */
import { type AttachedPeripheral, MemoryMount } from "@craftos-http/craftos";
import { openFolder } from "../files/computer-files.js";

/** A peripheral as it was asked for. */
export interface PeripheralChoice {
  /** The side that it is at, or its name. */
  readonly name: string;
  /** What it is. */
  readonly type: string;
  /** What more is said of it. */
  readonly options: readonly string[];
  /** The folder of the machine's that is in a drive. */
  readonly folder?: string;
}

/**
 * Opens what peripherals need.
 * @param choices - what was asked for
 * @throws FilesNotUsable
 */
export function openPeripherals(
  choices: readonly PeripheralChoice[],
): readonly AttachedPeripheral[] {
  return choices.map(({ folder, ...peripheral }) =>
    folder === undefined ? peripheral : { ...peripheral, disk: openFolder(folder, {}) },
  );
}

/** Gives the same for a replay, which needs no folder: what was read there was recorded. */
export function replayedPeripherals(
  choices: readonly PeripheralChoice[],
): readonly AttachedPeripheral[] {
  return choices.map(({ folder, ...peripheral }) =>
    folder === undefined ? peripheral : { ...peripheral, disk: new MemoryMount() },
  );
}
