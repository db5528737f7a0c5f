/**
 * The option that attaches peripherals.
 */
import { resolve } from "node:path";
import { list, type OptionValues } from "../../options/option.js";
import { InvalidValue } from "../../options/usage-error.js";
import type { ValuePlace, ValueType } from "../../options/value-types.js";
import type { PeripheralChoice } from "../../peripherals/peripheral-choice.js";

const PERIPHERAL: ValueType<PeripheralChoice> = { parse: parsePeripheral };

/** The option. */
export const PERIPHERAL_OPTIONS = {
  peripheral: list({
    flags: "--peripheral <side=type>",
    description: "attach a modem, speaker, printer, monitor or drive; may be repeated",
    type: PERIPHERAL,
  }),
};

/** Gives what was chosen. */
export function chosenPeripherals(
  options: OptionValues<typeof PERIPHERAL_OPTIONS>,
): readonly PeripheralChoice[] {
  return options.peripheral;
}

/**
 * Reads a peripheral: `SIDE=TYPE`, or `SIDE=TYPE,OPTION,...`.
 * @param text - what was written
 * @throws InvalidValue
 */
export function parsePeripheral(text: string, { folder: base }: ValuePlace): PeripheralChoice {
  const [, name, type, more] = /^([^=]+)=([^,]+)(?:,(.+))?$/s.exec(text) ?? [];
  if (name === undefined || type === undefined) {
    throw new InvalidValue(
      "A side and a type are expected, such as left=modem or top=monitor,4x3.",
    );
  }
  const options = more?.split(",") ?? [];
  const [folder] = options;
  const hasFolder = type === "drive" && folder !== undefined && folder !== "empty";
  return { name, type, options, ...(hasFolder ? { folder: resolve(base, folder) } : {}) };
}
