/**
 * The options of `run` that make its ports speak TLS.
 */
import { readFileSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { TlsFiles } from "@craftos-http/http-host";

/**
 * Adds the options to a command.
 * @param command - the command
 * @returns a function that gives what was chosen, of the command's parsed options
 */
export function addTlsOptions(
  command: Command,
): (parsed: Readonly<Record<string, unknown>>) => TlsFiles | undefined {
  const add = (option: Option): unknown => command.addOption(option.helpGroup("TLS:"));
  add(new Option("--tls-cert <file>", "certificate (PEM) that ports speak TLS with"));
  add(new Option("--tls-key <file>", "its private key (PEM)"));
  add(
    new Option(
      "--tls-passphrase-file <file>",
      "file whose first line is what the key is encrypted with",
    ).argParser(readFirstLine),
  );
  return ({ tlsCert, tlsKey, tlsPassphraseFile }) => {
    if (tlsCert === undefined && tlsKey === undefined) {
      if (tlsPassphraseFile === undefined) return undefined;
      return command.error("error: --tls-passphrase-file needs --tls-cert and --tls-key.");
    }
    if (tlsCert === undefined || tlsKey === undefined) {
      return command.error("error: --tls-cert and --tls-key are needed together.");
    }
    return {
      certificate: tlsCert as string,
      key: tlsKey as string,
      passphrase: tlsPassphraseFile as string | undefined,
    };
  };
}

function readFirstLine(file: string): string {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/, 1)[0] ?? "";
  } catch (error) {
    throw new InvalidArgumentError(`It cannot be read: ${(error as Error).message}.`);
  }
}
