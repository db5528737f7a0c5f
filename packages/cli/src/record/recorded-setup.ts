/**
 * How a run was started, as a trace holds it: everything that a replay must do the same.
 */
import { type PlainData, TraceDamaged } from "@craftos-http/event-loop";
import type { PeripheralChoice } from "../peripherals/peripheral-choice.js";
import type { RunLimits } from "../program/run-options.js";

/** How a run was started. Texts are byte strings. */
export interface RecordedSetup {
  /** The program's file name. */
  readonly name: string;
  /** The program. */
  readonly source: string;
  /** Its arguments. */
  readonly args: readonly string[];
  /** The seed of `math.random`. */
  readonly seed: number;
  /** The size of its screen, if somebody saw it. */
  readonly screen?: { readonly width: number; readonly height: number } | undefined;
  /** The bios of the ROM that ran it; its other files were read, and are in the trace as such. */
  readonly bios?: string | undefined;
  /** What was attached to its computer. */
  readonly peripherals?: readonly PeripheralChoice[] | undefined;
  /** Limits that were set. */
  readonly limits: Partial<RunLimits>;
  /** Headers whose values the trace does not have, in lower case. */
  readonly redactedHeaders: readonly string[];
  /** The version of craftos-http. */
  readonly version: string;
}

/** Gives the data that a trace holds. */
export function setupToData(setup: RecordedSetup): PlainData {
  const limits = Object.entries(setup.limits).filter(([, value]) => typeof value === "number");
  const peripherals = setup.peripherals?.map((choice) => ({ ...choice }));
  return { ...setup, peripherals, limits: Object.fromEntries(limits) };
}

/**
 * Reads what {@link setupToData} gave.
 * @throws TraceDamaged when it is something else
 */
export function setupFromData(data: PlainData): RecordedSetup {
  const setup = data as unknown as Partial<RecordedSetup> | null;
  if (typeof setup?.source !== "string" || typeof setup.name !== "string") {
    throw new TraceDamaged("it does not say which program was run");
  }
  return {
    name: setup.name,
    source: setup.source,
    args: setup.args ?? [],
    seed: setup.seed ?? 0,
    screen: setup.screen,
    peripherals: setup.peripherals,
    bios: setup.bios,
    limits: setup.limits ?? {},
    redactedHeaders: setup.redactedHeaders ?? [],
    version: setup.version ?? "",
  };
}
