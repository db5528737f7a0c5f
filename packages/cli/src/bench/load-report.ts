/**
 * What load came to, for people and for other programs.
 */
import type { Colors } from "../report/colors.js";
import { plural } from "../report/plural.js";
import { isWebSocket, type LoadOptions, type LoadResult } from "./load.js";

/** From this part of the time on, the server may be faster than it seems. */
const BUSY = 0.9;

/** The first status that says that a request was not served. */
const STATUS_FAILED = 400;

/** How many requests failed: they were not answered, or with 400 or more. */
export function failedCount(result: LoadResult): number {
  return sum(failures(result).values());
}

/** How many requests were answered. */
export function answeredCount({ latencyUs }: LoadResult): number {
  return latencyUs.count;
}

/** What is sent, in the words of messages. */
export function unitOf({ url }: LoadOptions): "request" | "message" {
  return isWebSocket(url) ? "message" : "request";
}

/**
 * Says what is about to be sent.
 * @param options - what
 * @returns a whole line
 */
export function describeLoad(options: LoadOptions): string {
  const { url, method, connections, pipelining, requestsMax, durationMs } = options;
  const unit = unitOf(options);
  const each = pipelining === 1 ? "" : `, ${pipelining} ${unit}s at a time on each`;
  const most = requestsMax === Infinity ? "" : `, at most ${plural(requestsMax, unit)}`;
  const what = isWebSocket(url) ? url.href : `${method} ${url.href}`;
  const seconds = durationMs / 1000;
  return `${what}: ${seconds} s, ${plural(connections, "connection")}${each}${most}\n`;
}

/**
 * Describes a result for people.
 * @param options - what was sent
 * @param result - what came of it
 * @param colors - for a terminal, or to leave it plain
 * @returns whole lines
 */
export function describeResult(options: LoadOptions, result: LoadResult, colors: Colors): string {
  const { tookMs, statuses, latencyUs, bytesReceived, bytesSent, busy } = result;
  const seconds = tookMs / 1000;
  const answered = answeredCount(result);
  const failed = failedCount(result);
  const latencies = ([50, 90, 99] as const).map(
    (percent) => `p${percent} ${milliseconds(latencyUs.percentile(percent))}`,
  );
  const rows: [name: string, text: string][] = [
    ["measured", `${seconds.toFixed(1)} s`],
    [`${unitOf(options)}s/s`, colors.bold((answered / seconds).toFixed(1))],
    [
      "latency",
      answered === 0 ? "-" : [...latencies, `max ${milliseconds(latencyUs.max)}`].join("   "),
    ],
    ["answers", `${answered}${listOf(statuses)}`],
    ["failed", failed === 0 ? "0" : colors.red(`${failed}${listOf(failures(result))}`)],
    ["received", `${bytes(bytesReceived)}, ${bytes(bytesReceived / seconds)}/s`],
    ["sent", `${bytes(bytesSent)}, ${bytes(bytesSent / seconds)}/s`],
  ];
  const note =
    busy < BUSY
      ? ""
      : `\nThis tool was busy ${Math.round(busy * 100)} % of the time: the server may be faster than that.\n`;
  return [
    "\n",
    ...rows.map(([name, text]) => `  ${colors.dim(name.padEnd(10))}  ${text}\n`),
    note,
  ].join("");
}

/**
 * Gives a result as JSON, times in milliseconds.
 * @param options - what was sent
 * @param result - what came of it
 */
export function loadAsJson(options: LoadOptions, result: LoadResult): string {
  const { url, method, connections, pipelining } = options;
  const { tookMs, statuses, errors, latencyUs, bytesReceived, bytesSent, busy } = result;
  const answered = answeredCount(result);
  const ms = (us: number): number | null => (answered === 0 ? null : us / 1000);
  const perSecond = Math.round((answered / tookMs) * 1e5) / 100;
  const report = {
    url: url.href,
    ...(isWebSocket(url) ? {} : { method }),
    ...{ connections, pipelining, durationMs: Math.round(tookMs) },
    ...(isWebSocket(url)
      ? { messages: answered, messagesPerSecond: perSecond }
      : { requests: answered, requestsPerSecond: perSecond }),
    latencyMs: {
      mean: ms(Math.round(latencyUs.mean)),
      ...{ p50: ms(latencyUs.percentile(50)), p90: ms(latencyUs.percentile(90)) },
      ...{ p99: ms(latencyUs.percentile(99)), max: ms(latencyUs.max) },
    },
    ...(isWebSocket(url) ? {} : { statuses: Object.fromEntries(statuses) }),
    errors: Object.fromEntries(errors),
    failed: failedCount(result),
    ...{ bytesReceived, bytesSent, busy: Math.round(busy * 100) / 100 },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function failures({ statuses, errors }: LoadResult): ReadonlyMap<string, number> {
  const refused = [...statuses].filter(([status]) => status >= STATUS_FAILED);
  return new Map([
    ...refused.map(([status, count]) => [String(status), count] as const),
    ...errors,
  ]);
}

function listOf(counts: ReadonlyMap<string | number, number>): string {
  const sorted = [...counts].sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  const texts = sorted.map(([name, count]) => `${name}: ${count}`);
  return texts.length === 0 ? "" : ` (${texts.join(", ")})`;
}

function milliseconds(us: number): string {
  const ms = us / 1000;
  return `${ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

function bytes(count: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let [value, unit] = [count, 0];
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ""}`;
}

function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
