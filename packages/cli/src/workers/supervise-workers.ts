/**
 * `--workers N`: as many processes that run the same program and share its ports. Processes, because
 * a thread that dies while uWebSockets.js has a socket open takes the whole process with it.
 *
 * One that dies after it has opened a port is started again, each time later; one that fails before
 * that when it is started first would fail again, so all are ended with its status.
 */
import { toByteString } from "../program/byte-string.js";
import { ExitStatus } from "../process/exit-status.js";
import { type OutputStreams, ProgramOutput } from "../process/program-output.js";
import { HangUpListener, listenToSignals, type SignalSource } from "../process/signals.js";
import {
  MetricsNotServable,
  MetricsServer,
  type MetricsServerOptions,
} from "../observe/metrics-server.js";
import { SharedPorts } from "./shared-ports.js";
import { Worker, type WorkerEnd, type WorkerOwner } from "./worker.js";
import type { PortAnswer, PortQuestion } from "./worker-messages.js";

/** What to supervise. */
export interface SuperviseOptions {
  /** How many workers. */
  readonly count: number;
  /** The program and arguments that a worker is started with. */
  readonly command: readonly string[];
  /** Where figures and health of all are shown; default nowhere. */
  readonly metrics?: MetricsServerOptions | undefined;
  /** Whether SIGHUP means something to workers. */
  readonly reloads: boolean;
  /** Whether less is said. */
  readonly isQuiet: boolean;
  /** Streams and signals. */
  readonly process: OutputStreams & SignalSource;
}

/** How soon a worker that has died is started again, in milliseconds; each time twice as late. */
const RESTART_MS = 1_000;

/** At the latest after this. */
const RESTART_MS_MAX = 30_000;

/** A worker that has lived so long is started again soon. */
const LONG_LIFE_MS = 60_000;

/**
 * Runs workers until the last has ended.
 * @param options - what to run
 * @returns the exit status: the highest of the workers'
 */
export async function superviseWorkers(options: SuperviseOptions): Promise<number> {
  const supervisor = new Supervisor(options);
  const status = await supervisor.toEnd();
  await supervisor.output.drained();
  return supervisor.statusOfOutput ?? status;
}

class Supervisor implements WorkerOwner {
  readonly output: ProgramOutput;
  /** The exit status when the output could not be written. */
  statusOfOutput: number | undefined;
  readonly command: readonly string[];
  readonly #options: SuperviseOptions;
  readonly #ports = new SharedPorts();
  readonly #workers = new Map<number, Worker>();
  readonly #restarts = new Map<number, NodeJS.Timeout>();
  readonly #restartMs = new Map<number, number>();
  #metrics: MetricsServer | undefined;
  #isStopping = false;
  /** What workers were told to end by. */
  #sentSignal: NodeJS.Signals | undefined;
  #status: number = ExitStatus.ok;
  #allEnded: () => void = () => undefined;
  #endAtOnce: (status: number) => void = () => undefined;

  constructor(options: SuperviseOptions) {
    this.#options = options;
    this.command = options.command;
    this.output = new ProgramOutput(options.process, (error) => {
      this.statusOfOutput = error.code === "EPIPE" ? ExitStatus.outputClosed : ExitStatus.failed;
      this.#stop("SIGTERM");
    });
  }

