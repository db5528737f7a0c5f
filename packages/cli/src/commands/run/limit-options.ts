/**
 * The options that set limits: one row per limit, with its default as the layer below has it.
 */
import { type Option, type OptionValues, value } from "../../options/option.js";
import { parseBytes, parseCount, parseMilliseconds, upTo } from "../../options/value-types.js";

function limit(
  flags: string,
  description: string,
  defaultText: string,
  parse: (text: string) => number,
): Option<number | undefined> {
  const shown = { group: "Limits", isAdvanced: true, defaultText };
  return value({ flags, description, type: { parse }, ...shown });
}

/** Every limit, by the name that it has in the code. */
export const LIMIT_OPTIONS = {
  requestBodyBytesMax: limit(
    "--max-body-bytes <size>",
    "a request's body; a larger one gets 413",
    "16MiB",
    parseBytes,
  ),
  requestHeadBytesMax: limit(
    "--max-head-bytes <size>",
    "a request's line and headers; larger ones get 431",
    "16KiB",
    parseBytes,
  ),
  responseBytesMax: limit("--max-response-bytes <size>", "a response's body", "64MiB", parseBytes),
  requestTimeoutMs: limit(
    "--request-timeout <time>",
    "until a request has arrived whole; a slower one gets 408",
    "30s",
    parseMilliseconds,
  ),
  idleTimeoutMs: limit(
    "--idle-timeout <time>",
    "that a connection may stay open without a request",
    "60s",
    parseMilliseconds,
  ),
  answerTimeoutMs: limit(
    "--response-timeout <time>",
    "until the program has closed a response; then what it wrote is sent",
    "15s",
    parseMilliseconds,
  ),
  stallTimeoutMs: limit(
    "--stall-timeout <time>",
    "that a client may take nothing of a response; then it is dropped",
    "30s",
    parseMilliseconds,
  ),
  streamBufferBytesMax: limit(
    "--max-stream-buffer <size>",
    "of a streamed response that waits for its client; then the program waits",
    "1MiB",
    parseBytes,
  ),
  connectionsMax: limit("--max-connections <n>", "connections open at once", "10000", parseCount),
  webSocketMessageBytesMax: limit(
    "--max-websocket-message <size>",
    "a message of a WebSocket; a larger one closes it with 1009",
    "128KiB",
    parseBytes,
  ),
  webSocketIdleTimeoutMs: limit(
    "--websocket-idle-timeout <time>",
    "that nothing may be heard of a WebSocket's client, which is pinged meanwhile",
    "60s",
    parseMilliseconds,
  ),
  webSocketBufferBytesMax: limit(
    "--max-websocket-buffer <size>",
    "that a WebSocket's client may leave unread before send() gives false",
    "1MiB",
    parseBytes,
  ),
  webSocketUnreadBytesMax: limit(
    "--max-websocket-unread <size>",
    "that a WebSocket's client may leave unread before it is closed with 1013",
    "4MiB",
    parseBytes,
  ),
  webSocketQueueBytesMax: limit(
    "--max-websocket-queue <size>",
    "of messages kept for receive(); then the WebSocket is read no further",
    "1MiB",
    parseBytes,
  ),
  webSocketBacklogBytesMax: limit(
    "--max-websocket-backlog <size>",
    "of messages that wait where reading cannot be stopped; more close with 1013",
    "16MiB",
    parseBytes,
  ),
  clientRequestsMax: limit(
    "--max-http-requests <n>",
    "requests of the program on their way at once; further ones wait",
    "16",
    parseCount,
  ),
  clientRequestsWaitingMax: limit(
    "--max-http-waiting <n>",
    "requests of the program that wait for others; further ones are an error",
    "512",
    parseCount,
  ),
  uploadBytesMax: limit(
    "--max-upload-bytes <size>",
    "headers and body of a request that the program makes",
    "4MiB",
    parseBytes,
  ),
  downloadBytesMax: limit(
    "--max-download-bytes <size>",
    "the response to a request that the program makes",
    "16MiB",
    parseBytes,
  ),
  clientTimeoutMs: limit(
    "--http-timeout <time>",
    "that a server which the program asks may do nothing",
    "30s",
    parseMilliseconds,
  ),
  clientTotalTimeoutMs: limit(
    "--http-total-timeout <time>",
    "that a request of the program may take in all, whatever the server does meanwhile",
    "5m",
    parseMilliseconds,
  ),
  clientWebSocketsMax: limit(
    "--max-websockets <n>",
    "WebSockets that the program has opened at once",
    "4",
    parseCount,
  ),
  redirectsMax: limit(
    "--max-redirects <n>",
    "redirects that are followed for a request of the program",
    "16",
    parseCount,
  ),
  hostEventsMax: limit(
    "--max-waiting-requests <n>",
    "requests that wait for the program; further ones get 503",
    "4096",
    parseCount,
  ),
  programEventsMax: limit(
    "--max-queued-events <n>",
    "events that the program queued itself and that wait",
    "65536",
    parseCount,
  ),
  timersMax: limit("--max-timers <n>", "timers and alarms that are pending", "65536", parseCount),
  stringBytesMax: limit(
    "--max-string-bytes <size>",
    "a Lua string; a longer one is an error in the program",
    "500000000",
    upTo(500_000_000, parseBytes),
  ),
  tableEntriesMax: limit(
    "--max-table-entries <n>",
    "entries of a Lua table; more are an error in the program",
    "64000000",
    upTo(64_000_000, parseCount),
  ),
  tooLongMs: limit(
    "--yield-timeout <time>",
    "that the program may run without yielding",
    "7s",
    parseMilliseconds,
  ),
  inputLineBytesMax: limit(
    "--max-input-line <size>",
    "a line of standard input; the rest of a longer one is the next",
    "1MiB",
    parseBytes,
  ),
  graceMs: limit(
    "--grace <time>",
    "that requests in flight get after SIGTERM; then comes the event terminate",
    "10s",
    parseMilliseconds,
  ),
  shutdownTimeoutMs: limit(
    "--shutdown-timeout <time>",
    "that the program gets after that event; then it is stopped",
    "10s",
    parseMilliseconds,
  ),
} as const;

/** A limit's name in the code. */
export type LimitName = keyof typeof LIMIT_OPTIONS;

/** Limits that were set. */
export type LimitValues = Readonly<Partial<Record<LimitName, number>>>;

/** Picks the limits that were set out of the options of a command. */
export function chosenLimits(options: OptionValues<typeof LIMIT_OPTIONS>): LimitValues {
  const chosen: Partial<Record<LimitName, number>> = {};
  for (const name of Object.keys(LIMIT_OPTIONS) as LimitName[]) {
    const limitValue = options[name];
    if (limitValue !== undefined) chosen[name] = limitValue;
  }
  return chosen;
}
