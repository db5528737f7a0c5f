/**
 * The options of `run` that record.
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { RecordOptions } from "./record-run.js";

/** A header's name. RFC 9110 5.6.2: a token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Adds the options to a command.
 * @param command - the command
 * @returns a function that gives what was chosen, of the command's parsed options
 */
export function addRecordOptions(
  command: Command,
): (parsed: Readonly<Record<string, unknown>>) => RecordOptions | undefined {
  command.addOption(
    new Option(
      "--record <file>",
      "write everything that comes in to a trace, for `replay`",
    ).helpGroup("Recording:"),
  );
  command.addOption(
    new Option(
      "--record-redact <header>",
      "keep the values of a header out of the trace; may be repeated",
    )
      .argParser(addHeader)
      .helpGroup("Recording:"),
  );
  return ({ record, recordRedact }) =>
    record === undefined
      ? undefined
      : { file: record as string, redactedHeaders: (recordRedact ?? []) as string[] };
}

function addHeader(name: string, earlier: readonly string[] = []): readonly string[] {
  if (!TOKEN.test(name)) throw new InvalidArgumentError("The name of a header is expected.");
  return [...earlier, name];
}
