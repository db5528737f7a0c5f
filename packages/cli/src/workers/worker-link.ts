/**
 * The end of a worker that its supervisor holds: which worker it is, which number a shared port has,
 * figures when they are asked for. A program opens a port at once, so asking for its number waits for
 * the answer on a pipe of its own.
 */
import { readSync, writeSync } from "node:fs";
import { HostError } from "@craftos-http/http-host";
import { KeptLines } from "../observe/kept-lines.js";
import { WORKER_VARIABLE, type WorkerIdentity, workerIdentity } from "./worker-identity.js";
import type {
  FiguresAnswer,
  PortAnswer,
  PortQuestion,
  SupervisorMessage,
  WorkerMessage,
} from "./worker-messages.js";

/** The pipe on which port numbers are asked for. */
export const PORT_PIPE = 4;

/** How long the end waits for a supervisor that takes no lines, in milliseconds. */
const LINES_SENT_MS_MAX = 2_000;

/** What a worker uses of its process. */
export interface WorkerProcess {
  readonly ppid: number;
  send?(message: WorkerMessage, sent?: (error: Error | null) => void): unknown;
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "disconnect", listener: () => void): unknown;
  readonly channel?: { unref(): void } | null;
}

/** A worker's link to its supervisor. */
export class WorkerLink implements WorkerIdentity {
  readonly index: number;
  readonly count: number;
  readonly metricsPort: number | undefined;
  readonly #process: WorkerProcess;
  #unread = "";
  /** Lines for standard output that have not been sent. */
  #lines: KeptLines | undefined;
  /** So much has been sent and has not arrived. */
  #sentLength = 0;
  #isFlushDue = false;
  /** Called when all lines have been sent. */
  #onSent: (() => void) | undefined;

  private constructor(identity: WorkerIdentity, process: WorkerProcess) {
    this.index = identity.index;
    this.count = identity.count;
    this.metricsPort = identity.metricsPort;
    this.#process = process;
  }

  /**
   * Finds out whether this process is a worker.
   * @param env - its environment
   * @param process - the process
   * @throws UsageError when the environment says so and nobody else does
   */
  static of(
    env: Readonly<Record<string, string | undefined>>,
    process: WorkerProcess,
  ): WorkerLink | undefined {
    const value = env[WORKER_VARIABLE];
    // Without a channel to its supervisor it is nobody's child.
    const identity = workerIdentity(value, process.send === undefined ? NaN : process.ppid);
    if (identity === undefined) return undefined;
    process.channel?.unref();
    return new WorkerLink(identity, process);
  }

  /** Calls back when the supervisor is gone. */
  onOrphaned(listener: () => void): void {
    this.#process.on("disconnect", listener);
  }

  /**
   * Writes a line to the supervisor's standard output, as it is. Nothing waits for that; what has no
   * room is lost.
   * @param line - without its line break
   * @param warn - told when lines are lost
   */
  writeLine(line: string, warn: (message: string) => void): void {
    this.#lines ??= new KeptLines("log on standard output", warn);
    this.#lines.add(line, this.#sentLength);
    // The lines of a turn go together.
    if (this.#sentLength > 0 || this.#isFlushDue) return;
    this.#isFlushDue = true;
    setImmediate(() => this.#flush());
  }

  /** Waits until all lines have been sent; for a while, if the supervisor does not take them. */
  async linesSent(): Promise<void> {
    if (this.#lines === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#onSent = resolve;
      timer = setTimeout(resolve, LINES_SENT_MS_MAX);
      if (this.#sentLength === 0 && !this.#isFlushDue) this.#flush();
    });
    clearTimeout(timer);
  }

  /** Sends what there is, and the next when that has arrived. */
  #flush(): void {
    this.#isFlushDue = false;
    const text = this.#lines?.take() ?? "";
    this.#sentLength = text.length;
    if (text === "") {
      this.#onSent?.();
      return;
    }
    this.#process.send?.({ kind: "lines", text }, () => {
      this.#lines?.arrived();
      this.#flush();
    });
  }

  /** Answers whenever figures are asked for. */
  answerFigures(answer: () => Promise<FiguresAnswer>): void {
    this.#process.on("message", (message) => {
      const { kind, id } = message as Partial<SupervisorMessage>;
      if (kind !== "figures" || id === undefined) return;
      void answer().then((figures) => this.#process.send?.({ kind: "figures", id, figures }));
    });
  }

  /**
   * Asks which number a port is to have, so that all workers have the same.
   * @throws HostError why it cannot be opened
   */
  askForPort(question: PortQuestion): number {
    const answer = this.#ask(question);
    if ("port" in answer) return answer.port;
    throw HostError.again(answer.code, answer.details);
  }

  /** Says that a port is closed. */
  releasePort(host: string, port: number): void {
    writeSync(PORT_PIPE, `${JSON.stringify({ release: { host, port } })}\n`);
  }

  #ask(question: PortQuestion): PortAnswer {
    writeSync(PORT_PIPE, `${JSON.stringify({ question })}\n`);
    const piece = Buffer.alloc(4096);
    while (!this.#unread.includes("\n")) {
      const count = readSync(PORT_PIPE, piece, 0, piece.length, null);
      if (count === 0) throw new Error("the supervisor is gone");
      this.#unread += piece.toString("utf8", 0, count);
    }
    const [line = ""] = this.#unread.split("\n", 1);
    this.#unread = this.#unread.slice(line.length + 1);
    return JSON.parse(line) as PortAnswer;
  }
}
