/**
 * Sends the bytes of a case to a listener and writes down what comes back, as the table of cases
 * does. Nothing here waits for a length of time: that a server says nothing is known when it has
 * answered two requests on another connection, which were sent after it had got everything.
 */
import net from "node:net";
import type { Engine, Exchange, Listener } from "../../src/engine/engine.js";
import { ResponseHead } from "../../src/engine/response-head.js";

/** What came back for one case. */
export interface Observation {
  /** The answers, and whether the connection is `open` or `closed` after them. */
  readonly text: string;
  /** Final answers that came, whoever gave them. */
  readonly answerCount: number;
  /** The targets that the program saw. */
  readonly targets: readonly string[];
}

/** A port that answers with what it saw, and a second connection that tells when it is idle. */
export class ObservedServer {
  private targets: string[] = [];
  private readonly listener: Listener;
  private readonly second: Connection;

  private constructor(listener: Listener, second: Connection) {
    this.listener = listener;
    this.second = second;
  }

  /** Opens a port. */
  static async open(engine: Engine): Promise<ObservedServer> {
    const options = { host: "127.0.0.1", port: 0 };
    const listener: Listener = engine.listen(options, (exchange) => {
      if (exchange.target !== PING) server.targets.push(exchange.target);
      answer(exchange);
    });
    const server = new ObservedServer(listener, await Connection.open(listener.port));
    return server;
  }

  /** Runs one case, on a connection of its own. */
  async observe(writes: readonly string[]): Promise<Observation> {
    this.targets = [];
    const connection = await Connection.open(this.listener.port);
    for (const bytes of writes) {
      connection.write(bytes);
      await this.settled();
    }
    const isClosed = connection.isClosed;
    connection.close();
    const answers = readAnswers(connection.received);
    const ending = isClosed ? "closed" : "open";
    return {
      text: answers.length === 0 ? ending : `${answers.join(", ")} ${ending}`,
      answerCount: answers.filter((one) => one !== "100").length,
      targets: this.targets,
    };
  }

  /** Closes the port. */
  async close(): Promise<void> {
    this.second.close();
    this.listener.terminate();
    await this.listener.drained();
  }

  /**
   * What was written before has been read by the server when it reads the first of these, and what
   * it had to say was sent before the second was answered.
   */
  private async settled(): Promise<void> {
    for (let round = 0; round < 2; round++) {
      const before = this.second.received.length;
      this.second.write(`GET ${PING} HTTP/1.1\r\nHost: a\r\n\r\n`);
      await this.second.until(() => this.second.received.includes("pong", before));
    }
  }
}

const PING = "/ping";

function answer(exchange: Exchange): void {
  const { method, target, requestBody } = exchange;
  const status = ["/204", "/205", "/304"].includes(target) ? Number(target.slice(1)) : 200;
  const head = new ResponseHead().setStatus(status);
  const body = requestBody === "" ? "" : ` "${escapeBytes(requestBody)}"`;
  head.setHeader("Saw", `${method} ${escapeBytes(target)}${body}`);
  exchange.respond(head, target === PING ? "pong" : "a body");
}

function escapeBytes(text: string): string {
  return text
    .replace(/\r/g, "\\r")
    .replace(/\n/g, "\\n")
    .replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** Takes the answers apart; what is none is written down as it is. */
function readAnswers(received: string): string[] {
  const answers: string[] = [];
  let rest = received;
  while (rest !== "") {
    const match = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest);
    if (match === null) return [...answers, JSON.stringify(rest.slice(0, 60))];
    const [head, status = "", fields = ""] = match;
    const saw = /^Saw: (.*)\r$/im.exec(fields)?.[1];
    // RFC 9112 6.3: without a length the body of a final answer goes on until the end.
    const length = Number(/^Content-Length: (\d+)\r$/im.exec(fields)?.[1] ?? rest.length);
    const hasBody = !/^(?:1..|204|304)$/.test(status) && saw?.startsWith("HEAD ") !== true;
    answers.push(saw === undefined ? status : `${status} ${saw}`);
    rest = rest.slice(head.length + (hasBody ? length : 0));
  }
  return answers;
}

/** One connection, whose bytes are kept. */
class Connection {
  received = "";
  isClosed = false;
  private wake: () => void = () => undefined;

  private constructor(private readonly socket: net.Socket) {
    socket.setNoDelay(true).setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.received += text;
      this.wake();
    });
    const close = (): void => {
      this.isClosed = true;
      this.wake();
    };
    socket.on("end", close).on("error", close).on("close", close);
  }

  static async open(port: number): Promise<Connection> {
    const socket = net.connect(port, "127.0.0.1");
    await new Promise((resolve, reject) => {
      socket.once("connect", resolve).once("error", reject);
    });
    return new Connection(socket);
  }

  write(bytes: string): void {
    this.socket.write(bytes, "latin1");
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.isClosed) throw new Error("the server closed the connection that tells its state");
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  close(): void {
    this.socket.destroy();
  }
}
