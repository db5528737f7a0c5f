/**
 * A browser's WebSockets against a program that the command serves.
 */
import { describe, expect, test } from "vitest";
import { startProgram } from "../command/command-process.js";
import { ENGINES } from "../command/engines.js";
import { browserIsMissing, useBrowser } from "./chromium.js";

/** Gives messages back; "close" closes, "large" asks for a large one. */
const SERVER = `
  local port = http.addListener(0)
  local server = http.websocketServer(port, { protocols = { "echo" }, compression = true })
  parallel.waitForAny(function()
    while true do
      local _, _, _, response = os.pullEvent("http_request")
      response.setResponseHeader("Content-Type", "text/html")
      response.write("<!doctype html><link rel=icon href='data:,'>")
      response.close()
    end
  end, function()
    local socket = server.listen()
    for message, isBinary in socket.receive do
      if message == "close" then socket.close(4000, "as you wish")
      elseif message == "large" then socket.send(("0123456789"):rep(10000))
      else socket.send(message, isBinary) end
    end
    os.pullEvent("never")
  end)`;

/** Talks to the server; gives what the page got. */
const CLIENT = `new Promise((resolve) => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const asked = ["Zo\\u00eb \\u2603", bytes, "", "x".repeat(20000), "large", "close"];
  const socket = new WebSocket("ws://" + location.host + "/", ["other", "echo"]);
  socket.binaryType = "arraybuffer";
  const got = [];
  const next = () => socket.send(asked.shift());
  socket.onopen = () => {
    got.push(socket.protocol, socket.extensions.includes("permessage-deflate"));
    next();
  };
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") got.push(data.length < 10 ? data : data.length);
    else got.push(new Uint8Array(data).every((byte, index) => byte === bytes[index]) && data.byteLength);
    next();
  };
  socket.onclose = ({ code, reason, wasClean }) => {
    got.push(code, reason, wasClean);
    resolve(got);
  };
})`;

describe.skipIf(browserIsMissing)("WebSockets of a browser", () => {
  const openPage = useBrowser();

  test.each(ENGINES)("agree on a protocol and carry messages both ways (%s)", async (engine) => {
    const server = startProgram(SERVER, [], ["--engine", engine]);
    const errors: string[] = [];
    const page = await openPage(errors);
    await page.goto(await server.address());
    expect(await page.evaluate(CLIENT)).toEqual([
      ...["echo", true, "Zoë ☃", 256, "", 20_000, 100_000, 4000, "as you wish", true],
    ]);
    expect(errors).toEqual([]);
  });
});
