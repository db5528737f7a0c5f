/**
 * The options of `run` by which a server is watched.
 */
import type { AccessLogOptions } from "../../observe/access-log.js";
import type { MetricsServerOptions } from "../../observe/metrics-server.js";
import { type OptionValues, value, valueOr } from "../../options/option.js";
import { FILE_OR_DASH, oneOf, parseHost, parsePort } from "../../options/value-types.js";

/** The options. */
export const OBSERVE_OPTIONS = {
  accessLog: value({
    flags: "--access-log <file>",
    description: "append a line for each request; - is standard output",
    type: FILE_OR_DASH,
    group: "Watching",
  }),
  accessLogFormat: valueOr({
    flags: "--access-log-format <name>",
    description: "how such a line looks",
    type: oneOf("combined", "json"),
    defaultText: "combined",
    group: "Watching",
  }),
  metricsPort: value({
    flags: "--metrics-port <port>",
    description: "serve /metrics for Prometheus and /healthz",
    type: { parse: parsePort },
    group: "Watching",
  }),
  metricsHost: valueOr({
    flags: "--metrics-host <address>",
    description: "address that this port is opened on",
    type: { parse: parseHost },
    defaultText: "127.0.0.1",
    group: "Watching",
  }),
};

/** What was chosen. */
export interface ObserveChoice {
  readonly accessLog: AccessLogOptions | undefined;
  readonly metrics: MetricsServerOptions | undefined;
}

/** Gives what was chosen. */
export function chosenObservation(options: OptionValues<typeof OBSERVE_OPTIONS>): ObserveChoice {
  const { accessLog, accessLogFormat, metricsPort, metricsHost } = options;
  return {
    accessLog: accessLog === undefined ? undefined : { file: accessLog, format: accessLogFormat },
    metrics: metricsPort === undefined ? undefined : { port: metricsPort, host: metricsHost },
  };
}
