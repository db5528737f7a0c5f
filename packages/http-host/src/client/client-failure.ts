/**
 * What can go wrong with a request, in the words that programs see: CC: Tweaked's where it has some.
 */

/** A request, or an attempt to connect, has failed. The message is for the program, a byte string. */
export class ClientFailure extends Error {
  /** What tells it from other errors. */
  override readonly name = "ClientFailure";
}

/** Codes of failures to reach a server at all, whatever is spoken with it. */
const networkCodes = new Set([
  "EADDRNOTAVAIL",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * Says in a program's words why no connection came about.
 * @param error - what was caught
 * @param isSecure - whether TLS was spoken
 */
export function connectFailure(error: unknown, isSecure: boolean): ClientFailure {
  if (error instanceof ClientFailure) return error;
  const { code = "", message = "" } = error as Partial<NodeJS.ErrnoException>;
  if (!isSecure || networkCodes.has(code) || code.startsWith("UND_ERR_")) {
    return new ClientFailure("Could not connect", { cause: error });
  }
  // OpenSSL's own messages are long, with the reason after the name of one of its functions.
  const reason = /SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? message.split("\n")[0] ?? "";
  const text = `Could not create a secure connection: ${reason.replace(/[\s:]+$/, "")}`;
  return new ClientFailure(Buffer.from(text).toString("latin1"), { cause: error });
}
