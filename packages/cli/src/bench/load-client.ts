/**
 * One connection that load goes over: it sends requests, or messages of a WebSocket, and tells of answers.
 */
import type { Socket } from "node:net";
import type { LoadOptions } from "./load.js";

/** What came of a request. */
export type Answer =
  /** It was answered; a message of a WebSocket has no status. */
  | { readonly status: number | undefined }
  /** It was not; the code of the error. */
  | { readonly problem: string };

/** A connection, opened when it is needed, and again when it was lost. */
export interface LoadClient {
  /**
   * Sends what is asked for.
   * @param done - told once of what came of it, later
   */
  send(done: (answer: Answer) => void): void;
  /** Closes it; nobody is told any more. */
  destroy(): Promise<void>;
}

/**
 * Makes a client, which is not connected yet.
 * @param options - what is sent
 * @param onSocket - told of the sockets, for what goes over them
 */
export type MakeLoadClient = (
  options: LoadOptions,
  onSocket: (socket: Socket) => void,
) => LoadClient;
