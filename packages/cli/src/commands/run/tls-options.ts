/**
 * The options of `run` that make its ports speak TLS.
 */
import { readFileSync } from "node:fs";
import type { TlsFiles } from "@craftos-http/http-host";
import { type OptionValues, value } from "../../options/option.js";
import { InvalidValue, UsageError } from "../../options/usage-error.js";
import { FILE, type ValueType } from "../../options/value-types.js";

const FIRST_LINE: ValueType<string> = {
  completes: "file",
  parse: (text, place) => {
    try {
      return readFileSync(FILE.parse(text, place), "utf8").split(/\r?\n/, 1)[0] ?? "";
    } catch (error) {
      throw new InvalidValue(`It cannot be read: ${(error as Error).message}.`, { cause: error });
    }
  },
};

/** The options. */
export const TLS_OPTIONS = {
  tlsCert: value({
    flags: "--tls-cert <file>",
    description: "certificate (PEM) that ports speak TLS with",
    type: FILE,
    group: "TLS",
  }),
  tlsKey: value({
    flags: "--tls-key <file>",
    description: "its private key (PEM)",
    type: FILE,
    group: "TLS",
  }),
  tlsPassphrase: value({
    flags: "--tls-passphrase-file <file>",
    description: "file whose first line is what the key is encrypted with",
    type: FIRST_LINE,
    group: "TLS",
  }),
};

/**
 * Gives what was chosen.
 * @throws UsageError when something is missing
 */
export function chosenTls(options: OptionValues<typeof TLS_OPTIONS>): TlsFiles | undefined {
  const { tlsCert, tlsKey, tlsPassphrase } = options;
  if (tlsCert === undefined && tlsKey === undefined) {
    if (tlsPassphrase === undefined) return undefined;
    throw new UsageError("--tls-passphrase-file needs --tls-cert and --tls-key.");
  }
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new UsageError("--tls-cert and --tls-key are needed together.");
  }
  return { certificate: tlsCert, key: tlsKey, passphrase: tlsPassphrase };
}
