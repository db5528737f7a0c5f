/**
 * The options of `run` that record.
 */
import { list, type OptionValues, value } from "../../options/option.js";
import { InvalidValue } from "../../options/usage-error.js";
import { FILE, type ValueType } from "../../options/value-types.js";
import type { RecordOptions } from "../../record/record-run.js";

/** A header's name. RFC 9110 5.6.2: a token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const HEADER_NAME: ValueType<string> = {
  parse: (text) => {
    if (TOKEN.test(text)) return text;
    throw new InvalidValue("The name of a header is expected.");
  },
};

/** The options. */
export const RECORD_OPTIONS = {
  record: value({
    flags: "--record <file>",
    description: "write everything that comes in to a trace, for `replay`",
    type: FILE,
    group: "Recording",
  }),
  recordRedact: list({
    flags: "--record-redact <header>",
    description: "keep the values of a header out of the trace; may be repeated",
    type: HEADER_NAME,
    group: "Recording",
  }),
};

/** Gives what was chosen. */
export function chosenRecording(
  options: OptionValues<typeof RECORD_OPTIONS>,
): RecordOptions | undefined {
  const { record, recordRedact } = options;
  return record === undefined ? undefined : { file: record, redactedHeaders: recordRedact };
}
