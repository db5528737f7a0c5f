/**
 * One worker as its supervisor sees it: a process that runs the same command, with pipes for what it
 * writes and for the ports that it opens.
 */
import type { ChildProcess } from "node:child_process";
import type { Duplex, Readable } from "node:stream";
import { LinePrefixer } from "./line-prefixer.js";
import { WORKER_VARIABLE, type WorkerIdentity, workerVariable } from "./worker-identity.js";
import type {
  FiguresAnswer,
  PortAnswer,
  PortMessage,
  PortQuestion,
  WorkerMessage,
} from "./worker-messages.js";

/** What a worker needs of its supervisor. */
export interface WorkerOwner {
  /** The program and arguments that a worker is started with. */
  readonly command: readonly string[];
  /** Takes what workers write, byte strings. */
  write(stream: "stdout" | "stderr", text: string): void;
  /** Gives a port its number. */
  assignPort(worker: number, question: PortQuestion): PortAnswer;
  /** A port is closed. */
  releasePort(worker: number, host: string, port: number): void;
}

/** How long a worker may take to give its figures, in milliseconds. */
const FIGURES_TIMEOUT_MS = 2_000;

/** How a worker ended. */
export interface WorkerEnd {
  /** Its exit status; undefined when a signal ended it. */
  readonly status: number | undefined;
  /** The signal that ended it, if one did. */
  readonly signal: NodeJS.Signals | undefined;
  /** For people: `status 1`, `signal SIGKILL`. */
  readonly how: string;
}

/** A process. */
export class Worker {
  readonly index: number;
  /** Fulfilled when it has ended and everything it wrote has been passed on. */
  readonly ended: Promise<WorkerEnd>;
  /** Whether it has opened a port. */
  hasServed = false;
  readonly startedMs = performance.now();
  readonly #owner: WorkerOwner;
  readonly #child: ChildProcess;
  readonly #awaited = new Map<number, (figures: FiguresAnswer) => void>();
  #lastId = 0;
  #isOver = false;

  /**
   * Starts it.
   * @param identity - which worker it is
   * @param owner - the supervisor
   */
  constructor(identity: WorkerIdentity, owner: WorkerOwner) {
    this.index = identity.index;
    this.#owner = owner;
    const [program = "", ...args] = owner.command;
    this.#child = process.getBuiltinModule("node:child_process").spawn(program, args, {
      env: { ...process.env, [WORKER_VARIABLE]: workerVariable(identity, process.pid) },
      stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
      // A Ctrl+C of the terminal is the supervisor's to pass on.
      detached: true,
    });
    this.#passOn("stdout", this.#child.stdout);
    this.#passOn("stderr", this.#child.stderr);
    this.#child.on("message", (message) => this.#take(message as WorkerMessage));
    // A process that could not be made for want of descriptors has no streams at all.
    const { stdio } = this.#child as Partial<ChildProcess>;
    if (stdio !== undefined) this.#listenToPorts(stdio[4] as Duplex);
    this.ended = this.#untilEnd();
  }

  /** Sends a signal. */
  signal(name: NodeJS.Signals): void {
    if (!this.#isOver) this.#child.kill(name);
  }

  /** Asks for its figures; undefined when it does not answer. */
  async figures(): Promise<FiguresAnswer | undefined> {
    if (this.#isOver || !this.#child.connected) return undefined;
    const id = ++this.#lastId;
    let timer: NodeJS.Timeout | undefined;
    const answer = await new Promise<FiguresAnswer | undefined>((resolve) => {
      this.#awaited.set(id, resolve);
      timer = setTimeout(() => resolve(undefined), FIGURES_TIMEOUT_MS);
      this.#child.send({ kind: "figures", id }, (error) => {
        if (error !== null) resolve(undefined);
      });
    });
    clearTimeout(timer);
    this.#awaited.delete(id);
    return answer;
  }

  #take(message: WorkerMessage): void {
    if (message.kind === "lines") this.#owner.write("stdout", message.text);
    else this.#awaited.get(message.id)?.(message.figures);
  }

  #passOn(name: "stdout" | "stderr", stream: Readable | null | undefined): void {
    const lines = new LinePrefixer(`[${this.index}] `, (text) => this.#owner.write(name, text));
    stream?.setEncoding("latin1");
    stream?.on("data", (text: string) => lines.push(text));
    stream?.on("end", () => lines.end());
  }

  #listenToPorts(pipe: Duplex): void {
    let unread = "";
    pipe.setEncoding("utf8");
    pipe.on("error", () => undefined); // it breaks when the worker dies
    pipe.on("data", (text: string) => {
      const lines = (unread + text).split("\n");
      unread = lines.pop() ?? "";
      for (const line of lines) this.#answerPort(pipe, JSON.parse(line) as PortMessage);
    });
  }

  #answerPort(pipe: Duplex, message: PortMessage): void {
    if ("release" in message) {
      this.#owner.releasePort(this.index, message.release.host, message.release.port);
      return;
    }
    const answer = this.#owner.assignPort(this.index, message.question);
    if ("port" in answer) this.hasServed = true;
    pipe.write(`${JSON.stringify(answer)}\n`);
  }

  async #untilEnd(): Promise<WorkerEnd> {
    const child = this.#child;
    const end = await new Promise<WorkerEnd>((resolve) => {
      child.on("error", ({ message }) => {
        // The system may have no room for another process just now.
        if (child.pid === undefined)
          resolve({ status: undefined, signal: undefined, how: message });
      });
      child.once("close", (status: number | null, signal: NodeJS.Signals | null) => {
        const how = status === null ? `signal ${signal ?? "?"}` : `status ${status}`;
        resolve({ status: status ?? undefined, signal: signal ?? undefined, how });
      });
    });
    this.#isOver = true;
    return end;
  }
}
