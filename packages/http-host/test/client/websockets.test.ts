/**
 * WebSockets that programs open.
 */
import { describe, expect, test } from "vitest";
import type { WebSocket } from "ws";
import { onEveryEngine, turnsUntil } from "../server/harness.js";
import { boot, outputOf } from "./boot.js";
import { serve, serveBytes } from "./origin.js";
import { echo, serveSockets } from "./socket-server.js";

describe("http.websocket", () => {
  test("gives a handle that sends and receives text and bytes as they are", async () => {
    const server = await serveSockets(echo);
    const output = await outputOf(`
      local ws = assert(http.websocket("${server.url}/path?a"))
      ws.send("caf\\195\\169")
      local text, isBinary = ws.receive()
      print(text == "caf\\195\\169", isBinary)
      local bytes = {}
      for i = 0, 255 do bytes[i + 1] = string.char(i) end
      local all = table.concat(bytes)
      ws:send(all, true)
      local data, isBinary = ws:receive(5)
      print(data == all, isBinary)
      ws.send(12.5)
      print(ws.receive())
      ws.send("")
      print(#ws.receive())
      ws.close()
      print(pcall(function() ws.receive() end))
      print(pcall(function() ws.send("x") end))
      print(pcall(function() ws.close() end))
    `);
    expect(output.split("\n")).toEqual([
      "true\tfalse",
      "true\ttrue",
      "12.5\tfalse",
      "0",
      "false\t/test.lua:17: attempt to use a closed file",
      "false\t/test.lua:18: attempt to use a closed file",
      "true",
      "",
    ]);
    await turnsUntil(() => server.closings.length > 0);
    expect(server.closings).toEqual([[1000, ""]]);
    expect(server.requests[0]!.url).toBe("/path?a");
    expect(server.requests[0]!.headers.origin).toBeUndefined();
    expect(server.requests[0]!.headers["user-agent"]).toBe("computercraft/1.109.2 (craftos-http)");
  });

  test("takes a table, headers and subprotocols", async () => {
    const server = await serveSockets(echo, { handleProtocols: () => "second" });
    const output = await outputOf(`
      local ws, problem = http.websocket { url = "${server.url}", timeout = 5, headers = {
        ["X-Mine"] = "yes", ["Sec-WebSocket-Protocol"] = "first, second",
        ["Sec-WebSocket-Key"] = "no", Host = "no",
      } }
      print(ws and ws.send("x"), problem)
    `);
    expect(output).toBe("true\tnil\n");
    const { headers } = server.requests[0]!;
    expect(headers["x-mine"]).toBe("yes");
    expect(headers["sec-websocket-protocol"]).toBe("first,second");
    expect(headers.host).toBe(`127.0.0.1:${server.port}`);
  });

  test.each([
    [`http.websocket()`, "bad argument #1 (number, string or table expected, got nil)"],
    [`http.websocket("u", 1)`, "bad argument #2 (table expected, got number)"],
    [`http.websocket {}`, "bad field 'url' (string expected, got nil)"],
    [
      `http.websocket { url = "u", headers = 1 }`,
      "bad field 'headers' (table expected, got number)",
    ],
    [`http.websocket { url = "u", timeout = 99 }`, "timeout out of range (between 0 and 60)"],
    [`http.websocketAsync(1)`, "bad argument #1 (string expected, got number)"],
  ])("%s raises %s", async (call, message) => {
    expect(await boot(call).failed()).toBe(`/test.lua:1: ${message}`);
  });

  test("gives false and why when there is no WebSocket", async () => {
    const plain = await serve((arrival, response) => {
      response.writeHead(arrival.target === "/moved" ? 302 : 404, { Location: "/" }).end("x");
    });
    const odd = await serveBytes((socket) =>
      socket.end(
        "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
          "Sec-WebSocket-Accept: wrong\r\n\r\n",
      ),
    );
    const silent = await serveBytes(() => undefined);
    const output = await outputOf(`
      print(http.websocket("ws://127.0.0.1:${plain.port}/"))
      print(http.websocket("ws://127.0.0.1:${plain.port}/moved"))
      print(http.websocket("ws://127.0.0.1:${odd.port}/"))
      print(http.websocket("ws://127.0.0.1:1/"))
      print(http.websocket { url = "ws://127.0.0.1:${silent.port}/", timeout = 0.02 })
      print(http.websocket("ws://169.254.169.254/"))
      print(http.websocket("http://127.0.0.1/"))
      print(http.websocket("ws://"))
      print(http.websocket { url = "127.0.0.1:${plain.port}", headers = {
        ["Sec-WebSocket-Protocol"] = "a b" } })
    `);
    expect(output.split("\n")).toEqual([
      "false\tInvalid handshake response getStatus: 404 Not Found",
      "false\tInvalid handshake response getStatus: 302 Found",
      "false\tInvalid handshake: Invalid Sec-WebSocket-Accept header",
      "false\tCould not connect",
      "false\tTimed out",
      "false\tDomain not permitted",
      "false\tInvalid scheme 'http'",
      "false\tURL malformed",
      "false\tInvalid subprotocol",
      "",
    ]);
  });

  test("refuses a text that is not UTF-8, and a message that is too large", async () => {
    const server = await serveSockets(echo);
    const output = await outputOf(
      `
        local ws = http.websocket("${server.url}")
        print(pcall(ws.send, "\\255"))
        print(pcall(ws.send, ("x"):rep(101)))
        ws.send(("x"):rep(100), true)
        print(#ws.receive())
      `,
      { limits: { webSocketMessageBytesMax: 100 } },
    );
    expect(output).toContain("message is not valid UTF-8");
    expect(output).toContain("Message is too large");
    expect(output).toMatch(/\n100\n$/);
  });
});

