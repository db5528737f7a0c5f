/**
 * A program that is run as a process of its own, so that load can be put on it.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

/** How it is started. */
export interface ServedProgramOptions {
  /** The command line that runs it, and says on standard error which port is open. */
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long it may take to open a port, in milliseconds. */
  readonly startMs: number;
}

/** The program opens no port; the message is for people. */
export class ProgramNotServing extends Error {
  override readonly name = "ProgramNotServing";
}

const LISTENING = /^Listening on (https?:\/\/\S+)/m;

/** So much of what it says is kept, from the beginning. */
const SAID_LENGTH_MAX = 4000;

/** What it gets to end after it was asked to, in milliseconds. */
const END_MS = 5_000;

/** A program that serves. */
export class ServedProgram {
  readonly #child: ChildProcessByStdio<null, null, Readable>;
  readonly #ended: Promise<unknown>;
  #said = "";
  #onSaid: () => void = () => undefined;

  /** Starts it; `untilServing` waits for its port. */
  constructor({ command: [program, ...args], env }: ServedProgramOptions) {
    this.#child = spawn(program, args, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...env, NO_COLOR: "1", FORCE_COLOR: undefined },
    });
    this.#ended = once(this.#child, "close").then(() => this.#onSaid());
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (this.#said.length < SAID_LENGTH_MAX) this.#said += text;
      this.#onSaid();
    });
  }

  /** What it has said on standard error but which ports are open, cut when it is much. */
  get complaints(): string {
    const lines = this.#said.split("\n").filter((line) => !LISTENING.test(line));
    const text = lines.join("\n").trim();
    return this.#said.length < SAID_LENGTH_MAX ? text : `${text.slice(0, SAID_LENGTH_MAX)}\n...`;
  }

  /**
   * Waits until it has opened a port.
   * @param startMs - how long at most
   * @returns the port's URL
   * @throws ProgramNotServing
   */
  async untilServing(startMs: number): Promise<URL> {
    const time = AbortSignal.timeout(startMs);
    time.addEventListener("abort", () => this.#onSaid());
    for (;;) {
      const [, url] = LISTENING.exec(this.#said) ?? [];
      if (url !== undefined) return reachable(new URL(url));
      const { exitCode, signalCode } = this.#child;
      if (exitCode !== null || signalCode !== null) {
        await this.#ended;
        const why = exitCode === null ? `by ${signalCode ?? ""}` : `with status ${exitCode}`;
        throw this.#notServing(`the program ended ${why} before it opened a port.`);
      }
      if (time.aborted) {
        throw this.#notServing(`the program has opened no port in ${startMs / 1000} s.`);
      }
      await new Promise<void>((resolve) => (this.#onSaid = resolve));
    }
  }

  /** Has it end, and waits for that. */
  async end(): Promise<void> {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), END_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Has it end at once. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #notServing(message: string): ProgramNotServing {
    const { complaints } = this;
    return new ProgramNotServing(
      complaints === "" ? message : `${message} It said:\n${complaints}`,
    );
  }
}

/** A port that is open on every address is reached on this machine's own. */
function reachable(url: URL): URL {
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  if (url.hostname === "[::]") url.hostname = "[::1]";
  return url;
}
