/**
 * The access log: a line for each request, in a file or on standard output.
 */
import { proxiedAddress, type RequestEnd } from "@craftos-http/http-host";
import { type AccessFormat, combinedLine, type FormatAccess, jsonLine } from "./access-line.js";
import { LogFile } from "./log-file.js";

/** Where the log goes, and how it looks. */
export interface AccessLogOptions {
  /** A file, or `-` for standard output. */
  readonly file: string;
  readonly format: AccessFormat;
}

/** What an access log needs of the command. */
export interface AccessLogHost {
  /** Writes a line to standard output. */
  writeLine(line: string): void;
  /** Tells people that lines are lost. */
  warn(message: string): void;
  /** Whether to believe a proxy about the client's address. */
  readonly trustsProxy: boolean;
  /** The number of this worker; 0 without workers. */
  readonly worker: number;
}

/** An access log. */
export class AccessLog {
  readonly #host: AccessLogHost;
  readonly #format: FormatAccess;
  /** Undefined for standard output. */
  readonly #file: LogFile | undefined;

  /**
   * Opens the log.
   * @param options - where it goes
   * @param host - the command
   * @throws LogNotWritable
   */
  constructor(options: AccessLogOptions, host: AccessLogHost) {
    const { file, format } = options;
    this.#host = host;
    this.#format = format === "json" ? jsonLine : combinedLine;
    this.#file = file === "-" ? undefined : new LogFile(file, (message) => host.warn(message));
  }

  /** Notes a request. */
  write(end: RequestEnd): void {
    const { trustsProxy, worker } = this.#host;
    const { exchange, remoteAddress } = end;
    const address =
      trustsProxy && exchange !== undefined
        ? proxiedAddress({ requestHeaders: exchange.requestHeaders, remoteAddress })
        : remoteAddress;
    const line = this.#format({ end, address, unixMs: Date.now(), worker });
    if (this.#file === undefined) this.#host.writeLine(line);
    else this.#file.writeLine(line);
  }

  /** After SIGHUP: the file may have been moved away. */
  reopen(): void {
    this.#file?.reopen();
  }

  /** Writes the rest. */
  async close(): Promise<void> {
    await this.#file?.close();
  }
}
