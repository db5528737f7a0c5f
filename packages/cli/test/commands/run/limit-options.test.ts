/**
 * The options that set limits, against the limits that there are.
 */
import { readFileSync } from "node:fs";
import { DEFAULT_COMPUTER_LIMITS } from "@craftos-http/event-loop";
import { DEFAULT_HTTP_CLIENT_LIMITS, DEFAULT_HTTP_SERVER_LIMITS } from "@craftos-http/http-host";
import { DEFAULT_LUA_LIMITS } from "@craftos-http/interpreter";
import { markdownTable } from "markdown-table";
import { expect, test } from "vitest";
import {
  chosenLimits,
  LIMIT_OPTIONS,
  type LimitName,
} from "../../../src/commands/run/limit-options.js";
import { resolveOptions } from "../../../src/options/resolve-options.js";
import { DEFAULT_RUN_LIMITS } from "../../../src/program/run-options.js";

/** Limits that follow from others, or that nobody needs to set. */
const WITHOUT_OPTION = ["tooLongGraceMs"];

const defaults: Readonly<Record<string, number>> = {
  ...DEFAULT_COMPUTER_LIMITS,
  ...DEFAULT_HTTP_SERVER_LIMITS,
  ...DEFAULT_HTTP_CLIENT_LIMITS,
  ...DEFAULT_RUN_LIMITS,
  ...DEFAULT_LUA_LIMITS,
};

test("every limit of the layers below has an option", () => {
  const named = [...Object.keys(LIMIT_OPTIONS), ...WITHOUT_OPTION];
  expect(named.sort()).toEqual(Object.keys(defaults).sort());
});

test.each(Object.entries(LIMIT_OPTIONS))("the help tells the default of %s", (name, option) => {
  const { defaultText = "" } = option;
  const place = { text: defaultText, folder: ".", order: 0 };
  expect(option.read([place])).toBe(defaults[name]);
});

test("only limits that were set are passed on", () => {
  const flags = new Map([
    ["max-body-bytes", [{ text: "1KiB", folder: ".", order: 0 }]],
    ["response-timeout", [{ text: "2s", folder: ".", order: 1 }]],
  ]);
  const options = resolveOptions(LIMIT_OPTIONS, {
    ...{ command: "run", flags, env: {}, config: undefined },
  });
  expect(chosenLimits(options)).toEqual({ requestBodyBytesMax: 1024, answerTimeoutMs: 2000 });
});

const SERVER = "packages/http-host/test/server";
const SOCKETS = "packages/http-host/test/websocket";
const CLIENT = "packages/http-host/test/client";
const LIMITS = "packages/http-host/test/engine/engine-contract-limits.test.ts";
const CROWDS = "packages/http-host/test/abuse/crowds.test.ts";
const GIVEN_UP =
  "a head that never ends, a connection that says nothing and a client that takes nothing of its answer are given up";

