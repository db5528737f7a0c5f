/**
 * `http.websocketServer` and `http.websocket(port)` as programs see them (HTTP-API 5): opening,
 * letting clients in, options, and closing.
 */
import { expect, test } from "vitest";
import { get } from "../server/client.js";
import { freePort, isOpen, onEveryEngine, turnsUntil } from "../server/harness.js";
import { closeOf, frame, KEY, Opcode, RawWebSocket } from "./raw-websocket.js";

/** What a program must do to serve every client: give each message back. */
const ECHO = `
  local handles = {}
  while true do
    local event, a, b, c = os.pullEvent()
    if event == "websocket_server_connect" then handles[b.clientID] = b
    elseif event == "websocket_server_message" then handles[a].send(b, c) end
  end
`;

/** Takes the positions out of error messages. */
function withoutPositions(output: string): string {
  return output.replaceAll(/\/test\.lua:\d+: /g, "");
}

onEveryEngine("http.websocketServer", (boot) => {
  test("listen() gives the next client's handle; messages go both ways, dot and colon", async () => {
    const program = boot(`
      local server = http.websocketServer(0)
      local ws = server.listen()
      print(type(ws.clientID), ws.getURL(), ws:getURL(), ws.getProtocol())
      print(ws.receive())
      print(ws:receive())
      print(ws.send("dot"), ws:send("colon", true))
      print(ws.receive())
      ws.close()
      server:close()
    `);
    const client = await RawWebSocket.open(await program.port(), { target: "/room?a=1" });
    await client.send(frame(Opcode.text, "one"), frame(Opcode.binary, "two"));
    const [dot, colon] = [await client.frame(), await client.frame()];
    expect([dot.opcode, dot.payload.toString()]).toEqual([Opcode.text, "dot"]);
    expect([colon.opcode, colon.payload.toString()]).toEqual([Opcode.binary, "colon"]);
    await client.send(frame(Opcode.text, ""));
    expect(closeOf(await client.frame())).toEqual([1000, ""]);
    expect(withoutPositions(await program.returned())).toBe(
      "number\t/room?a=1\t/room?a=1\tnil\none\tfalse\ntwo\ttrue\ntrue\ttrue\n\tfalse\n",
    );
  });

  test("listen() gives clients in the order in which they came, also those from before", async () => {
    const program = boot(`
      local server = http.websocketServer(0)
      os.pullEvent("go")
      for _ = 1, 3 do print(server.listen().getURL()) end
    `);
    const port = await program.port();
    for (const target of ["/a", "/b"]) await RawWebSocket.open(port, { target });
    program.queue("go");
    await program.printed("/b");
    await RawWebSocket.open(port, { target: "/c" });
    expect(withoutPositions(await program.returned())).toBe("/a\n/b\n/c\n");
  });

  test("listen(timeout) gives nil when nobody comes in time", async () => {
    const program = boot(`
      local server = http.websocketServer(0)
      print(server.listen(0.01))
      print(server:listen(0))
      print(pcall(server.listen, "soon"))
    `);
    expect(withoutPositions(await program.returned())).toBe(
      "nil\nnil\nfalse\tbad argument #1 (number expected, got string)\n",
    );
  });

  test("a client that left before listen() is not given", async () => {
    const program = boot(`
      local server = http.websocketServer(0)
      os.pullEvent("websocket_server_closed")
      print(server.listen(0.01))
    `);
    (await RawWebSocket.open(await program.port())).leave();
    expect(withoutPositions(await program.returned())).toBe("nil\n");
  });

  test("the handle of a server knows its port, and a closed one fails", async () => {
    const program = boot(`
      local server = http.websocketServer(0)
      print(server.port)
      server.close()
      for _, name in ipairs { "listen", "close", "broadcast" } do
        print(select(2, pcall(server[name], "x")))
      end
    `);
    const output = withoutPositions(await program.returned());
    const error = "attempt to use a closed file\n".repeat(3);
    expect(output).toBe(`${await program.port()}\n${error}`);
    expect(await isOpen(await program.port())).toBe(false);
  });

  test("a port that has one, or cannot be opened, gives nil and why", async () => {
    const other = boot(`http.websocketServer(0).listen()`);
    const taken = await other.port();
    const program = boot(
      `
      local server = http.websocketServer(0)
      print(http.websocketServer(server.port))
      print(http.websocketServer(tonumber((...))))
      print(http.websocket(tonumber((...))))
      `,
      { args: [String(taken)] },
    );
    const reason = `nil\tAddress already in use: 127.0.0.1:${taken}\n`;
    expect(withoutPositions(await program.returned())).toBe(
      `nil\tPort already in use\n${reason}${reason}`,
    );
  });

  test("arguments are checked", async () => {
    const program = boot(`
      local function try(...) print((select(2, pcall(http.websocketServer, ...)))) end
      try() try("80") try(-1) try(70000) try(0, "x")
      try(0, { "x" })
      try(0, { protocols = "chat" }) try(0, { protocols = { 1 } }) try(0, { protocols = { "a b" } })
      try(0, { protocols = { "chat" }, protocol = 1 })
      try(0, { compression = "yes" }) try(0, { host = 1 }) try(0, { headers = "x" })
      try(0, { maxMessageBytes = 0 }) try(0, { maxMessageBytes = "1" })
      try(0, { idleTimeout = -1 }) try(0, { idleTimeout = 0 / 0 })
      try(0, { ["a b"] = "c" }) try(0, { ["X-A"] = "b\\r\\nc" }) try(0, { ["X-A"] = {} , ["X-B"] = true })
      try(0, { ["X-A"] = "\\200" })
      print((select(2, pcall(http.websocket))))
    `);
    expect((await program.returned()).trim().split("\n")).toEqual([
      "bad argument #1 (number expected, got nil)",
      "bad argument #1 (number expected, got string)",
      "bad argument #1 (port out of range)",
      "bad argument #1 (port out of range)",
      "bad argument #2 (table expected, got string)",
      "bad argument #2 (table keys must be strings)",
      "bad field 'protocols' (table expected, got string)",
      "bad field 'protocols' (list of strings expected, got number)",
      "bad field 'protocols' (a protocol is no token)",
      "bad field 'protocol' (there is no such option)",
      "bad field 'compression' (boolean expected, got string)",
      "bad field 'host' (string expected, got number)",
      "bad field 'headers' (table expected, got string)",
      "bad field 'maxMessageBytes' (out of range)",
      "bad field 'maxMessageBytes' (number expected, got string)",
      "bad field 'idleTimeout' (out of range)",
      "bad field 'idleTimeout' (out of range)",
      'bad argument #2 ("a b" is not a valid header name)',
      "bad argument #2 (the value of header 'X-A' has a control character in it)",
      "bad field 'X-B' (string expected, got boolean)",
      "bad field 'X-A' (only ASCII can be sent in a handshake)",
      "bad argument #1 (number, string or table expected, got nil)",
    ]);
  });

  test("a table of response headers is sent with the handshake; the handshake's own are not", async () => {
    const program = boot(`
      http.websocketServer(0, { ["X-One"] = "1", ["Set-Cookie"] = { "a=b", "c=d" }, Upgrade = "x" })
      os.pullEvent("never")
    `);
    const client = await RawWebSocket.open(await program.port());
    expect(client.field("x-one")).toBe("1");
    expect(client.head).toContain("Set-Cookie: a=b\r\nSet-Cookie: c=d\r\n");
    expect(client.field("upgrade")).toBe("websocket");
    expect(program.warnings).toEqual([
      "header 'Upgrade' is set by the server; the program's is ignored",
    ]);
  });

  test("the first of the server's subprotocols that the client offers is agreed on", async () => {
    const program = boot(`
      local server = http.websocketServer(0, { protocols = { "v2", "v1" }, headers = { ["X-A"] = 1 } })
      for _ = 1, 3 do print(server.listen().getProtocol()) end
    `);
    const port = await program.port();
    const offer = (list: string) => ({ fields: [`Sec-WebSocket-Protocol: ${list}`] });
    const both = await RawWebSocket.open(port, offer("v1, v2"));
    expect([both.field("sec-websocket-protocol"), both.field("x-a")]).toEqual(["v2", "1"]);
    const other = await RawWebSocket.open(port, offer("v3"));
    expect(other.field("sec-websocket-protocol")).toBeUndefined();
    await RawWebSocket.open(port);
    expect(withoutPositions(await program.returned())).toBe("v2\nnil\nnil\n");
  });

  test("compression is agreed on when the option asks for it, else not", async () => {
    const program = boot(`
      local plain = http.websocketServer(0)
      local compressed = http.websocketServer(0, { compression = true })
      parallel.waitForAll(
        function() plain.listen().send(("x"):rep(5000)) end,
        function() compressed.listen().send(("x"):rep(5000)) end)
    `);
    const offer = { fields: ["Sec-WebSocket-Extensions: permessage-deflate"] };
    const plain = await RawWebSocket.open(await program.port(0), offer);
    expect(plain.field("sec-websocket-extensions")).toBeUndefined();
    expect((await plain.frame()).reserved).toBe(0);
    const compressed = await RawWebSocket.open(await program.port(1), offer);
    expect(compressed.field("sec-websocket-extensions")).toContain("permessage-deflate");
    expect((await compressed.frame()).reserved).toBe(4);
  });

  test("the handle tells the request's header fields and the client's address", async () => {
    const program = boot(
      `
      local server = http.websocketServer(0)
      local ws = server.listen()
      print(ws.getRequestHeaders()["X-Test"], ws:getRequestHeaders()["x-test"])
      print(ws.getRemoteAddress())
      `,
      { trustsProxy: true },
    );
    await RawWebSocket.open(await program.port(), {
      fields: ["X-Test: yes", "X-Forwarded-For: 10.0.0.7"],
    });
    expect(withoutPositions(await program.returned())).toBe("yes\tyes\n10.0.0.7\n");
  });

  test("HTTP and WebSockets share a port, whichever was there first", async () => {
    const program = boot(`
      local port = http.addListener(0)
      local server = http.websocketServer(port)
      print(server.port == port)
      parallel.waitForAny(function()
        while true do
          local _, _, request, response = os.pullEvent("http_request")
          response.write("plain " .. request.getURL())
          response.close()
        end
      end, function() ${ECHO} end)
    `);
    const port = await program.port();
    const client = await RawWebSocket.open(port);
    await client.send(frame(Opcode.text, "hi"));
    expect((await client.message()).toString()).toBe("hi");
    expect((await get(port, "/x")).body).toBe("plain /x");
    expect(program.ports).toEqual([port]);
  });

  test("a port for WebSockets only answers other requests with 426", async () => {
    const program = boot(`http.websocketServer(0) os.pullEvent("never")`);
    const response = await get(await program.port());
    expect([response.status, response.body]).toEqual([426, "426 Upgrade Required\r\n"]);
  });

  test("a port for HTTP only answers upgrades with 426, also after the server is closed", async () => {
    const program = boot(`
      local port = http.addListener(0)
      local server = http.websocketServer(port)
      os.pullEvent("go")
      server.close()
      print("closed")
      local _, _, _, response = os.pullEvent("http_request")
      response.close()
    `);
    const port = await program.port();
    program.queue("go");
    await program.printed("closed");
    const client = await RawWebSocket.connect(port);
    await client.handshake("GET /", [
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${KEY}`,
    ]);
    expect(client.status).toBe(426);
    expect((await get(port)).status).toBe(200);
    await program.returned();
  });

  test("removeListener() leaves the WebSocket server, and close() leaves the listener", async () => {
    const program = boot(`
      local port = http.addListener(0)
      local server = http.websocketServer(port)
      http.removeListener(port)
      print("removed")
      os.pullEvent("go")
      server.close()
      print("closed")
      os.pullEvent("go")
    `);
    const port = await program.port();
    await program.printed("removed");
    await RawWebSocket.open(port);
    expect((await get(port)).status).toBe(426);
    program.queue("go");
    await program.printed("closed");
    expect(await isOpen(port)).toBe(false);
  });

  test("close() closes every client with 1001, and wakes who waits for it", async () => {
    const program = boot(`
      local server = http.websocketServer(0)
      local one = server.listen()
      parallel.waitForAll(
        function() print("listen", server.listen()) end,
        function() print("receive", one.receive()) end,
        function() os.pullEvent("go") server.close() end)
    `);
    const client = await RawWebSocket.open(await program.port());
    await program.waits();
    program.queue("go");
    expect(closeOf(await client.frame())).toEqual([1001, ""]);
    client.end();
    expect(withoutPositions(await program.returned())).toBe("listen\tnil\nreceive\tnil\n");
  });

  test("broadcast() sends to every client but one, and says to how many", async () => {
    const program = boot(`
      local server = http.websocketServer(0)
      local handles = { server.listen(), server.listen(), server.listen() }
      print(server.broadcast("all"), server:broadcast("bytes", true))
      print(server.broadcast("but one", false, handles[1]), server.broadcast("x", nil, handles[2].clientID))
      handles[3].close()
      print(server.broadcast("Zo\\195\\171"))
      print(pcall(server.broadcast, "\\255"))
      print(pcall(server.broadcast, {}))
      print(pcall(server.broadcast, "x", false, "y"))
    `);
    const port = await program.port();
    const clients = [];
    for (let count = 0; count < 3; count++) clients.push(await RawWebSocket.open(port));
    const texts = async (client: RawWebSocket, count: number) => {
      const got = [];
      while (got.length < count) got.push((await client.message()).toString());
      return got;
    };
    expect(await texts(clients[0]!, 4)).toEqual(["all", "bytes", "x", "Zoë"]);
    expect(await texts(clients[1]!, 4)).toEqual(["all", "bytes", "but one", "Zoë"]);
    expect(await texts(clients[2]!, 4)).toEqual(["all", "bytes", "but one", "x"]);
    expect(withoutPositions(await program.returned())).toBe(
      "3\t3\n2\t2\n2\n" +
        "false\tmessage is not valid UTF-8 (pass true as the second argument to send binary)\n" +
        "false\tbad argument #1 (string expected, got table)\n" +
        "false\tbad argument #3 (table or number expected, got string)\n",
    );
  });

  test("a handshake that the engine refuses in the end leaves nothing behind", async () => {
    const program = boot(`http.websocketServer(0) os.pullEvent("never")`);
    const port = await program.port();
    for (const field of ["Sec-WebSocket-Protocol: a b", "Sec-WebSocket-Extensions: ;;"]) {
      const client = await RawWebSocket.connect(port);
      await client.handshake("GET /", [
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        `Sec-WebSocket-Key: ${KEY}`,
        field,
      ]);
      expect([101, 400]).toContain(client.status);
      client.leave();
    }
    await turnsUntil(() => program.server.webSockets.clientCount === 0);
    await RawWebSocket.open(port);
    await turnsUntil(() => program.server.webSockets.clientCount === 1);
  });

  test("thousands of events that wait refuse new clients with 503", async () => {
    const program = boot(
      `
      http.websocketServer(0)
      print("open")
      while not gate("go") do for _ = 1, 1000 do end end
      `,
      { limits: { hostEventsMax: 2 } },
    );
    const port = await program.port();
    await program.printed("open");
    const statuses = [];
    for (let count = 0; count < 3; count++) {
      const client = await RawWebSocket.connect(port);
      await client.handshake("GET /", [
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        `Sec-WebSocket-Key: ${KEY}`,
      ]);
      statuses.push(client.status);
      if (client.status === 503) expect(client.field("retry-after")).toBe("1");
    }
    expect(statuses).toEqual([101, 101, 503]);
    program.open("go");
  });

  test("server_stop ends a listen() that waits and closes its server with its clients", async () => {
    const program = boot(`
      local one, two = http.websocketServer(0), http.websocketServer(0)
      local client = one.listen()
      parallel.waitForAny(
        function() print("one", one.listen()) print(pcall(one.listen)) end,
        function() print("two", two.listen()) end,
        function() os.queueEvent("server_stop", one.port) os.pullEvent("never") end)
    `);
    const client = await RawWebSocket.open(await program.port());
    expect(closeOf(await client.frame())).toEqual([1001, ""]);
    expect(withoutPositions(await program.returned())).toBe(
      "one\tnil\nfalse\tattempt to use a closed file\n",
    );
  });

  test("drain() closes clients with 1001 and lets waiting programs end", async () => {
    const program = boot(`
      local server = http.websocketServer(0)
      local ws = server.listen()
      print(ws.receive())
      print(server.isOpen, pcall(server.listen))
    `);
    const client = await RawWebSocket.open(await program.port());
    await program.waits();
    const drained = program.server.drain();
    expect(closeOf(await client.frame())).toEqual([1001, ""]);
    client.end();
    await drained;
    expect(withoutPositions(await program.returned())).toBe(
      "nil\nnil\tfalse\tattempt to use a closed file\n",
    );
  });

  test("clients of a program that has ended are closed with 1001", async () => {
    const program = boot(`http.websocketServer(0).listen()`);
    const client = await RawWebSocket.open(await program.port());
    await program.returned();
    const closed = program.server.close();
    expect(closeOf(await client.frame())).toEqual([1001, ""]);
    client.end();
    await closed;
  });
});

onEveryEngine("http.websocket(port)", (boot) => {
  test("it opens the port, waits for a client, and again for the next", async () => {
    const port = await freePort();
    const program = boot(
      `
      local port = tonumber((...))
      for _ = 1, 2 do
        local ws = http.websocket(port)
        print(ws.receive())
        ws.send("welcome")
      end
      http.removeListener(port)
      print("done")
      os.pullEvent("never")
      `,
      { args: [String(port)] },
    );
    await program.port();
    for (const name of ["one", "two"]) {
      const client = await RawWebSocket.open(port);
      await client.send(frame(Opcode.text, name));
      expect((await client.message()).toString()).toBe("welcome");
    }
    await program.printed("done");
    expect(program.output).toBe("one\tfalse\ntwo\tfalse\ndone\n");
    expect(await isOpen(port)).toBe(false);
  });

  test("with 0 it stays with the port that it chose", async () => {
    const program = boot(`
      for _ = 1, 2 do print(http.websocket(0).getURL()) end
    `);
    const port = await program.port();
    await RawWebSocket.open(port, { target: "/a" });
    await RawWebSocket.open(port, { target: "/b" });
    expect(withoutPositions(await program.returned())).toBe("/a\n/b\n");
    expect(program.ports).toEqual([port]);
  });

  test("it takes clients of a server that is open, and gives nil when server_stop comes", async () => {
    const program = boot(`
      local server = http.websocketServer(0)
      print(http.websocket(server.port).getURL())
      parallel.waitForAny(
        function() print(http.websocket(server.port)) end,
        function() os.queueEvent("server_stop") os.pullEvent("never") end)
    `);
    await RawWebSocket.open(await program.port(), { target: "/a" });
    expect(withoutPositions(await program.returned())).toBe("/a\nnil\n");
  });

  test("terminate ends the wait with an error", async () => {
    const program = boot(`http.websocket(0)`);
    await program.port();
    await program.waits();
    program.computer.terminate();
    expect(await program.failed()).toBe("Terminated");
  });
});
