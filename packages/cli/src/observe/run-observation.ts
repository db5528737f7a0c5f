/**
 * What watches a run from its beginning to its end, whichever programs it has: the access log, figures,
 * and the port that shows them, or the supervisor that asks for them.
 */
import { MetricsServer } from "./metrics-server.js";
import { Observation } from "./observation.js";
import type { RunOptions } from "../program/run-options.js";

/** What of a run's options is about watching it. */
type WatchedOptions = Pick<
  RunOptions,
  "accessLog" | "metrics" | "worker" | "trustsProxy" | "isQuiet"
>;

/** The run that is watched. */
export interface ObservedRun {
  /** Writes to standard output: whole lines of the access log. */
  readonly write: (text: string) => void;
  /** Says something to whoever started the command. */
  readonly warn: (message: string) => void;
}

/** Watches a run. */
export class RunObservation {
  /** Watches the programs; undefined when nothing is asked for. */
  readonly observation: Observation | undefined;
  readonly #metricsServer: MetricsServer | undefined;
  readonly #worker: WatchedOptions["worker"];

  private constructor(
    observation: Observation | undefined,
    metricsServer: MetricsServer | undefined,
    worker: WatchedOptions["worker"],
  ) {
    this.observation = observation;
    this.#metricsServer = metricsServer;
    this.#worker = worker;
  }

  /**
   * Opens the access log and the port for figures, if they are asked for.
   * @param options - what is asked for
   * @param run - what is watched
   * @throws LogNotWritable, MetricsNotServable
   */
  static async begin(options: WatchedOptions, run: ObservedRun): Promise<RunObservation> {
    const { accessLog, metrics, worker, trustsProxy = false, isQuiet } = options;
    const writeLine = (line: string): void => {
      if (worker === undefined) run.write(`${line}\n`);
      else worker.writeLine(line, run.warn);
    };
    const observation = await Observation.begin(
      { accessLog, hasMetrics: metrics !== undefined },
      { writeLine, warn: run.warn, trustsProxy, worker: worker?.index ?? 0 },
    );
    if (worker !== undefined) {
      worker.answerFigures(async () => ({
        figures: (await observation?.metrics?.registry.getMetricsAsJSON()) ?? [],
        problem: observation?.health?.problem(),
      }));
    }
    if (worker !== undefined || metrics === undefined) {
      return new RunObservation(observation, undefined, worker);
    }
    const server = await MetricsServer.open(metrics, {
      metrics: async () => (await observation?.metrics?.registry.metrics()) ?? "",
      problem: () => Promise.resolve(observation?.health?.problem()),
    });
    if (isQuiet !== true) run.warn(`figures are on ${server.url}`);
    return new RunObservation(observation, server, worker);
  }

  /** The port that shows figures, its own or its supervisor's; undefined when there is none. */
  get metricsPort(): number | undefined {
    return this.#worker?.metricsPort ?? this.#metricsServer?.port;
  }

  /** The run is asked to end: it is not healthy any more. */
  stopping(): void {
    this.observation?.health?.stopping();
  }

  /** After SIGHUP: files may have been moved away. */
  reopen(): void {
    this.observation?.reopen();
  }

  /** The run is over: writes the rest. */
  async close(): Promise<void> {
    this.#metricsServer?.close();
    await this.observation?.close();
  }
}