describe("the events of a WebSocket", () => {
  test("carry the URL as it was given", async () => {
    const server = await serveSockets((socket) => {
      socket.send("one");
      socket.send(Buffer.from([0, 255]));
      socket.once("message", () => {
        socket.close(4001, "enough");
      });
    });
    const output = await outputOf(`
      local address = "${server.url}"
      print(http.websocketAsync(address))
      local event, url, ws = os.pullEvent()
      print(event, url == address, type(ws.receive))
      local event, url, data, isBinary = os.pullEvent()
      print(event, url == address, data, isBinary)
      local event, url, data, isBinary = os.pullEvent()
      print(event, url == address, data == "\\0\\255", isBinary)
      ws.send("stop")
      local event, url, reason, code = os.pullEvent()
      print(event, url == address, reason, code)
      print(http.websocketAsync("ftp://a"))
      print(os.pullEvent())
      print(http.websocketAsync("ws://127.0.0.1:1/"))
      print(os.pullEvent())
    `);
    expect(output.split("\n")).toEqual([
      "true",
      "websocket_success\ttrue\tfunction",
      "websocket_message\ttrue\tone\tfalse",
      "websocket_message\ttrue\ttrue\ttrue",
      "websocket_closed\ttrue\tenough\t4001",
      "false\tInvalid scheme 'ftp'",
      "websocket_failure\tftp://a\tInvalid scheme 'ftp'",
      "true",
      "websocket_failure\tws://127.0.0.1:1/\tCould not connect",
      "",
    ]);
  });

  test("leave out what a closing did not say", async () => {
    const server = await serveSockets((socket) => {
      socket.once("message", (data: Buffer) => {
        if (data.toString() === "lose") socket.terminate();
        else socket.close();
      });
    });
    const output = await outputOf(`
      for _, how in ipairs { "lose", "close" } do
        local ws = http.websocket("${server.url}")
        ws.send(how)
        print(select("#", os.pullEvent("websocket_closed")))
        ws = http.websocket("${server.url}")
        ws.send(how)
        print(select(3, os.pullEvent("websocket_closed")))
      end
    `);
    expect(output).toBe("4\nConnection closed\tnil\n4\nnil\tnil\n");
  });

  test("tell nothing of a closing by the program itself", async () => {
    const server = await serveSockets(echo);
    const program = boot(`
      local ws = http.websocket("${server.url}")
      ws.close(4000, "done")
      os.pullEvent("go")
      os.queueEvent("last")
      print(os.pullEvent())
    `);
    await turnsUntil(() => server.closings.length > 0);
    await turnsUntil(() => program.computer.status === "waiting");
    program.queue("go");
    expect(await program.returned()).toBe("last\n");
    expect(server.closings).toEqual([[4000, "done"]]);
  });
});

