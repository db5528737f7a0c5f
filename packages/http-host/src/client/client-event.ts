/**
 * The events by which a program learns what became of what it asked for: `http_success`,
 * `http_failure` and `http_check`. Source: tweaked.cc, events of these names.
 */
import type { ComputerEvent, EventValues, PlainData } from "@craftos-http/event-loop";
import type { LuaTable } from "@craftos-http/interpreter";
import { redactHeaders } from "../server/recorded-exchange.js";
import type { Awaited } from "./awaiting-frame.js";
import { makeClientResponseHandle } from "./client-response-handle.js";
import type { IncomingResponse } from "./transport.js";

/** A request was answered: URL, response handle. */
export const SUCCESS_EVENT = "http_success";

/** A request failed: URL, why, the response handle if there is one. */
export const FAILURE_EVENT = "http_failure";

/** A URL was checked: URL, whether it may be requested, why not. */
export const CHECK_EVENT = "http_check";

/** What a program asked for and has not been told of yet. */
export interface Operation extends Awaited {
  /** Which one of the computer's it is, from 1. */
  readonly number: number;
  /** The URL as the program gave it. */
  readonly address: string;
  takenUp: EventValues | null;
}

/** A request that a program makes. */
export interface RequestOperation extends Operation {
  /** Whether the handle's `read()` is to give numbers. */
  readonly isBinary: boolean;
}

/** An event about an operation. */
export class ClientEvent implements ComputerEvent {
  readonly values: EventValues;
  readonly #operation: Operation;
  readonly #description: () => PlainData;
  readonly #onSettled: (operation: Operation) => void;

  /**
   * Makes an event.
   * @param values - what the program gets
   * @param operation - what it is about
   * @param description - gives what a recording keeps
   * @param onSettled - called when the computer has taken it up, or never will
   */
  constructor(
    values: EventValues,
    operation: Operation,
    description: () => PlainData,
    onSettled: (operation: Operation) => void,
  ) {
    this.values = values;
    this.#operation = operation;
    this.#description = description;
    this.#onSettled = onSettled;
  }

  describe(): PlainData {
    return this.#description();
  }

  onTakenUp(): void {
    this.#operation.takenUp = this.values;
    this.#onSettled(this.#operation);
  }

  onDiscarded(): void {
    this.#onSettled(this.#operation);
  }
}

/** An answer as a recording keeps it: the operation's number, and what came. */
export type RecordedAnswer = readonly [
  operation: number,
  problem: string | null,
  response?: readonly [status: number, reason: string, headers: readonly string[], body: string],
];

/** Describes an answer for a recording. */
export function describeAnswer(
  { number }: Operation,
  problem: string | null,
  response: IncomingResponse | null,
  redacted: ReadonlySet<string>,
): RecordedAnswer {
  if (response === null) return [number, problem];
  const { status, reason, headers, body } = response;
  return [number, problem, [status, reason, redactHeaders(headers, redacted), body]];
}

/**
 * Makes the values of the event about an answer.
 * @param operation - the request
 * @param problem - why it counts as a failure, or null
 * @param response - what came, or null
 * @param headersMetatable - see `makeHeadersMetatable`
 */
export function answerValues(
  operation: RequestOperation,
  problem: string | null,
  response: Pick<IncomingResponse, "status" | "reason" | "headers" | "body"> | null,
  headersMetatable: LuaTable,
): EventValues {
  const { address, isBinary } = operation;
  if (response === null) return [FAILURE_EVENT, address, problem ?? ""];
  const handle = makeClientResponseHandle(response, isBinary, headersMetatable);
  return problem === null
    ? [SUCCESS_EVENT, address, handle]
    : [FAILURE_EVENT, address, problem, handle];
}

/** Gives why a response counts as a failure, or null. */
export function problemOf({ status, reason, problem }: IncomingResponse): string | null {
  if (problem !== undefined) return problem;
  return status >= 200 && status < 400 ? null : reason;
}
