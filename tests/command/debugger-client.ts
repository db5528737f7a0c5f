/**
 * A debugger of JavaScript as Chrome has one: speaks the inspector's protocol, reads the source maps of
 * scripts, sets breakpoints on lines of sources and steps from one line to the next.
 */
import { EventEmitter, once } from "node:events";
import type { Debugger, Runtime } from "node:inspector";
import {
  allGeneratedPositionsFor,
  decodedMappings,
  originalPositionFor,
  TraceMap,
} from "@jridgewell/trace-mapping";
import { WebSocket } from "ws";

/** Where a program has stopped. */
export interface Stop {
  /** The URL of the source. */
  readonly source: string | null;
  /** The line in it, from 1. */
  readonly line: number | null;
  /** The calls under way, the innermost first, as far as they are of the program. */
  readonly calls: readonly string[];
  /** The innermost call. */
  readonly frame: Debugger.CallFrame;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface MappedScript {
  readonly id: string;
  readonly map: TraceMap;
}

/** A debugger that is connected. */
export class DebuggerClient {
  /** The texts of the sources that were told, by their URLs. */
  readonly sources = new Map<string, string>();
  readonly #socket: WebSocket;
  readonly #events = new EventEmitter();
  readonly #scripts: MappedScript[] = [];
  readonly #wanted: { readonly source: string; readonly line: number }[] = [];
  readonly #answers = new Map<number, (message: Message) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString("utf8")) as Message;
      if (message.id !== undefined) this.#answers.get(message.id)?.(message);
      else if (message.method === "Debugger.scriptParsed") {
        this.#parsed(message.params as Debugger.ScriptParsedEventDataType);
      } else this.#events.emit(message.method ?? "", message.params);
    });
  }

  /**
   * Connects.
   * @param url - as the process has printed it
   */
  static async connect(url: string): Promise<DebuggerClient> {
    const socket = new WebSocket(url);
    await once(socket, "open");
    const client = new DebuggerClient(socket);
    await client.send("Runtime.enable");
    await client.send("Debugger.enable");
    return client;
  }

  /** Calls a method of the protocol. */
  async send(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#lastId;
    const { result, error } = await new Promise<Message>((resolve) => {
      this.#answers.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  #parsed({ scriptId, sourceMapURL = "" }: Debugger.ScriptParsedEventDataType): void {
    if (!sourceMapURL.startsWith("data:application/json;base64,")) return;
    const json = Buffer.from(sourceMapURL.replace(/^.*,/, ""), "base64").toString("utf8");
    const map = new TraceMap(json);
    const script = { id: scriptId, map };
    this.#scripts.push(script);
    const [source = null] = map.sources;
    const [text = null] = map.sourcesContent ?? [];
    if (source !== null && text !== null) this.sources.set(source, text);
    for (const wanted of this.#wanted) void this.#breakIn(script, wanted);
  }

  /**
   * Sets a breakpoint.
   * @param source - the URL of a source
   * @param line - from 1
   * @returns in how many places of scripts it is now
   */
  async breakAt(source: string, line: number): Promise<number> {
    this.#wanted.push({ source, line });
    const counts = this.#scripts.map((script) => this.#breakIn(script, { source, line }));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  async #breakIn(
    { id, map }: MappedScript,
    { source, line }: { readonly source: string; readonly line: number },
  ): Promise<number> {
    if (!map.sources.includes(source)) return 0;
    const columns = decodedMappings(map).flatMap((segments) =>
      segments.flatMap(([, , from = -1, column = 0]) => (from === line - 1 ? [column] : [])),
    );
    const [column] = columns;
    if (column === undefined) return 0;
    const places = allGeneratedPositionsFor(map, { source, line, column });
    let count = 0;
    for (const place of places) {
      const location = {
        scriptId: id,
        lineNumber: place.line - 1,
        columnNumber: place.column,
      };
      // Two places may come to the same one.
      await this.send("Debugger.setBreakpoint", { location }).then(
        () => count++,
        () => undefined,
      );
    }
    return count;
  }

  /** Waits until the program stops. */
  async stopped(): Promise<Stop> {
    const [event] = (await once(this.#events, "Debugger.paused")) as [Debugger.PausedEventDataType];
    const [frame] = event.callFrames;
    const { source, line } = this.#sourceOf(frame!.location);
    const calls = event.callFrames
      .filter(({ location }) => this.#sourceOf(location).source !== null)
      .map(({ functionName }) => functionName);
    return { source, line, calls, frame: frame! };
  }

  #sourceOf(location: Debugger.Location): { source: string | null; line: number | null } {
    const script = this.#scripts.find(({ id }) => id === location.scriptId);
    if (script === undefined) return { source: null, line: null };
    const position = { line: location.lineNumber + 1, column: location.columnNumber ?? 0 };
    return originalPositionFor(script.map, position);
  }

  /** Steps over the rest of the line; gives where it stops then. */
  async stepOver({ frame }: Stop): Promise<Stop> {
    const stop = this.stopped();
    await this.send("Debugger.stepOver", { skipList: this.#rangeAround(frame.location) });
    return await stop;
  }

  /** The code that comes from the same place as that at a location. */
  #rangeAround({ scriptId, lineNumber, columnNumber = 0 }: Debugger.Location): object[] {
    const script = this.#scripts.find(({ id }) => id === scriptId);
    const segments = script === undefined ? [] : decodedMappings(script.map)[lineNumber]!;
    const next = segments.findIndex(([column]) => column > columnNumber);
    const start = segments[(next === -1 ? segments.length : next) - 1]?.[0] ?? 0;
    const end = segments[next]?.[0];
    const last =
      end === undefined
        ? { lineNumber: lineNumber + 1, columnNumber: 0 }
        : { lineNumber, columnNumber: end };
    return [{ scriptId, start: { lineNumber, columnNumber: start }, end: last }];
  }

  /** Lets the program go on. */
  async resume(): Promise<void> {
    await this.send("Debugger.resume");
  }

  /** The variables of a call by their names, of its scopes but the global one. */
  async variables({
    callFrameId: _,
    scopeChain,
  }: Debugger.CallFrame): Promise<Map<string, Runtime.RemoteObject>> {
    const found = new Map<string, Runtime.RemoteObject>();
    for (const { type, object } of scopeChain) {
      if (type === "global" || type === "script") continue;
      const { result } = (await this.send("Runtime.getProperties", {
        objectId: object.objectId,
        ownProperties: true,
      })) as Runtime.GetPropertiesReturnType;
      for (const { name, value } of result) {
        if (value !== undefined && !found.has(name)) found.set(name, value);
      }
    }
    return found;
  }

  /** What VS Code shows of a value: what it gives for a symbol. */
  async shown({ objectId }: Runtime.RemoteObject, symbol: string): Promise<unknown> {
    const { result } = (await this.send("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: `function () { return this[Symbol.for("${symbol}")](); }`,
      returnByValue: true,
    })) as Runtime.CallFunctionOnReturnType;
    return result.value as unknown;
  }

  /** Leaves. */
  close(): void {
    this.#socket.close();
  }
}
