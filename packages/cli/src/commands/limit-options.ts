/**
 * The options that set limits: one row per limit, with its default as the layer below has it.
 */
import { type Command, Option } from "commander";
import { parseBytes, parseCount, parseMilliseconds, upTo } from "./option-values.js";

/** One limit as an option. */
export interface LimitOption {
  /** The option and its value's name, as in the help. */
  readonly flags: string;
  /** What it limits. */
  readonly description: string;
  /** The default, as a person would write it. */
  readonly defaultText: string;
  /** Reads the value. */
  readonly parse: (text: string) => number;
}

/** Every limit, by the name that it has in the code. */
export const LIMIT_OPTIONS = {
  requestBodyBytesMax: {
    flags: "--max-body-bytes <size>",
    description: "a request's body; a larger one gets 413",
    defaultText: "16MiB",
    parse: parseBytes,
  },
  requestHeadBytesMax: {
    flags: "--max-head-bytes <size>",
    description: "a request's line and headers; larger ones get 431",
    defaultText: "16KiB",
    parse: parseBytes,
  },
  responseBytesMax: {
    flags: "--max-response-bytes <size>",
    description: "a response's body",
    defaultText: "64MiB",
    parse: parseBytes,
  },
  requestTimeoutMs: {
    flags: "--request-timeout <time>",
    description: "until a request has arrived whole; a slower one gets 408",
    defaultText: "30s",
    parse: parseMilliseconds,
  },
  idleTimeoutMs: {
    flags: "--idle-timeout <time>",
    description: "that a connection may stay open without a request",
    defaultText: "60s",
    parse: parseMilliseconds,
  },
  answerTimeoutMs: {
    flags: "--response-timeout <time>",
    description: "until the program has closed a response; then what it wrote is sent",
    defaultText: "15s",
    parse: parseMilliseconds,
  },
  stallTimeoutMs: {
    flags: "--stall-timeout <time>",
    description: "that a client may take nothing of a response; then it is dropped",
    defaultText: "30s",
    parse: parseMilliseconds,
  },
  streamBufferBytesMax: {
    flags: "--max-stream-buffer <size>",
    description: "of a streamed response that waits for its client; then the program waits",
    defaultText: "1MiB",
    parse: parseBytes,
  },
  connectionsMax: {
    flags: "--max-connections <n>",
    description: "connections open at once",
    defaultText: "10000",
    parse: parseCount,
  },
  webSocketMessageBytesMax: {
    flags: "--max-websocket-message <size>",
    description: "a message of a WebSocket; a larger one closes it with 1009",
    defaultText: "128KiB",
    parse: parseBytes,
  },
  webSocketIdleTimeoutMs: {
    flags: "--websocket-idle-timeout <time>",
    description: "that nothing may be heard of a WebSocket's client, which is pinged meanwhile",
    defaultText: "60s",
    parse: parseMilliseconds,
  },
  webSocketBufferBytesMax: {
    flags: "--max-websocket-buffer <size>",
    description: "that a WebSocket's client may leave unread before send() gives false",
    defaultText: "1MiB",
    parse: parseBytes,
  },
  webSocketUnreadBytesMax: {
    flags: "--max-websocket-unread <size>",
    description: "that a WebSocket's client may leave unread before it is closed with 1013",
    defaultText: "4MiB",
    parse: parseBytes,
  },
  webSocketQueueBytesMax: {
    flags: "--max-websocket-queue <size>",
    description: "of messages kept for receive(); then the WebSocket is read no further",
    defaultText: "1MiB",
    parse: parseBytes,
  },
  webSocketBacklogBytesMax: {
    flags: "--max-websocket-backlog <size>",
    description: "of messages that wait where reading cannot be stopped; more close with 1013",
    defaultText: "16MiB",
    parse: parseBytes,
  },
  clientRequestsMax: {
    flags: "--max-http-requests <n>",
    description: "requests of the program on their way at once; further ones wait",
    defaultText: "16",
    parse: parseCount,
  },
  clientRequestsWaitingMax: {
    flags: "--max-http-waiting <n>",
    description: "requests of the program that wait for others; further ones are an error",
    defaultText: "512",
    parse: parseCount,
  },
  uploadBytesMax: {
    flags: "--max-upload-bytes <size>",
    description: "headers and body of a request that the program makes",
    defaultText: "4MiB",
    parse: parseBytes,
  },
  downloadBytesMax: {
    flags: "--max-download-bytes <size>",
    description: "the response to a request that the program makes",
    defaultText: "16MiB",
    parse: parseBytes,
  },
  clientTimeoutMs: {
    flags: "--http-timeout <time>",
    description: "that a server which the program asks may do nothing",
    defaultText: "30s",
    parse: parseMilliseconds,
  },
  clientWebSocketsMax: {
    flags: "--max-websockets <n>",
    description: "WebSockets that the program has opened at once",
    defaultText: "4",
    parse: parseCount,
  },
  redirectsMax: {
    flags: "--max-redirects <n>",
    description: "redirects that are followed for a request of the program",
    defaultText: "16",
    parse: parseCount,
  },
  hostEventsMax: {
    flags: "--max-waiting-requests <n>",
    description: "requests that wait for the program; further ones get 503",
    defaultText: "4096",
    parse: parseCount,
  },
  programEventsMax: {
    flags: "--max-queued-events <n>",
    description: "events that the program queued itself and that wait",
    defaultText: "65536",
    parse: parseCount,
  },
  timersMax: {
    flags: "--max-timers <n>",
    description: "timers and alarms that are pending",
    defaultText: "65536",
    parse: parseCount,
  },
  stringBytesMax: {
    flags: "--max-string-bytes <size>",
    description: "a Lua string; a longer one is an error in the program",
    defaultText: "500000000",
    parse: upTo(500_000_000, parseBytes),
  },
  tableEntriesMax: {
    flags: "--max-table-entries <n>",
    description: "entries of a Lua table; more are an error in the program",
    defaultText: "64000000",
    parse: upTo(64_000_000, parseCount),
  },
  tooLongMs: {
    flags: "--yield-timeout <time>",
    description: "that the program may run without yielding",
    defaultText: "7s",
    parse: parseMilliseconds,
  },
  graceMs: {
    flags: "--grace <time>",
    description: "that requests in flight get after SIGTERM; then comes the event terminate",
    defaultText: "10s",
    parse: parseMilliseconds,
  },
  shutdownTimeoutMs: {
    flags: "--shutdown-timeout <time>",
    description: "that the program gets after that event; then it is stopped",
    defaultText: "10s",
    parse: parseMilliseconds,
  },
} as const satisfies Readonly<Record<string, LimitOption>>;

/** A limit's name in the code. */
export type LimitName = keyof typeof LIMIT_OPTIONS;

/** Limits that were set. */
export type LimitValues = Readonly<Partial<Record<LimitName, number>>>;

/**
 * Adds the options to a command.
 * @param command - the command
 * @returns a function that picks the limits that were set out of the command's parsed options
 */
export function addLimitOptions(
  command: Command,
): (parsed: Readonly<Record<string, unknown>>) => LimitValues {
  const attributes = new Map<LimitName, string>();
  for (const [name, limit] of Object.entries(LIMIT_OPTIONS) as [LimitName, LimitOption][]) {
    const option = new Option(limit.flags, `${limit.description} (default ${limit.defaultText})`);
    command.addOption(option.argParser(limit.parse).helpGroup("Limits:"));
    attributes.set(name, option.attributeName());
  }
  return (parsed) =>
    Object.fromEntries(
      [...attributes]
        .map(([name, attribute]) => [name, parsed[attribute]] as const)
        .filter(([, value]) => value !== undefined),
    );
}
