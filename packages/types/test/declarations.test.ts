/**
 * Programs that use the declarations: what compiles, what must not, and the Lua that comes out.
 */
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { compileProgram } from "./compile-program.js";

const require = createRequire(import.meta.url);

const LISTEN = `
  import type { HttpRequest } from "@craftos-http/types";

  let visits = 0;

  function describe(request: HttpRequest): string {
    const agent: string | undefined = request.getRequestHeaders()["user-agent"];
    return request.getMethod() + request.getURL() + request.getRemoteAddress() + (agent ?? "");
  }

  http.listen(8080, (request, response) => {
    visits++;
    response.setStatusCode(201, "Made");
    response.setResponseHeader("Content-Type", "text/plain");
    response.setResponseHeader("Set-Cookie", ["a=1", "b=2"]);
    response.write("visit ", visits);
    response.writeLine(describe(request));
    const isThere: boolean = response.flush();
    if (isThere) response.write("more");
    response.close();
    return visits === 3;
  });

  http.listen(8081, (request, response) => {
    const first: string | undefined = request.read(2) ?? request.readLine(true) ?? request.readAll();
    request.close();
    response.write(first ?? "");
    response.close();
  });
`;

const LISTENERS = `
  import type { HttpRequestEvent } from "@craftos-http/types";

  http.addListener(8080, { host: "127.0.0.1", maxBodyBytes: 1024, timeout: 5 });
  http.addListener(8443, { tls: { cert: "/cert.pem", key: "/key.pem" } });
  const [worker, count] = http.getWorker();
  if (worker > count) throw "never";
  const port: number = http.addListener(0);

  function answer(...[, , request, response]: HttpRequestEvent): void {
    response.write(request.getMethod());
    response.close();
  }
  const [first, from, request, response] = os.pullEvent("http_request");
  answer(first, from, request, response);

  while (true) {
    const [event, eventPort, request, response] = os.pullEvent("http_request");
    const name: string = event;
    if (eventPort === port) response.setStatusCode(404);
    response.write(name, request.getURL());
    response.close();
    if (request.getURL() === "/stop") break;
  }
  http.removeListener(8080);
`;

const WEB_SOCKETS = `
  import type { WebSocketClient } from "@craftos-http/types";

  const [server, problem] = http.websocketServer(8080, {
    protocols: ["chat"], compression: true, maxMessageBytes: 1024, idleTimeout: 30,
    headers: { "X-Name": ["a", 1] }, host: "127.0.0.1",
  });
  if (!server) throw problem;
  const [other] = http.websocketServer(0, { "X-Name": "value" });
  other?.close();

  function serve(client: WebSocketClient): void {
    while (true) {
      const [message, binary] = client.receive(60);
      if (message === undefined) break;
      const isSent: boolean = client.send(message, binary);
      if (!isSent) client.close(4000, client.getProtocol() ?? client.getURL());
    }
  }
  const next = server.listen(5);
  if (next) serve(next);
  const [client] = http.websocket(8081);
  if (client) serve(client);
  const count: number = server.broadcast("to " + server.port, false, client ?? 7);

  const [, port, connected] = os.pullEvent("websocket_server_connect");
  connected.send(port + count);
  const [, id, text, isBinary] = os.pullEvent("websocket_server_message");
  if (id === connected.clientID) connected.send(text, isBinary);
  const [, gone, reason, code] = os.pullEvent("websocket_server_closed");
  if (gone === id && code === 1000) connected.send(reason);
`;

const EVENTS = `
  import type { CraftosEvent, CraftosEvents, HttpResponse } from "@craftos-http/types";

  declare module "@craftos-http/types" {
    interface CraftosEvents { ping: [event: "ping", from: string] }
  }

  function name(event: CraftosEvent): string {
    switch (event[0]) {
      case "http_request": {
        const [, port, request, response] = event;
        const answer: HttpResponse = response;
        answer.write(port, request.getURL());
        return request.getMethod();
      }
      case "timer":
        return "timer " + event[1].toFixed(0);
      case "ping":
        return event[1].toUpperCase();
      default:
        return event[0];
    }
  }

  while (true) {
    const event = os.pullEvent();
    name(event);
    if (event[0] === "websocket_server_message") {
      const [, client, message, isBinary] = event;
      const values: [number, string, boolean] = [client, message, isBinary];
      name(["ping", values[1]]);
    }
    const raw = os.pullEventRaw();
    if (raw[0] === "terminate") break;
    const timer: CraftosEvents["timer"] = os.pullEvent("timer");
    const [, from] = os.pullEvent("ping");
    name(["ping", from]);
    name(timer);
  }
`;

const DELETE = `
  import type {} from "@craftos-http/types";

  const [answer, problem] = http.delete("http://127.0.0.1/", undefined, { "X-Name": "value" });
  if (answer === undefined) throw problem;
  const [other] = http.delete({ url: "http://127.0.0.1/", timeout: 5 });
  const [status]: [number, string] = answer.getResponseCode();
  other?.close();
  if (status === 200) answer.close();
`;

