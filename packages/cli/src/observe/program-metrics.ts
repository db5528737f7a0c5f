/**
 * Figures of one program, for Prometheus. What a client can choose freely is in no label.
 */
import type { RequestEnd } from "@craftos-http/http-host";
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import { DurationHistogram } from "./duration-histogram.js";

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

/** What requests are counted by. */
interface RequestLabels {
  readonly method: string;
  readonly status: string;
  readonly outcome: string;
}

/** The figures. */
export class ProgramMetrics {
  readonly registry = new Registry();
  readonly #durations: DurationHistogram;
  /** Requests by method, status and outcome, in one text. */
  readonly #requestCounts = new Map<string, { readonly labels: RequestLabels; count: number }>();
  #inFlightCount = 0;
  #bodyBytes = 0;
  #refusedCount = 0;

  /**
   * Makes figures.
   * @param source - gives those that are looked at
   * @param worker - the number of this worker; 0 without workers
   */
  constructor(source: () => MetricsSource | undefined, worker: number) {
    const { registry } = this;
    if (worker > 0) registry.setDefaultLabels({ worker: String(worker) });
    this.#durations = new DurationHistogram(
      "craftos_http_request_duration_seconds",
      "From a request's head to its answer",
      SECONDS,
    );
    this.#durations.register(registry);
    this.#countRequests();
    this.#counted("response_body_bytes_total", "Bytes of bodies sent", () => this.#bodyBytes);
    const tooMany = "Connections above the limit";
    this.#counted("connections_refused_total", tooMany, () => this.#refusedCount);
    this.#looked("requests_in_flight", "Requests without answer", () => this.#inFlightCount);
    const waiting = "Events that wait for the program";
    this.#looked("events_waiting", waiting, () => source()?.waitingEvents);
    this.#looked("websockets_open", "WebSockets that are open", () => source()?.webSockets);
    this.#looked("lua_seconds", "How long Lua has run", () => (source()?.luaMs ?? 0) / 1000);
    collectDefaultMetrics({ register: registry });
  }

  /** The head of a request has arrived. */
  requestBegan(): void {
    this.#inFlightCount++;
  }

  /** A request has ended. */
  requestEnded({ exchange, status, bodyBytes, durationMs, outcome }: RequestEnd): void {
    const name = exchange?.method ?? "";
    const method = METHODS.has(name) ? name : "other";
    const key = `${method} ${status} ${outcome}`;
    const known = this.#requestCounts.get(key);
    if (known === undefined) {
      const labels = { method, status: String(status), outcome };
      this.#requestCounts.set(key, { labels, count: 1 });
    } else {
      known.count++;
    }
    this.#bodyBytes += bodyBytes;
    if (exchange === undefined) return;
    this.#inFlightCount--;
    this.#durations.add(method, durationMs / 1000);
  }

  /** A connection was closed because there are too many. */
  connectionRefused(): void {
    this.#refusedCount++;
  }

  /** Nothing of prom-client's is used for each request: looking labels up takes too long. */
  #countRequests(): void {
    const counts = this.#requestCounts;
    new Counter<keyof RequestLabels>({
      ...this.#named("requests_total", "Requests, by method, status and what became of them"),
      labelNames: ["method", "status", "outcome"],
      collect() {
        this.reset();
        for (const { labels, count } of counts.values()) this.inc({ ...labels }, count);
      },
    });
  }

  #named(name: string, help: string): { name: string; help: string; registers: Registry[] } {
    return { name: `craftos_http_${name}`, help, registers: [this.registry] };
  }

  #counted(name: string, help: string, count: () => number): void {
    new Counter({
      ...this.#named(name, help),
      collect() {
        this.reset();
        this.inc(count());
      },
    });
  }

  #looked(name: string, help: string, look: () => number | undefined): void {
    new Gauge({
      ...this.#named(name, help),
      collect() {
        this.set(look() ?? 0);
      },
    });
  }
}
