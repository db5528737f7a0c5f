/**
 * Programs that use the declarations of the HTTP client, alone and beside those of CraftOS.
 */
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { compileProgram } from "./compile-program.js";

const require = createRequire(import.meta.url);

const CLIENT = `
  import type { HttpAnswer, OpenedWebSocket } from "@craftos-http/types";

  function show(answer: HttpAnswer): string {
    const [status, reason] = answer.getResponseCode();
    const type: string = answer.getResponseHeaders()["content-type"] ?? "none";
    const [position] = answer.seek("set", 0);
    const line: string | undefined = answer.readLine(true) ?? answer.read(5);
    const rest: string = answer.readAll();
    answer.close();
    return status + reason + type + line + rest + (position ?? 0);
  }

  const [answer, problem, failed] = http.get({ url: "http://a", timeout: 5, redirect: false });
  if (answer) show(answer);
  else if (failed) show(failed);
  else throw problem;
  http.post({ url: "http://a", body: "b", headers: { "X-A": 1 }, binary: true });
  http.put("http://a", "body", { "X-A": "b" });
  http.patch({ url: "http://a", body: "b" });
  http.head("http://a");
  http.options("http://a");
  http.trace("http://a");
  const [isBegun] = http.request({ url: "http://a", method: "DELETE" });
  const [isAllowed] = http.checkURL("http://a");
  if (isBegun && isAllowed) {
    const [, url, late] = os.pullEvent("http_success");
    show(late);
    const [, other, why, given] = os.pullEvent("http_failure");
    if (given && url === other) throw why;
  }

  function echo(socket: OpenedWebSocket): void {
    const [message, isBinary] = socket.receive(5);
    if (message !== undefined) socket.send(message, isBinary);
    socket.close(1000, "done");
  }
  const [socket] = http.websocket({ url: "ws://a", timeout: 1 });
  if (socket) echo(socket);
  http.websocketAsync({ url: "ws://a" });
  const [, , opened] = os.pullEvent("websocket_success");
  echo(opened);
  const [, address, text, binary] = os.pullEvent("websocket_message");
  if (binary) throw address + text;
  const [, , reason, code] = os.pullEvent("websocket_closed");
  if (code === 1000) throw reason ?? "";
`;

test.each([
  ["alone", []],
  ["beside CraftOS", [require.resolve("@jackmacwindows/craftos-types/craftos.d.ts")]],
])("a client compiles %s", (_where, declarations) => {
  const { complaints, lua } = compileProgram(CLIENT, declarations);
  expect(complaints).toEqual([]);
  expect(lua).toContain("local answer, problem, failed = http.get({");
  expect(lua).toContain("answer.getResponseCode()");
  expect(lua).toContain("socket.receive(5)");
});

const MISTAKES: Readonly<Record<string, string>> = {
  "a GET with a body": `http.get({ url: "http://a", body: "b" })`,
  "a POST without a body": `http.post({ url: "http://a" })`,
  "an unknown method": `http.request({ url: "http://a", method: "CONNECT" })`,
  "an unknown option": `http.request({ url: "http://a", timeouts: 1 })`,
  "an answer that may be missing": `http.get("http://a")[0].readAll()`,
  "a WebSocket that may be missing": `http.websocket("ws://a")[0].send("x")`,
  "a method that does not exist": `http.delete("http://a")[0].x`,
};

test("mistakes do not compile", () => {
  const lines = ['import type {} from "@craftos-http/types"', ...Object.values(MISTAKES)];
  const { complaints } = compileProgram(lines.join("\n"));
  const names = Object.keys(MISTAKES);
  expect([...new Set(complaints.map(({ line }) => names[line - 2]))]).toEqual(names);
});
