/**
 * Everything by which one program is watched: access log, figures, health. What is not asked for is
 * not made, and without any of it a program runs as if this did not exist.
 */
import type { Computer } from "@craftos-http/event-loop";
import type { ExchangeObserver, RequestEnd } from "@craftos-http/http-host";
import { AccessLog, type AccessLogHost, type AccessLogOptions } from "./access-log.js";
import { Health } from "./health.js";
import type { ProgramMetrics } from "./program-metrics.js";

/** What of a run is watched. */
export interface ObservationOptions {
  /** Where each request is logged. */
  readonly accessLog?: AccessLogOptions | undefined;
  /** Whether there are figures and health. */
  readonly hasMetrics: boolean;
}

/** The program that runs at the time. */
export interface ObservedProgram {
  readonly computer: Pick<Computer, "waits" | "waitingEvents" | "status">;
  /** How long Lua has run, in milliseconds. */
  readonly luaMs: number;
  /** WebSockets that are open. */
  readonly webSockets: number;
}

/** Watches the programs of a run, one after the other. */
export class Observation implements ExchangeObserver {
  readonly wantsDetails: boolean;
  /** The program that runs; set by whoever starts it. */
  program: ObservedProgram | undefined = undefined;
  /** Figures, if they are asked for. */
  readonly metrics: ProgramMetrics | undefined;
  /** Health, if figures are asked for. */
  readonly health: Health | undefined;
  readonly #accessLog: AccessLog | undefined;

  private constructor(
    accessLog: AccessLog | undefined,
    Metrics: typeof ProgramMetrics | undefined,
    worker: number,
  ) {
    this.#accessLog = accessLog;
    this.wantsDetails = accessLog !== undefined;
    if (Metrics === undefined) return;
    this.metrics = new Metrics(() => this.#figures(), worker);
    this.health = new Health(() => this.#health());
  }

  /**
   * Begins to watch.
   * @param options - what is asked for
   * @param host - the command
   * @returns undefined when nothing is asked for
   * @throws LogNotWritable
   */
  static async begin(
    options: ObservationOptions,
    host: AccessLogHost,
  ): Promise<Observation | undefined> {
    const { accessLog, hasMetrics } = options;
    if (accessLog === undefined && !hasMetrics) return undefined;
    const log = accessLog === undefined ? undefined : new AccessLog(accessLog, host);
    // Loading it takes a while.
    const metrics = hasMetrics ? await import("./program-metrics.js") : undefined;
    return new Observation(log, metrics?.ProgramMetrics, host.worker);
  }

  /** See {@link ExchangeObserver}. */
  requestBegan(): void {
    this.metrics?.requestBegan();
  }

  /** See {@link ExchangeObserver}. */
  requestEnded(end: RequestEnd): void {
    this.metrics?.requestEnded(end);
    this.#accessLog?.write(end);
  }

  /** See {@link ExchangeObserver}. */
  connectionRefused(): void {
    this.metrics?.connectionRefused();
  }

  /** After SIGHUP: files may have been moved away. */
  reopen(): void {
    this.#accessLog?.reopen();
  }

  /** The run is over: writes the rest. */
  async close(): Promise<void> {
    this.health?.close();
    await this.#accessLog?.close();
  }

  #figures(): { waitingEvents: number; webSockets: number; luaMs: number } | undefined {
    const { program } = this;
    if (program === undefined) return undefined;
    const { computer, webSockets, luaMs } = program;
    return { waitingEvents: computer.waitingEvents, webSockets, luaMs };
  }

  #health(): { waits: number; isWaiting: boolean } | undefined {
    const { program } = this;
    if (program === undefined) return undefined;
    const { waits, status } = program.computer;
    return { waits, isWaiting: status === "waiting" || status === "ended" };
  }
}
