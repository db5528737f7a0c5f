/**
 * The end of a worker that its supervisor holds: which worker it is, which number a shared port has,
 * figures when they are asked for. A program opens a port at once, so asking for its number waits for
 * the answer on a pipe of its own.
 */
import { readSync, writeSync } from "node:fs";
import { HostError } from "@craftos-http/http-host";
import type {
  FiguresAnswer,
  PortAnswer,
  PortQuestion,
  SupervisorMessage,
  WorkerMessage,
} from "./worker-messages.js";

/** The variable by which a process knows that it is a worker: `2/4`. */
export const WORKER_VARIABLE = "CRAFTOS_HTTP_WORKER";

/** The pipe on which port numbers are asked for. */
export const PORT_PIPE = 4;

/** Which of how many workers. */
export interface WorkerIdentity {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** What a worker uses of its process. */
export interface WorkerProcess {
  send?(message: WorkerMessage): unknown;
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "disconnect", listener: () => void): unknown;
  readonly channel?: { unref(): void } | null;
}

/** A worker's link to its supervisor. */
export class WorkerLink implements WorkerIdentity {
  readonly index: number;
  readonly count: number;
  readonly #process: WorkerProcess;
  #unread = "";

  private constructor(identity: WorkerIdentity, process: WorkerProcess) {
    this.index = identity.index;
    this.count = identity.count;
    this.#process = process;
  }

  /**
   * Finds out whether this process is a worker.
   * @param env - its environment
   * @param process - the process
   */
  static of(
    env: Readonly<Record<string, string | undefined>>,
    process: WorkerProcess,
  ): WorkerLink | undefined {
    const [, index, count] = /^(\d+)\/(\d+)$/.exec(env[WORKER_VARIABLE] ?? "") ?? [];
    if (index === undefined || process.send === undefined) return undefined;
    process.channel?.unref();
    return new WorkerLink({ index: Number(index), count: Number(count) }, process);
  }

  /** Calls back when the supervisor is gone. */
  onOrphaned(listener: () => void): void {
    this.#process.on("disconnect", listener);
  }

  /** Writes a line to the supervisor's standard output, as it is. */
  writeLine(text: string): void {
    this.#process.send?.({ kind: "line", text });
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