/** Where it is tested what happens at each limit: the file, and the name of a test. */
const TESTED: Readonly<Record<LimitName, readonly [file: string, title: string]>> = {
  requestBodyBytesMax: [
    LIMITS,
    "a chunked body over the limit is refused with 413 while it arrives",
  ],
  requestHeadBytesMax: [
    LIMITS,
    "the limit of a head can be set, and one in one piece is refused with 431 too",
  ],
  responseBytesMax: [
    `${SERVER}/response-handle.test.ts`,
    "write() raises when the response is over its limit, and what fits is kept",
  ],
  requestTimeoutMs: [LIMITS, "half a body is timed out with 408 and never delivered"],
  idleTimeoutMs: [CROWDS, "an idle connection is closed after its time"],
  answerTimeoutMs: [
    `${SERVER}/unanswered.test.ts`,
    "what was written is sent when nobody closes the response, with a warning",
  ],
  stallTimeoutMs: [CROWDS, GIVEN_UP],
  streamBufferBytesMax: [
    `${SERVER}/streaming.test.ts`,
    "makes the program wait for a client that reads slowly, and serves others meanwhile",
  ],
  connectionsMax: [
    CROWDS,
    "those above the limit of connections are closed, and make no room for others",
  ],
  webSocketMessageBytesMax: [
    `${SOCKETS}/websocket-handle.test.ts`,
    "a larger message from a client closes with 1009; the limit can be set",
  ],
  webSocketIdleTimeoutMs: [
    `${SOCKETS}/websocket-events.test.ts`,
    "a silent client is dropped after the idle timeout, and its end is told",
  ],
  webSocketBufferBytesMax: [
    `${SOCKETS}/websocket-handle.test.ts`,
    "send() gives false while a client leaves much unread, and true again when it reads",
  ],
  webSocketUnreadBytesMax: [
    `${SOCKETS}/websocket-handle.test.ts`,
    "a client that leaves far too much unread is closed with 1013",
  ],
  webSocketQueueBytesMax: [
    `${SOCKETS}/websocket-events.test.ts`,
    "a client that floods a program which waits for something else is held up, and loses nothing",
  ],
  webSocketBacklogBytesMax: [
    `${SOCKETS}/websocket-events.test.ts`,
    "a client that floods a program which waits for something else is held up, and loses nothing",
  ],
  clientRequestsMax: [
    `${CLIENT}/network-limits.test.ts`,
    "lets so many requests be under way, and the others wait",
  ],
  clientRequestsWaitingMax: [`${CLIENT}/network-limits.test.ts`, "checks of URLs have a bound too"],
  uploadBytesMax: [`${CLIENT}/network-limits.test.ts`, "can be set"],
  downloadBytesMax: [`${CLIENT}/network-limits.test.ts`, "holds for what a packed body unpacks to"],
  clientTimeoutMs: [
    `${CLIENT}/network-limits.test.ts`,
    "ends a request to a server that says nothing",
  ],
  clientTotalTimeoutMs: [
    `${CLIENT}/network-limits.test.ts`,
    "ends a request to a server that goes on for ever, byte by byte",
  ],
  clientWebSocketsMax: [
    `${CLIENT}/websockets.test.ts`,
    "those that fail, and those that the server closes, make room too",
  ],
  redirectsMax: [`${CLIENT}/redirects.test.ts`, "is followed so often, and no oftener"],
  hostEventsMax: [
    `${SERVER}/unanswered.test.ts`,
    "a request for which the queue has no room gets 503 with Retry-After",
  ],
  programEventsMax: [
    "packages/craftos/test/os/events.test.ts",
    "a program that queues or starts too many is told",
  ],
  timersMax: [
    "packages/event-loop/test/computer/timers.test.ts",
    "a program with too many timers is told, and can go on when one has fired",
  ],
  stringBytesMax: [
    "packages/interpreter/test/size-limits.test.ts",
    "hold for one state, not for those beside it",
  ],
  tableEntriesMax: [
    "packages/interpreter/test/size-limits.test.ts",
    "hold for one state, not for those beside it",
  ],
  tooLongMs: [`${SERVER}/listen-callbacks.test.ts`, "a callback that runs too long fails alone"],
  inputLineBytesMax: [
    "tests/command/shell.test.ts",
    "a line of input that is longer than --max-input-line comes in parts",
  ],
  graceMs: ["tests/command/signals.test.ts", "--grace"],
  shutdownTimeoutMs: ["tests/command/signals.test.ts", "--shutdown-timeout"],
};

const root = new URL("../../../../../", import.meta.url);

test.each(Object.entries(TESTED))("what happens at %s is tested", (_, [file, title]) => {
  expect(readFileSync(new URL(file, root), "utf8")).toContain(title);
});

test("the page of limits is up to date", async () => {
  const rows = Object.entries(LIMIT_OPTIONS).map(([name, option]) => {
    const [file] = TESTED[name as LimitName];
    return [`\`${option.flags}\``, option.defaultText ?? "", option.description, `\`${file}\``];
  });
  const introduction = readFileSync(new URL("limits-introduction.md", import.meta.url), "utf8");
  const page = `${introduction}\n${markdownTable([["option", "default", "of what", "tested in"], ...rows])}\n`;
  await expect(page).toMatchFileSnapshot("../../../../../docs/limits.md");
});
