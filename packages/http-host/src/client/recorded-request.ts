/**
 * Requests of programs as data: what a recording keeps of one and how it is shown to people.
 */
import type { DigestedText, PlainData, TraceData } from "@craftos-http/event-loop";
import { redactHeaders } from "../server/recorded-exchange.js";
import type { RequestCall } from "./request-call.js";

/** Where requests go, in a recording. */
export const REQUEST_DESTINATION = "http client request";

/**
 * Gives what a recording keeps of a request.
 * @param number - which of the computer's it is
 * @param call - what the program asked for
 * @param redacted - headers whose values are kept out, in lower case
 */
export function describeRequest(
  number: number,
  call: RequestCall,
  redacted: ReadonlySet<string>,
): PlainData {
  const { method, address, headers, body } = call;
  return [number, method, address, redactHeaders(headers, redacted), body];
}

/** A request of a recording. */
export interface RecordedClientRequest {
  /** Which one it is, from 1. */
  readonly number: number;
  /** Its method. */
  readonly method: string;
  /** Its URL: whole if it is short. */
  readonly url: string | DigestedText;
  /** Name, value, name, value: each whole if it is short. */
  readonly headers: readonly (string | DigestedText)[];
  /** Its body: whole if it is short; undefined for none. */
  readonly body: string | DigestedText | undefined;
}

/**
 * Reads a recorded request.
 * @param destination - where something went
 * @param data - what went there
 * @returns null when it is no request
 */
export function recordedClientRequest(
  destination: string,
  data: TraceData,
): RecordedClientRequest | null {
  if (destination !== REQUEST_DESTINATION || !Array.isArray(data)) return null;
  const [number, method, url, headers, body] = data as [
    number,
    string,
    string | DigestedText,
    (string | DigestedText)[],
    string | DigestedText | undefined,
  ];
  return { number, method, url, headers, body };
}
