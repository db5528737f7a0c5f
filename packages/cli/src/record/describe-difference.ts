/**
 * What a person is told of the first difference between a recording and its replay. Texts are byte
 * strings; what came from clients is made fit for a terminal.
 */
import {
  DigestedText,
  digestOf,
  type PlainData,
  type ReplayDifference,
  type ReplayedAct,
  type TraceData,
  type TraceEntry,
} from "@craftos-http/event-loop";
import {
  recordedClientRequest,
  type RecordedClientRequest,
  recordedResponse,
} from "@craftos-http/http-host";

/** How much of a text is shown. */
const SHOWN_BYTES_MAX = 400;

/**
 * Describes a difference.
 * @param difference - the difference
 * @param requestOf - the method and target of a request, by its number
 * @returns lines without an end of line after the last
 */
export function describeDifference(
  difference: ReplayDifference,
  requestOf: (number: number) => string | undefined,
): string {
  const { expected, actual, entry } = difference;
  return [
    `The replay differs at entry ${entry} of the trace.`,
    "",
    "expected:",
    ...indent(describeEntry(expected, requestOf)),
    "actual:",
    ...indent(describeAct(actual, requestOf)),
  ].join("\n");
}

type RequestOf = (number: number) => string | undefined;

function describeEntry(entry: TraceEntry | null, requestOf: RequestOf): string[] {
  switch (entry?.kind) {
    case undefined:
      return ["nothing more"];
    case "boot":
      return ["the computer reboots"];
    case "event": {
      const { event } = entry;
      const name =
        event.kind === "plain"
          ? event.values[0]
          : event.kind === "timer"
            ? event.timer
            : event.name;
      return [`the program waits (for the ${entry.turn}. time) and gets the event ${name}`];
    }
    case "read":
      return [`the program asks for: ${entry.source}`];
    case "emit":
      return describeOutput(entry.destination, entry.data, requestOf);
    case "preempt":
      return ["the program runs on"];
    case "too long":
      return ["Too long without yielding"];
    case "end":
      return describeEnd(entry.end, entry.detail);
  }
}

function describeAct(act: ReplayedAct, requestOf: RequestOf): string[] {
  switch (act.kind) {
    case "emit":
      return describeOutput(act.destination, act.data, requestOf);
    case "read":
      return [`the program asks for: ${act.source}`];
    case "end":
      return describeEnd(act.end, act.detail);
    case "wait":
      return ["the program waits for an event"];
    case "run":
      return ["the program runs on without doing anything"];
  }
}

function describeEnd(end: string, detail: PlainData): string[] {
  if (typeof detail === "string") return [`the program ends: ${end}`, ...shown(detail)];
  return [`the program ends: ${end}${typeof detail === "number" ? ` (${detail})` : ""}`];
}

function describeOutput(destination: string, data: TraceData, requestOf: RequestOf): string[] {
  const sent = recordedClientRequest(destination, data);
  if (sent !== null) return describeSent(sent);
  const response = recordedResponse(destination, data);
  if (response === null) {
    const isText = typeof data === "string" || data instanceof DigestedText;
    return [destination, ...(isText ? describeText(data) : shown(JSON.stringify(data)))];
  }
  const { request, status, reason, headers, body } = response;
  const lines = [`response to request ${request} (${onOneLine(requestOf(request) ?? "?")})`];
  lines.push(`${status} ${onOneLine(reason)}`);
  for (let i = 0; i + 1 < headers.length; i += 2) {
    lines.push(onOneLine(`${headers[i]}: ${headers[i + 1]}`));
  }
  return [...lines, ...describeText(body)];
}

/** A request that the program makes. */
function describeSent(request: RecordedClientRequest): string[] {
  const { number, method, url, headers, body } = request;
  const lines = [`request ${number} of the program`, `${method} ${onOneLine(startOf(url))}`];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    lines.push(onOneLine(`${startOf(headers[i]!)}: ${startOf(headers[i + 1]!)}`));
  }
  return body === undefined ? lines : [...lines, ...describeText(body)];
}

function startOf(text: string | DigestedText): string {
  return typeof text === "string" ? text : `${text.start}...`;
}

function describeText(text: string | DigestedText): string[] {
  const { length } = text;
  const digest = typeof text === "string" ? digestOf(text) : text.digest;
  return [
    `${length} bytes, digest ${digest}`,
    ...shown(typeof text === "string" ? text : text.start, length),
  ];
}

/** The beginning of a text as lines. */
function shown(text: string, length = text.length): string[] {
  if (length === 0) return [];
  const start = text.slice(0, SHOWN_BYTES_MAX);
  const lines = start
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => `| ${onOneLine(line)}`);
  return start.length < length ? [...lines, "| ..."] : lines;
}

function onOneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "?");
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
