/**
 * The options of `run` by which a server is watched.
 */
import { type Command, Option } from "commander";
import type { AccessFormat } from "../observe/access-line.js";
import type { AccessLogOptions } from "../observe/access-log.js";
import type { MetricsServerOptions } from "../observe/metrics-server.js";
import { parseHost, parsePort } from "./option-values.js";

/** What was chosen. */
export interface ObserveChoice {
  readonly accessLog: AccessLogOptions | undefined;
  readonly metrics: MetricsServerOptions | undefined;
}

/**
 * Adds the options to a command.
 * @param command - the command
 * @returns a function that gives what was chosen, of the command's parsed options
 */
export function addObserveOptions(
  command: Command,
): (parsed: Readonly<Record<string, unknown>>) => ObserveChoice {
  const add = (option: Option): unknown => command.addOption(option.helpGroup("Watching:"));
  add(new Option("--access-log <file>", "append a line for each request; - is standard output"));
  add(
    new Option("--access-log-format <name>", "how such a line looks")
      .choices(["combined", "json"])
      .default("combined"),
  );
  add(
    new Option("--metrics-port <port>", "serve /metrics for Prometheus and /healthz").argParser(
      parsePort,
    ),
  );
  add(
    new Option("--metrics-host <address>", "address that this port is opened on")
      .default("127.0.0.1")
      .argParser(parseHost),
  );
  return ({ accessLog, accessLogFormat, metricsPort, metricsHost }) => ({
    accessLog:
      accessLog === undefined
        ? undefined
        : { file: accessLog as string, format: accessLogFormat as AccessFormat },
    metrics:
      metricsPort === undefined
        ? undefined
        : { port: metricsPort as number, host: metricsHost as string },
  });
}