const WEB = `
  import { app, cors, fail, type Handler } from "craftos.web";

  const show: Handler = (request, response) => {
    const id = tonumberOr(request.params.id, 0);
    if (id === 0) fail(400, "an id is expected");
    const [fields, files] = request.form();
    response.status(201).header("X-Name", ["a", 1]).cookie("seen", id, { maxAge: 60 });
    return { id, name: fields.name, files: files.length, query: request.query.a ?? "none" };
  };
  function tonumberOr(text: string, otherwise: number): number {
    return text === "" ? otherwise : text.length;
  }
  const api = app.router().use(cors({ origins: ["https://a.example"] })).post("/:id", show);
  app.use("/api", api).static("/files", "/public", { maxAge: 60 });
  app.use((request, response, next) => {
    next();
    if (response.code === 404) response.html("<p>" + request.path);
  });
  app.get("/events", (_request, response) => {
    const events = response.events();
    while (events.send("tick", { event: "time" })) events.comment();
  });
  app.websocket("/chat", {
    open: (socket, request) => { socket.send("welcome to " + request.path); },
    message: (socket, text, isBinary) => { socket.send(text, isBinary); },
  });
  app.limits.jsonBytes = 1000;
  app.onError((_request, _response, problem) => \`\${problem}\`);
  app.listen(8080);
`;

const ALONE: string[] = [];
const BESIDE_CRAFTOS = [require.resolve("@jackmacwindows/craftos-types/craftos.d.ts")];

test.each([
  ["http.listen", "alone", LISTEN, ALONE],
  ["http.listen", "beside the declarations of CraftOS", LISTEN, BESIDE_CRAFTOS],
  ["http.addListener and its events", "alone", LISTENERS, ALONE],
  ["http.addListener and its events", "beside CraftOS", LISTENERS, BESIDE_CRAFTOS],
  ["WebSockets", "alone", WEB_SOCKETS, ALONE],
  ["WebSockets", "beside CraftOS", WEB_SOCKETS, BESIDE_CRAFTOS],
  ["events as a union", "alone", EVENTS, ALONE],
  ["events as a union", "beside CraftOS", EVENTS, BESIDE_CRAFTOS],
  ["craftos.web", "alone", WEB, ALONE],
  ["craftos.web", "beside CraftOS", WEB, BESIDE_CRAFTOS],
  ["http.delete", "alone", DELETE, ALONE],
  ["http.delete", "beside CraftOS", DELETE, BESIDE_CRAFTOS],
])("a server with %s compiles %s", (_api, _where, source, declarations) => {
  expect(compileProgram(source, declarations).complaints).toEqual([]);
});

test("functions and handles are called with a dot, callbacks take no self", () => {
  const { lua } = compileProgram(LISTEN);
  expect(lua).toContain("http.listen(\n    8080,\n    function(request, response)");
  expect(lua).toContain("request.getMethod()");
  expect(lua).toContain('response.write("visit ", visits)');
  expect(lua).not.toContain("require(");
});

test("an event's values are local variables, not a table", () => {
  const { lua } = compileProgram(LISTENERS);
  expect(lua).toContain('local event, eventPort, request, response = os.pullEvent("http_request")');
});

test("what is named by a word of TypeScript's is called by that name", () => {
  expect(compileProgram(DELETE).lua).toContain('http.delete("http://127.0.0.1/", nil,');
});

test("the library craftos.web is called with colons, its handlers take no self", () => {
  const { lua } = compileProgram(WEB);
  expect(lua).toContain('require("craftos.web")');
  expect(lua).toContain("app:listen(8080)");
  expect(lua).toContain("local function show(request, response)");
  expect(lua).toContain("response:status(201)");
  expect(lua).toContain("cors({");
});

test("an event that is not taken apart is a table", () => {
  expect(compileProgram(EVENTS).lua).toContain("local event = {os.pullEvent()}");
});

const MISTAKES: Readonly<Record<string, string>> = {
  "a port that is no number": `http.listen("8080", () => undefined)`,
  "a missing callback": `http.listen(8080)`,
  "a callback that gives a promise": `http.listen(8080, async () => undefined)`,
  "an unknown option": `http.addListener(8080, { hosts: "127.0.0.1" })`,
  "the number of a named port": `export const port: number = http.addListener(8080)`,
  "a status that is no number": `http.listen(1, (_, r) => { r.setStatusCode("200"); return true })`,
  "writing a table": `http.listen(1, (_, r) => { r.write({}); return true })`,
  "writing to a request": `http.listen(1, (r) => { r.write("x"); return true })`,
  "reading from a response": `http.listen(1, (_, r) => { r.readAll(); return true })`,
  "what does not exist": `http.websocketServers(8080)`,
  "a WebSocket server that may be missing": `http.websocketServer(8080)[0].listen()`,
  "a message that is a table": `os.pullEvent("websocket_server_connect")[2].send({})`,
  "a value of another event": `os.pullEvent("timer")[1].toUpperCase()`,
  "an event that there is not": `os.pullEvent("tymer")`,
  "a body that is no text": `http.delete("http://127.0.0.1/", {})`,
  "a wrong option of a WebSocket server": `http.websocketServer(1, { compression: "yes" })`,
};

test("mistakes do not compile", () => {
  const lines = ['import type {} from "@craftos-http/types"', ...Object.values(MISTAKES)];
  const { complaints } = compileProgram(lines.join("\n"));
  const names = Object.keys(MISTAKES);
  expect(complaints.map(({ line }) => names[line - 2])).toEqual(names);
});

test("programs attach peripherals", () => {
  const { lua, complaints } = compileProgram(`
    import type { PeripheralKind } from "@craftos-http/types";
    const [isAttached, problem] = periphemu.create("left", "modem", "ender");
    if (!isAttached) throw problem;
    const kinds: PeripheralKind[] = periphemu.names();
    if (periphemu.remove("left")) throw kinds[0];
  `);
  expect(complaints).toEqual([]);
  expect(lua).toContain('periphemu.create("left", "modem", "ender")');
});