  async toEnd(): Promise<number> {
    const { process, reloads, count } = this.#options;
    const endedAtOnce = new Promise<number>((resolve) => (this.#endAtOnce = resolve));
    const allEnded = new Promise<void>((resolve) => (this.#allEnded = resolve));
    const stopListening = listenToSignals(process, {
      interrupt: () => this.#stop("SIGINT"),
      terminate: () => this.#stop("SIGTERM"),
      endAtOnce: (signal) => {
        this.#stop("SIGKILL");
        this.#endAtOnce(signal === "SIGINT" ? ExitStatus.interrupted : ExitStatus.killed);
      },
    });
    const hangUp = new HangUpListener(process, () => this.#signal("SIGHUP"));
    if (reloads) hangUp.start();
    try {
      this.#metrics = await this.#serveMetrics();
      // A signal may have come meanwhile.
      for (let index = 1; index <= count && !this.#isStopping; index++) this.#start(index);
      return await Promise.race([allEnded.then(() => this.#status), endedAtOnce]);
    } catch (error) {
      if (!(error instanceof MetricsNotServable)) throw error;
      this.#say(error.message);
      return ExitStatus.failed;
    } finally {
      this.#metrics?.close();
      hangUp.stop();
      stopListening();
    }
  }

  // ---- What workers use

  write(stream: "stdout" | "stderr", text: string): void {
    if (stream === "stdout") this.output.write(text);
    else this.output.writeError(text);
  }

  assignPort(worker: number, question: PortQuestion): PortAnswer {
    return this.#ports.assign(worker, question);
  }

  releasePort(worker: number, host: string, port: number): void {
    this.#ports.release(worker, host, port);
  }

  // ---- Lives of workers

  #start(index: number): void {
    this.#restarts.delete(index);
    const identity = { index, count: this.#options.count, metricsPort: this.#metrics?.port };
    const worker = new Worker(identity, this);
    this.#workers.set(index, worker);
    void worker.ended.then((end) => this.#ended(worker, end));
  }

  #ended(worker: Worker, end: WorkerEnd): void {
    const { index } = worker;
    this.#workers.delete(index);
    this.#ports.workerEnded(index);
    if (!this.#isStopping && end.status !== ExitStatus.ok) {
      // One that was started again has served before: what hinders it now may pass.
      if (worker.hasServed || this.#restartMs.has(index)) this.#startLater(worker, end);
      else this.#failed(worker, end);
    } else {
      this.#status = Math.max(this.#status, this.#statusOf(end));
    }
    if (this.#workers.size === 0 && this.#restarts.size === 0) this.#allEnded();
  }

  #startLater({ index, startedMs }: Worker, { how }: WorkerEnd): void {
    const isOld = performance.now() - startedMs >= LONG_LIFE_MS;
    const delayMs = (isOld ? undefined : this.#restartMs.get(index)) ?? RESTART_MS;
    this.#restartMs.set(index, Math.min(2 * delayMs, RESTART_MS_MAX));
    this.#say(`worker ${index} ended with ${how}; it is started again in ${delayMs / 1000} s`);
    this.#restarts.set(
      index,
      setTimeout(() => this.#start(index), delayMs),
    );
  }

  #failed({ index }: Worker, end: WorkerEnd): void {
    this.#say(`worker ${index} ended with ${end.how} before it opened a port; all are ended`);
    this.#status = end.status ?? ExitStatus.failed;
    this.#stop("SIGTERM");
  }

  /** A worker that does not listen to signals yet ends by the one that it was sent. */
  #statusOf({ status, signal }: WorkerEnd): number {
    if (status !== undefined) return status;
    if (signal === undefined || signal !== this.#sentSignal) return ExitStatus.failed;
    return signal === "SIGINT" ? ExitStatus.interrupted : ExitStatus.ok;
  }

  /** Starts no more, and tells those that run. */
  #stop(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): void {
    this.#isStopping = true;
    this.#sentSignal = signal;
    for (const timer of this.#restarts.values()) clearTimeout(timer);
    this.#restarts.clear();
    this.#signal(signal);
    if (this.#workers.size === 0) this.#allEnded();
  }

  #signal(signal: NodeJS.Signals): void {
    for (const worker of this.#workers.values()) worker.signal(signal);
  }

  #say(message: string): void {
    this.output.writeError(`craftos-http: ${toByteString(message)}\n`);
  }

  // ---- Figures

  async #serveMetrics(): Promise<MetricsServer | undefined> {
    const { metrics, isQuiet } = this.#options;
    if (metrics === undefined) return undefined;
    const server = await MetricsServer.open(metrics, {
      metrics: () => this.#figures(),
      problem: () => this.#problem(),
    });
    if (!isQuiet) this.#say(`figures are on ${server.url}`);
    return server;
  }

  async #figures(): Promise<string> {
    const { AggregatorRegistry } = await import("prom-client");
    const answers = await Promise.all([...this.#workers.values()].map((each) => each.figures()));
    const figures = answers.flatMap((answer) => (answer === undefined ? [] : [answer.figures]));
    // Each worker's have its number as a label, so nothing is added up.
    return await AggregatorRegistry.aggregate(figures).metrics();
  }

  async #problem(): Promise<string | undefined> {
    if (this.#isStopping) return "stopping";
    const indexes = Array.from({ length: this.#options.count }, (_, index) => index + 1);
    const problems = await Promise.all(indexes.map((index) => this.#problemOf(index)));
    const text = problems.filter((problem) => problem !== undefined).join("\n");
    return text === "" ? undefined : text;
  }

  async #problemOf(index: number): Promise<string | undefined> {
    const worker = this.#workers.get(index);
    if (worker === undefined) return `worker ${index} does not run`;
    const answer = await worker.figures();
    if (answer === undefined) return `worker ${index} does not answer`;
    return answer.problem === undefined ? undefined : `worker ${index}: ${answer.problem}`;
  }
}
