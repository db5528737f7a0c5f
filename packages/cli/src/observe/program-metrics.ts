/**
 * Figures of one program, for Prometheus. What a client can choose freely is in no label.
 */
import type { RequestEnd } from "@craftos-http/http-host";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What is looked at whenever somebody asks for the figures. */
export interface MetricsSource {
  /** Events that wait for the program. */
  readonly waitingEvents: number;
  /** WebSockets that are open. */
  readonly webSockets: number;
  /** How long Lua has run, in milliseconds. */
  readonly luaMs: number;
}

const METHODS = new Set([
  ...["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"],
]);

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The figures. */
export class ProgramMetrics {
  readonly registry = new Registry();
  readonly #inFlight = this.#gauge("requests_in_flight", "Requests that are not answered");
  readonly #requests = new Counter({
    ...this.#named("requests_total", "Requests, by method, status and what became of them"),
    labelNames: ["method", "status", "outcome"],
  });
  readonly #durations = new Histogram({
    ...this.#named("request_duration_seconds", "From a request's head to its answer"),
    labelNames: ["method"],
    buckets: SECONDS,
  });
  readonly #bytes = this.#counter("response_body_bytes_total", "Bytes of bodies sent");
  readonly #refused = this.#counter("connections_refused_total", "Connections above the limit");

  /**
   * Makes figures.
   * @param source - gives those that are looked at
   * @param worker - the number of this worker; 0 without workers
   */
  constructor(source: () => MetricsSource | undefined, worker: number) {
    const { registry } = this;
    if (worker > 0) registry.setDefaultLabels({ worker: String(worker) });
    this.#looked(
      "events_waiting",
      "Events that wait for the program",
      () => source()?.waitingEvents,
    );
    this.#looked("websockets_open", "WebSockets that are open", () => source()?.webSockets);
    this.#looked("lua_seconds", "How long Lua has run", () => (source()?.luaMs ?? 0) / 1000);
    collectDefaultMetrics({ register: registry });
  }

  /** The head of a request has arrived. */
  requestBegan(): void {
    this.#inFlight.inc();
  }

  /** A request has ended. */
  requestEnded({ exchange, status, bodyBytes, durationMs, outcome }: RequestEnd): void {
    const name = exchange?.method ?? "";
    const method = METHODS.has(name) ? name : "other";
    this.#requests.inc({ method, status: String(status), outcome });
    this.#bytes.inc(bodyBytes);
    if (exchange === undefined) return;
    this.#inFlight.dec();
    this.#durations.observe({ method }, durationMs / 1000);
  }

  /** A connection was closed because there are too many. */
  connectionRefused(): void {
    this.#refused.inc();
  }

  #named(name: string, help: string): { name: string; help: string; registers: Registry[] } {
    return { name: `craftos_http_${name}`, help, registers: [this.registry] };
  }

  #counter(name: string, help: string): Counter {
    return new Counter(this.#named(name, help));
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge(this.#named(name, help));
  }

  #looked(name: string, help: string, look: () => number | undefined): void {
    const gauge: Gauge = new Gauge({
      ...this.#named(name, help),
      collect: () => gauge.set(look() ?? 0),
    });
  }
}
