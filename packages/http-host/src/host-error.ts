/**
 * The operating errors of this package, all in one table: what a network or a caller can do wrong.
 * A code is never reused for another meaning, so programs and logs may rely on it. Faults in our
 * own code are not listed here; they stay ordinary errors and are never turned into these.
 */

/**
 * Every code, with the text of its message. A message says what was wrong and, where that is not
 * obvious, what would be right.
 */
const messages = {
  ADDRESS_IN_USE: (address: string) => `Address already in use: ${address}`,
  ADDRESS_NOT_AVAILABLE: (address: string) =>
    `Cannot assign requested address: ${address} (no interface of this machine has it)`,
  PERMISSION_DENIED: (address: string) =>
    `Permission denied: ${address} (ports below 1024 usually need privileges)`,
  HOST_INVALID: (host: string) =>
    `'${host}' is not an address to listen on (an IPv4 or IPv6 address or localhost expected)`,
  PORT_OUT_OF_RANGE: (port: string) => `port ${port} is out of range (0 to 65535 expected)`,
  LISTEN_FAILED: (address: string, reason: string) => `Cannot listen on ${address}: ${reason}`,
  LIMIT_OUT_OF_RANGE: (name: string, value: string) =>
    `limit ${name} is ${value} (a whole number of at least 1 expected)`,
  CERTIFICATE_NOT_READABLE: (file: string, reason: string) =>
    `The certificate or key '${file}' cannot be read: ${reason}`,
  CERTIFICATE_INVALID: (certificate: string, key: string, reason: string) =>
    `'${certificate}' and '${key}' are not a certificate and its key: ${reason}`,
  PORT_NOT_SHARED: (version: string) =>
    `Several workers cannot share a port with node:http on Node.js ${version} ` +
    "(Node.js 22.12 or later, or uWebSockets.js, expected)",
  ENGINE_UNAVAILABLE: (name: string, reason: string) =>
    `The ${name} engine is not available: ${reason}`,
  STATUS_OUT_OF_RANGE: (status: string) =>
    `status code ${status} is out of range (a whole number from 200 to 599 expected)`,
  REASON_INVALID: () => "the reason phrase has a control character in it",
  HEADER_NAME_INVALID: (name: string) => `${JSON.stringify(name)} is not a valid header name`,
  HEADER_VALUE_INVALID: (name: string) =>
    `the value of header '${name}' has a control character in it`,
  RESPONSE_TOO_LARGE: (bytes: string, bytesMax: string) =>
    `the response has ${bytes} bytes, more than the limit of ${bytesMax}`,
  HTTP_RULE_INVALID: (rule: string) =>
    `'${rule}' is not a rule (a host such as *.example.com, an address, a range such as ` +
    "10.0.0.0/8, $private or $loopback expected, perhaps followed by :port)",
} as const;

/** The code of an operating error: stable, one meaning each. */
export type HostErrorCode = keyof typeof messages;

/** An operating error: something outside the program's code went wrong, or a value was refused. */
export class HostError extends Error {
  /** What tells it from other errors. */
  override readonly name = "HostError";
  /** Which error it is. */
  readonly code: HostErrorCode;
  /** What its message mentions. With the code, the same error can be made in another process. */
  readonly details: readonly string[];

  /**
   * Use `HostError.of`.
   *
   * @param code which error it is
   * @param details what its message mentions
   * @param options the error that led to it, as `cause`
   */
  private constructor(code: HostErrorCode, details: readonly string[], options?: ErrorOptions) {
    const message: (...parts: string[]) => string = messages[code];
    super(message(...details), options);
    this.code = code;
    this.details = details;
  }

  /**
   * Makes an error from the table.
   *
   * @param code which error
   * @param details what the message of that code mentions, in its order
   * @returns the error, not thrown
   */
  static of<Code extends HostErrorCode>(
    code: Code,
    ...details: Parameters<(typeof messages)[Code]>
  ): HostError {
    return new HostError(code, details);
  }

  /**
   * Makes an error again that came from another process.
   *
   * @param code which error
   * @param details what its message mentions
   * @returns the error, not thrown
   */
  static again(code: HostErrorCode, details: readonly string[]): HostError {
    return new HostError(code, details);
  }

  /**
   * Adds the error that led to this one.
   *
   * @param cause what was caught
   * @returns a copy with `cause` set
   */
  causedBy(cause: unknown): HostError {
    return new HostError(this.code, this.details, { cause });
  }
}