describe("receive", () => {
  test("keeps the messages that arrive while nobody receives, of each socket its own", async () => {
    const server = await serveSockets((socket) => {
      echo(socket);
      for (let i = 1; i <= 5; i++) socket.send(String(i));
    });
    const output = await outputOf(`
      local a = http.websocket("${server.url}")
      local b = http.websocket("${server.url}")
      b.send("only b")
      sleep(0.01)
      local texts = {}
      for i = 1, 5 do texts[i] = a.receive() end
      for i = 6, 11 do texts[i] = b.receive() end
      print(table.concat(texts, " "))
    `);
    expect(output).toBe("1 2 3 4 5 1 2 3 4 5 only b\n");
  });

  test("gives nil when the time is over, and when the socket is closed under it", async () => {
    const server = await serveSockets((socket) => {
      socket.once("message", () => {
        socket.send("last");
        socket.close(1000);
      });
    });
    const output = await outputOf(`
      local ws = http.websocket("${server.url}")
      print(ws.receive(0.01))
      ws.send("stop")
      print(ws.receive())
      print(ws.receive())
      print(pcall(function() ws.receive() end))
    `);
    expect(output).toBe(
      "nil\nlast\tfalse\nnil\nfalse\t/test.lua:7: attempt to use a closed file\n",
    );
  });

  test("raises Terminated", async () => {
    const server = await serveSockets(echo);
    const program = boot(`http.websocket("${server.url}").receive()`);
    await turnsUntil(() => server.requests.length > 0);
    await program.waits();
    program.computer.terminate();
    expect(await program.failed()).toBe("Terminated");
  });
});

describe("limits of WebSockets", () => {
  test("four may be open, and a closed one makes room", async () => {
    const server = await serveSockets(echo);
    const output = await outputOf(`
      local sockets = {}
      for i = 1, 4 do sockets[i] = http.websocket("${server.url}") end
      print(pcall(http.websocket, "${server.url}"))
      sockets[1].close()
      sockets[1] = http.websocket("${server.url}")
      print(pcall(http.websocket, "${server.url}"))
      print(http.websocket("ftp://a"))
    `);
    expect(output).toBe(
      "false\tToo many websockets already open\n".repeat(2) + "false\tInvalid scheme 'ftp'\n",
    );
  });

  test("those that fail, and those that the server closes, make room too", async () => {
    const server = await serveSockets((socket) => {
      socket.close();
    });
    const output = await outputOf(
      `
        for i = 1, 3 do
          http.websocket("ws://127.0.0.1:1")
          local ws = http.websocket("${server.url}")
          ws.receive()
        end
        print("done")
      `,
      { limits: { clientWebSocketsMax: 1 } },
    );
    expect(output).toBe("done\n");
  });

  test("a message from the server that is too large closes with 1009", async () => {
    const server = await serveSockets((socket) => {
      socket.send("x".repeat(101));
    });
    const output = await outputOf(
      `
        http.websocketAsync("${server.url}")
        os.pullEvent("websocket_success")
        print(select(3, os.pullEvent("websocket_closed")))
      `,
      { limits: { webSocketMessageBytesMax: 100 } },
    );
    expect(output).toBe("Message is too large\t1009\n");
    await turnsUntil(() => server.closings.length > 0);
    expect(server.closings[0]![0]).toBe(1009);
  });

  test("a server is read no faster than the program receives", async () => {
    let sending: WebSocket | undefined;
    const server = await serveSockets((socket) => {
      sending = socket;
      for (let i = 0; i < 500; i++) socket.send(Buffer.alloc(100_000, i % 256));
    });
    const program = boot(`
      local ws = http.websocket("${server.url}")
      ws.receive()
      mark("received")
      os.pullEvent("go")
      local sum = 0
      for i = 1, 499 do sum = sum + #ws.receive() end
      print(sum)
    `);
    await program.marked("received");
    await program.waits();
    // 50 MB do not fit into what is kept and the system's buffers.
    expect(sending!.bufferedAmount).toBeGreaterThan(10_000_000);
    program.queue("go");
    expect(await program.returned()).toBe("49900000\n");
  });
});

onEveryEngine("A program's own WebSocket server", (bootOn) => {
  test("talks to a WebSocket of the same program", async () => {
    const program = bootOn(`
      local server = http.websocketServer(0)
      local port = http.addListener(0)
      server.close()
      http.removeListener(port)
      local server = assert(http.websocketServer(port))
      parallel.waitForAll(function()
        local client = server.listen()
        local data, isBinary = client.receive()
        client.send(data .. " back", isBinary)
        print(client.receive())
      end, function()
        local ws = http.websocket("ws://127.0.0.1:" .. port)
        ws.send("there and")
        print(ws.receive())
        ws.close()
      end)
      server.close()
    `);
    expect(await program.returned()).toBe("there and back\tfalse\nnil\n");
  });
});
