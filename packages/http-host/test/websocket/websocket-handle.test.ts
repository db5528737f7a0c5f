/**
 * The handle of a WebSocket client (HTTP-API 5): sending, receiving, closing, and clients that read
 * slowly.
 */
import { expect, test } from "vitest";
import { everyByte } from "../engine/engines.js";
import { onEveryEngine } from "../server/harness.js";
import { closeFrame, closeOf, frame, Opcode, RawWebSocket } from "./raw-websocket.js";

/** Takes the positions out of error messages. */
function withoutPositions(output: string): string {
  return output.replaceAll(/\/test\.lua:\d+: /g, "");
}

onEveryEngine("a WebSocket handle", (boot) => {
  test("a handle is a table with its own fields, and its functions work detached", async () => {
    const program = boot(`
      local ws = http.websocketServer(0).listen()
      local names = {}
      for name, value in pairs(ws) do names[#names + 1] = name .. " " .. type(value) end
      table.sort(names)
      print(table.concat(names, ", "))
      ws.name = "mine"
      local byHandle, send, receive = { [ws] = 1 }, ws.send, ws.receive
      send(ws.name)
      print(receive(), byHandle[ws])
    `);
    const client = await RawWebSocket.open(await program.port());
    expect((await client.message()).toString()).toBe("mine");
    await client.send(frame(Opcode.text, "hi"));
    expect(await program.returned()).toBe(
      "clientID number, close function, getProtocol function, getRemoteAddress function, " +
        "getRequestHeaders function, getURL function, receive function, send function\nhi\t1\n",
    );
  });

  test("every byte goes both ways in binary messages, UTF-8 in text", async () => {
    const program = boot(`
      local ws = http.websocketServer(0).listen()
      for _ = 1, 3 do ws.send(ws.receive()) end
      ws.send(12.5)
    `);
    const client = await RawWebSocket.open(await program.port());
    const bytes = Buffer.from(everyByte, "latin1");
    await client.send(frame(Opcode.binary, bytes), frame(Opcode.text, "Zoë ☃ 𝄞"));
    await client.send(frame(Opcode.text, "é".repeat(5000)));
    const frames = [await client.frame(), await client.frame(), await client.frame()];
    expect(frames.map(({ opcode }) => opcode)).toEqual([2, 1, 1]);
    expect(frames[0]!.payload.equals(bytes)).toBe(true);
    expect(frames[1]!.payload.toString()).toBe("Zoë ☃ 𝄞");
    expect(frames[2]!.payload.toString()).toBe("é".repeat(5000));
    expect((await client.message()).toString()).toBe("12.5");
  });

  test("what cannot be sent is an error in the program, and nothing is sent", async () => {
    const program = boot(`
      local ws = http.websocketServer(0).listen()
      print((select(2, pcall(ws.send))))
      print((select(2, pcall(ws.send, {}))))
      print((select(2, pcall(ws.send, "caf\\233"))))
      print((select(2, pcall(ws.send, ("x"):rep(131073)))))
      print(ws.send(("x"):rep(131072)))
    `);
    const client = await RawWebSocket.open(await program.port());
    expect((await client.message()).length).toBe(131_072);
    expect(withoutPositions(await program.returned())).toBe(
      "bad argument #1 (string expected, got nil)\n" +
        "bad argument #1 (string expected, got table)\n" +
        "message is not valid UTF-8 (pass true as the second argument to send binary)\n" +
        "Message is too large\ntrue\n",
    );
  });

  test("a larger message from a client closes with 1009; the limit can be set", async () => {
    const program = boot(
      `
      local one, two = http.websocketServer(0), http.websocketServer(0, { maxMessageBytes = 200 })
      parallel.waitForAll(function()
        local ws = one.listen()
        print(#ws.receive()) print(ws.receive())
      end, function() two.listen().receive() end)
      `,
      { limits: { webSocketMessageBytesMax: 100 } },
    );
    const client = await RawWebSocket.open(await program.port(0));
    await client.send(frame(Opcode.text, "x".repeat(100)), frame(Opcode.text, "x".repeat(101)));
    expect(closeOf(await client.frame())[0]).toBe(1009);
    client.end();
    const other = await RawWebSocket.open(await program.port(1));
    await other.send(frame(Opcode.text, "x".repeat(200)));
    expect(await program.returned()).toBe("100\nnil\n");
  });

  test("receive(timeout) gives nil when nothing comes in time, and what comes later is kept", async () => {
    const program = boot(`
      local ws = http.websocketServer(0).listen()
      print(ws.receive(0.01))
      ws.send("now")
      print(ws:receive(60))
      print((select(2, pcall(ws.receive, "x"))))
    `);
    const client = await RawWebSocket.open(await program.port());
    await client.message();
    await client.send(frame(Opcode.text, "late"));
    expect(withoutPositions(await program.returned())).toBe(
      "nil\nlate\tfalse\nbad argument #1 (number expected, got string)\n",
    );
  });

  test("receive() gives what arrived before the peer closed, then nil, as often as it is asked", async () => {
    const program = boot(`
      local ws = http.websocketServer(0).listen()
      os.pullEvent("websocket_server_closed")
      print(ws.receive(), ws.receive())
      print(ws.receive(), ws.receive())
      print(ws.send("x"))
      ws.close()
      print((select(2, pcall(ws.send, "x"))))
    `);
    const client = await RawWebSocket.open(await program.port());
    await client.send(frame(Opcode.text, "one"), frame(Opcode.text, "two"), closeFrame(1000));
    expect(withoutPositions(await program.returned())).toBe(
      "one\ttwo\tfalse\nnil\tnil\nfalse\nattempt to use a closed file\n",
    );
  });

  test("close(code, reason) is what the client sees; after it the handle is closed", async () => {
    const program = boot(`
      local ws = http.websocketServer(0).listen()
      ws:close(4001, "Zo\\195\\171")
      for _, name in ipairs { "send", "receive", "close" } do
        print((select(2, pcall(ws[name], name == "send" and "x" or nil))))
      end
      print(ws.getURL())
      print(os.pullEvent("websocket_server_closed"))
    `);
    const client = await RawWebSocket.open(await program.port());
    expect(closeOf(await client.frame())).toEqual([4001, "Zoë"]);
    await client.send(closeFrame(4001, "Zoë"));
    const reason = Buffer.from("Zoë").toString("latin1");
    expect(withoutPositions(await program.returned())).toBe(
      `${"attempt to use a closed file\n".repeat(3)}/\nwebsocket_server_closed\t1\t${reason}\t4001\n`,
    );
  });

  test("codes and reasons that cannot be sent are errors", async () => {
    const program = boot(`
      local ws = http.websocketServer(0).listen()
      for _, code in ipairs { 0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 1000.5, "1000", 0 / 0 } do
        print((select(2, pcall(ws.close, code))))
      end
      print((select(2, pcall(ws.close, 1000, ("x"):rep(124)))))
      print((select(2, pcall(ws.close, 1000, "\\255"))))
      print((select(2, pcall(ws.close, 1000, {}))))
      ws.close(3000, ("x"):rep(123))
    `);
    const client = await RawWebSocket.open(await program.port());
    expect(closeOf(await client.frame())).toEqual([3000, "x".repeat(123)]);
    expect(
      withoutPositions(await program.returned())
        .trim()
        .split("\n"),
    ).toEqual([
      ...Array<string>(9).fill("bad argument #1 (close code out of range)"),
      "bad argument #1 (number expected, got string)",
      "bad argument #1 (number expected, got nan)",
      "bad argument #2 (reason is longer than 123 bytes)",
      "bad argument #2 (reason is not valid UTF-8)",
      "bad argument #2 (string expected, got table)",
    ]);
  });

  test("close() in one coroutine ends receive() in another with nil", async () => {
    const program = boot(`
      local ws = http.websocketServer(0).listen()
      parallel.waitForAll(
        function() print(ws.receive()) end,
        function() os.pullEvent("go") ws.close() end)
    `);
    const client = await RawWebSocket.open(await program.port());
    await program.waits();
    program.queue("go");
    expect(closeOf(await client.frame())).toEqual([1000, ""]);
    client.end();
    expect(await program.returned()).toBe("nil\n");
  });

  test("receive() in parallel wakes the coroutine whose client it is, and in http.listen too", async () => {
    const program = boot(`
      local port
      local server = http.websocketServer(0)
      local one, two = server.listen(), server.listen()
      parallel.waitForAll(
        function() print("one", one.receive()) end,
        function() print("two", two.receive()) print("two", two.receive()) end)
      http.listen(server.port, function(request, response)
        response.write((one.receive()))
        response.close()
        return true
      end)
    `);
    const port = await program.port();
    const one = await RawWebSocket.open(port);
    const two = await RawWebSocket.open(port);
    await program.waits();
    await two.send(frame(Opcode.text, "a"));
    await program.printed("two\ta");
    await one.send(frame(Opcode.text, "b"));
    await program.printed("one\tb");
    await two.send(frame(Opcode.text, "c"));
    await program.printed("two\tc");
    const response = fetch(`http://127.0.0.1:${port}/`);
    await one.send(frame(Opcode.text, "over http"));
    expect(await (await response).text()).toBe("over http");
    await program.returned();
  });

  test("terminate ends receive() with an error", async () => {
    const program = boot(`http.websocketServer(0).listen().receive(60)`);
    await RawWebSocket.open(await program.port());
    await program.waits();
    program.computer.terminate();
    expect(await program.failed()).toBe("Terminated");
  });

  test("send() gives false while a client leaves much unread, and true again when it reads", async () => {
    const program = boot(
      `
      local ws = http.websocketServer(0).listen()
      local message, count = ("x"):rep(65536), 1
      while ws.send(message) do count = count + 1 end
      print("slow", count)
      repeat sleep(0.01) until ws.send("")
      ws.send("all is read")
      `,
      { limits: { webSocketBufferBytesMax: 300_000, webSocketUnreadBytesMax: 1e9 } },
    );
    const client = await RawWebSocket.open(await program.port());
    client.pause();
    await program.printed("slow");
    client.resume();
    for (;;) {
      const message = await client.message();
      if (message.toString() === "all is read") break;
      expect([0, 65_536]).toContain(message.length);
    }
  });

  test("a client that leaves far too much unread is closed with 1013", async () => {
    const program = boot(
      `
      local ws = http.websocketServer(0).listen()
      local message = ("x"):rep(65536)
      repeat ws.send(message) until not ws.send("")
      local closed
      parallel.waitForAny(
        function() closed = { os.pullEvent("websocket_server_closed") } end,
        function() while true do ws.send(message) sleep(0) end end)
      print(closed[2], closed[3], closed[4])
      `,
      { limits: { webSocketBufferBytesMax: 300_000, webSocketUnreadBytesMax: 1_000_000 } },
    );
    const client = await RawWebSocket.open(await program.port());
    client.pause();
    await program.printed("1\t");
    client.resume();
    await program.returned();
    const { code, frames } = await client.ended();
    expect(frames.length).toBeGreaterThan(15);
    expect([1013, 1006]).toContain(code); // What is left unread for too long is dropped.
    expect(program.output).toMatch(/^1\t(Too much is left unread\t1013|\t1006)\n$/);
  });

  test("a client that pings and reads none of the pongs is closed with 1013", async () => {
    const program = boot(
      `http.websocketServer(0).listen()
      print("open")
      print(select(2, os.pullEvent("websocket_server_closed")))`,
      { limits: { webSocketUnreadBytesMax: 100_000 } },
    );
    const client = await RawWebSocket.open(await program.port());
    await program.printed("open");
    client.pause();
    const pings = Buffer.concat(
      Array.from({ length: 1000 }, () => frame(Opcode.ping, "x".repeat(125))),
    );
    while (program.computer.end === null) {
      await client.send(pings);
      await new Promise((resolve) => setImmediate(resolve)); // a send to who is gone ends at once
    }
    expect(await program.returned()).toMatch(/^open\n1\t(Too much is left unread\t1013|\t1006)\n$/);
  });

  test("sending to a client that is gone gives false, before and after that is known", async () => {
    const program = boot(`
      local ws = http.websocketServer(0).listen()
      os.pullEvent("go")
      while ws.send("x") do sleep(0) end
      print("gone")
      print(ws.receive(), ws.send("x"))
    `);
    const client = await RawWebSocket.open(await program.port());
    client.leave();
    program.queue("go");
    expect(await program.returned()).toBe("gone\nnil\tfalse\n");
  });
});
