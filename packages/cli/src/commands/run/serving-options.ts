/**
 * The options that say how a program's ports are served.
 */
import { flag, type OptionValues, valueOr } from "../../options/option.js";
import { oneOf, parseHost } from "../../options/value-types.js";
import type { RunOptions } from "../../program/run-options.js";
import { chosenTls, TLS_OPTIONS } from "./tls-options.js";

/** What was chosen. */
export type ServingChoice = Pick<RunOptions, "host" | "engine" | "trustsProxy" | "isQuiet" | "tls">;

/** The options. */
export const SERVING_OPTIONS = {
  host: valueOr({
    flags: "--host <address>",
    description: "address that the program's ports are opened on",
    type: { parse: parseHost },
    defaultText: "127.0.0.1",
  }),
  engine: valueOr({
    flags: "--engine <name>",
    description: "what serves HTTP; auto is uws where it runs, else node",
    type: oneOf("auto", "uws", "node"),
    defaultText: "auto",
  }),
  trustProxy: flag({
    flags: "--trust-proxy",
    description: "take the client's address from X-Forwarded-For or Forwarded",
  }),
  quiet: flag({ flags: "-q, --quiet", description: "do not say which ports are open" }),
  ...TLS_OPTIONS,
};

/**
 * Gives what was chosen.
 * @throws UsageError when something is missing
 */
export function chosenServing(options: OptionValues<typeof SERVING_OPTIONS>): ServingChoice {
  const { host, engine, trustProxy, quiet } = options;
  return { host, engine, trustsProxy: trustProxy, isQuiet: quiet, tls: chosenTls(options) };
}
