/**
 * Responses as data: what a recording keeps of one and how it is shown to people.
 */
import type { DigestedText, PlainData, TraceData } from "@craftos-http/event-loop";
import type { ResponseHead } from "../engine/response-head.js";
import { redactHeaders } from "./recorded-exchange.js";

/** Where responses go, in a recording. */
export const RESPONSE_DESTINATION = "http response";

/** Where responses go that are sent while they are made: head and what was written before. */
export const STREAM_DESTINATION = "http response stream";

/** Where more of them goes: the number of the request, and the text. */
export const STREAM_PART_DESTINATION = "http response part";

/** Where their ends go: the number of the request, and whether it was not cut off. */
export const STREAM_END_DESTINATION = "http response end";

/**
 * Gives what a recording keeps of a response.
 * @param number - which request it answers
 * @param head - its status and headers
 * @param body - its body
 * @param redacted - headers whose values are kept out, in lower case
 */
export function describeResponse(
  number: number,
  head: ResponseHead,
  body: string,
  redacted: ReadonlySet<string>,
): PlainData {
  return [number, head.status, head.reason, redactHeaders(head.pairs, redacted), body];
}

/** A response of a recording. */
export interface RecordedResponse {
  /** Which request it answers, from 1 in the order in which the program got them. */
  readonly request: number;
  /** Its status. */
  readonly status: number;
  /** Its reason phrase. */
  readonly reason: string;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
  /** Its body: whole if it is short. */
  readonly body: string | DigestedText;
}

/**
 * Reads a recorded response.
 * @param destination - where something went
 * @param data - what went there
 * @returns null when it is no response
 */
export function recordedResponse(destination: string, data: TraceData): RecordedResponse | null {
  if (destination !== RESPONSE_DESTINATION || !Array.isArray(data)) return null;
  const [request, status, reason, headers, body] = data as [
    number,
    number,
    string,
    string[],
    string | DigestedText,
  ];
  return { request, status, reason, headers, body };
}
