/**
 * What is attached to one computer: from the start, and by `periphemu` while it runs. Source: CraftOS-PC's
 * documentation, periphemu.
 */
import { expectString, optionalString } from "@craftos-http/event-loop";
import { LuaTable, raiseAt } from "@craftos-http/interpreter";
import type { Mount } from "../files/mount.js";
import type { LibraryFields } from "../native/define-library.js";
import { makeDrive } from "./drive.js";
import { makeModem } from "./modem.js";
import { makeMonitor } from "./monitor.js";
import { type Peripheral, PeripheralProblem, type PeripheralSetup } from "./peripheral.js";
import { makePrinter } from "./printer.js";
import { AUDIO_EMPTY_EVENT, isSpeaker, makeSpeaker } from "./speaker.js";

/** A peripheral that a computer has from the start. */
export interface AttachedPeripheral {
  /** The side that it is at, or any other name. */
  readonly name: string;
  /** What it is. */
  readonly type: string;
  /** What more is said of it. */
  readonly options?: readonly string[];
  /** A drive's disk. */
  readonly disk?: Mount;
}

/** What can be attached, by type. */
const KINDS = {
  drive: makeDrive,
  modem: makeModem,
  monitor: makeMonitor,
  printer: makePrinter,
  speaker: makeSpeaker,
} as const satisfies Readonly<Record<string, (setup: PeripheralSetup) => Peripheral>>;

/** The types of what can be attached. */
export const PERIPHERAL_TYPES: readonly string[] = Object.keys(KINDS);

/** How many there may be. */
export const PERIPHERALS_MAX = 64;

const NAME = /^\w[\w:.-]{0,63}$/;

/** The peripherals of one computer. */
export class PeripheralSet {
  /** What is attached, by name. */
  readonly all: ReadonlyMap<string, Peripheral>;
  readonly #all = new Map<string, Peripheral>();
  readonly #setup: Omit<PeripheralSetup, "name" | "options" | "disk" | "all">;

  /**
   * Begins with nothing.
   * @param setup - what every peripheral is made of
   */
  constructor(setup: Omit<PeripheralSetup, "name" | "options" | "disk" | "all">) {
    this.#setup = setup;
    this.all = this.#all;
    setup.computer.listenTo(AUDIO_EMPTY_EVENT, ([, name]) => {
      const speaker = typeof name === "string" ? this.#all.get(name) : undefined;
      if (isSpeaker(speaker)) speaker.emptied();
    });
  }

  /**
   * Attaches something.
   * @throws PeripheralProblem
   */
  attach({ name, type, options = [], disk }: AttachedPeripheral): void {
    const make = Object.hasOwn(KINDS, type) ? KINDS[type as keyof typeof KINDS] : undefined;
    if (make === undefined) {
      const known = PERIPHERAL_TYPES.join(", ");
      throw new PeripheralProblem(`There is no peripheral '${type}'; there are ${known}.`);
    }
    if (!NAME.test(name)) throw new PeripheralProblem(`'${name}' is no name for a peripheral.`);
    if (this.#all.has(name)) {
      throw new PeripheralProblem(`There is something at '${name}' already.`);
    }
    if (this.#all.size >= PERIPHERALS_MAX) {
      throw new PeripheralProblem(`More than ${PERIPHERALS_MAX} peripherals cannot be attached.`);
    }
    this.#all.set(name, make({ ...this.#setup, name, options, disk, all: this.#all }));
  }

  /** Takes something away. Says whether it was there. */
  detach(name: string): boolean {
    const peripheral = this.#all.get(name);
    if (peripheral === undefined) return false;
    this.#all.delete(name);
    peripheral.detached?.();
    return true;
  }

  /** Makes `periphemu`. */
  emulator(): LibraryFields {
    const { computer } = this.#setup;
    return {
      create: (side, type, option) => {
        const name = expectString(1, side);
        const kind = expectString(2, type);
        const chosen = optionalString(3, option);
        try {
          this.attach({ name, type: kind, options: chosen?.split(",") ?? [] });
        } catch (error) {
          if (error instanceof PeripheralProblem) return [false, error.message];
          throw error;
        }
        if (!computer.queueEvent(["peripheral", name])) raiseAt("too many events", 1);
        return true;
      },
      remove: (side) => {
        const name = expectString(1, side);
        if (!this.detach(name)) return false;
        if (!computer.queueEvent(["peripheral_detach", name])) raiseAt("too many events", 1);
        return true;
      },
      names: () => LuaTable.fromArray([...PERIPHERAL_TYPES]),
    };
  }
}
