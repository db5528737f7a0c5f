/**
 * The events of WebSocket servers, their order, and what is kept for `receive` (HTTP-API 5).
 */
import { expect, test } from "vitest";
import { get } from "../server/client.js";
import { onEveryEngine, turnsUntil } from "../server/harness.js";
import { closeFrame, closeOf, frame, Opcode, RawWebSocket } from "./raw-websocket.js";

/** Prints every event of WebSockets. */
const PRINT_EVENTS = `
  while true do
    local event = table.pack(os.pullEvent())
    for i = 1, event.n do event[i] = type(event[i]) == "table" and event[i].getURL() or tostring(event[i]) end
    print(table.concat(event, " ", 1, event.n))
    if event[1] == "stop" then break end
  end
`;

onEveryEngine("events of WebSocket servers", (boot, engineName) => {
  test("connect, messages and closed come in order, exactly", async () => {
    const program = boot(`http.websocketServer(0) ${PRINT_EVENTS}`);
    const port = await program.port();
    const client = await RawWebSocket.open(port, { target: "/a" });
    await client.send(
      frame(Opcode.text, "one"),
      frame(Opcode.binary, "two"),
      frame(Opcode.text, "thr", { isFinal: false }),
      frame(Opcode.ping, "between"),
      frame(Opcode.continuation, "ee"),
      frame(Opcode.text, ""),
      closeFrame(4000, "bye"),
    );
    await program.printed("websocket_server_closed");
    program.queue("stop");
    expect(await program.returned()).toBe(
      [
        `websocket_server_connect ${port} /a`,
        "websocket_server_message 1 one false",
        "websocket_server_message 1 two true",
        "websocket_server_message 1 three false",
        "websocket_server_message 1  false",
        "websocket_server_closed 1 bye 4000",
        "stop",
        "",
      ].join("\n"),
    );
  });

  test("clients have numbers of their own, and a lost connection is 1006", async () => {
    const program = boot(`http.websocketServer(0) ${PRINT_EVENTS}`);
    const port = await program.port();
    const one = await RawWebSocket.open(port, { target: "/1" });
    await program.printed("/1");
    const two = await RawWebSocket.open(port, { target: "/2" });
    await program.printed("/2");
    await two.send(frame(Opcode.text, "x"));
    one.leave();
    await program.printed("websocket_server_closed 1  1006");
    await program.printed("websocket_server_message 2 x false");
  });

  test("text that is not UTF-8 closes with 1007 and never reaches the program", async () => {
    const program = boot(`http.websocketServer(0) ${PRINT_EVENTS}`);
    const client = await RawWebSocket.open(await program.port());
    await client.send(frame(Opcode.text, Buffer.from([0x63, 0xe9])));
    // uWebSockets.js drops the connection instead of saying why.
    if (engineName === "node") expect(closeOf(await client.frame())[0]).toBe(1007);
    client.end();
    await program.printed("websocket_server_closed 1 Invalid UTF-8 in a text message 1007");
    expect(program.output).not.toContain("websocket_server_message");
  });

  test("events are queued while the program computes, behind the connect event", async () => {
    const program = boot(`
      http.websocketServer(0)
      print("open")
      while not gate("go") do for _ = 1, 1000 do end end
      ${PRINT_EVENTS}
    `);
    const port = await program.port();
    await program.printed("open");
    const client = await RawWebSocket.open(port, { target: "/a" });
    await client.send(frame(Opcode.text, "one"), frame(Opcode.text, "two"), closeFrame(1000));
    await client.ended();
    program.open("go");
    await program.printed("websocket_server_closed");
    expect(program.output).toBe(
      `open\nwebsocket_server_connect ${port} /a\nwebsocket_server_message 1 one false\n` +
        "websocket_server_message 1 two false\nwebsocket_server_closed 1  1000\n",
    );
  });

  test("messages that a filter passes over are kept for receive(), in order", async () => {
    const program = boot(`
      local ws = http.websocketServer(0).listen()
      os.pullEvent("go")
      for _ = 1, 100 do io = ws.receive() print(io) end
    `);
    const client = await RawWebSocket.open(await program.port());
    for (let n = 1; n <= 100; n++) await client.send(frame(Opcode.text, `${n}`));
    await client.send(frame(Opcode.ping, "sent"));
    expect((await client.frame()).opcode).toBe(Opcode.pong);
    program.queue("go");
    const expected = Array.from({ length: 100 }, (_, index) => `${index + 1}\n`).join("");
    expect(await program.returned()).toBe(expected);
  });

  test("a client that floods a program which waits for something else is held up, and loses nothing", async () => {
    const count = 4000;
    const program = boot(
      `
      local ws = http.websocketServer(0).listen()
      os.pullEvent("go")
      for n = 1, ${count} do
        local text = ws.receive()
        if #text ~= 1000 or tonumber(text:sub(1, 8)) ~= n then error("wrong: " .. text:sub(1, 8)) end
      end
      print("all there")
      `,
      { limits: { webSocketQueueBytesMax: 50_000 } },
    );
    const client = await RawWebSocket.open(await program.port());
    for (let n = 1; n <= count; n++) {
      client.push(frame(Opcode.text, String(n).padStart(8, "0").padEnd(1000, "x")));
    }
    await program.waits();
    program.queue("go");
    await program.printed("all there");
  });

  test.runIf(engineName === "node")(
    "where reading can be stopped it is, when a handle's queue is full",
    async () => {
      const program = boot(`local ws = http.websocketServer(0).listen() os.pullEvent("never")`, {
        limits: { webSocketQueueBytesMax: 50_000 },
      });
      const client = await RawWebSocket.open(await program.port());
      const message = frame(Opcode.binary, Buffer.alloc(10_000));
      // The system's own buffers are some megabytes; this does not end unless nobody reads.
      await turnsUntil(() => {
        client.push(message);
        return client.unsentBytes > 2_000_000;
      });
    },
  );

  test.runIf(engineName === "uws")(
    "where reading cannot be stopped, a client that sends too much is closed with 1013",
    async () => {
      const program = boot(
        `
        local ws = http.websocketServer(0).listen()
        print(select(2, os.pullEvent("websocket_server_closed")))
        `,
        { limits: { webSocketQueueBytesMax: 50_000, webSocketBacklogBytesMax: 200_000 } },
      );
      const client = await RawWebSocket.open(await program.port());
      const message = frame(Opcode.binary, Buffer.alloc(10_000));
      for (let n = 0; n < 40; n++) client.push(message);
      expect(closeOf(await client.frame())).toEqual([1013, "Too much is sent"]);
      // The messages that it did accept come before its end, so the program has to receive them.
      expect(program.output).toBe("");
    },
  );

  test("a program that takes its messages from events and never receives is sent all of them", async () => {
    const count = 3000;
    const program = boot(
      `
      http.websocketServer(0)
      for n = 1, ${count} do
        local _, id, text = os.pullEvent("websocket_server_message")
        if #text ~= 1000 then error("wrong") end
      end
      print("all there")
      `,
      { limits: { webSocketQueueBytesMax: 20_000 } },
    );
    const client = await RawWebSocket.open(await program.port());
    for (let n = 1; n <= count; n++) client.push(frame(Opcode.text, "x".repeat(1000)));
    await program.printed("all there");
  });

  test("so is one whose handles come from listen()", async () => {
    const count = 3000;
    const program = boot(
      `
      local server = http.websocketServer(0)
      parallel.waitForAny(
        function() while true do server.listen() end end,
        function()
          for n = 1, ${count} do os.pullEvent("websocket_server_message") end
          print("all there")
        end)
      `,
      { limits: { webSocketQueueBytesMax: 20_000 } },
    );
    const client = await RawWebSocket.open(await program.port());
    for (let n = 1; n <= count; n++) client.push(frame(Opcode.text, "x".repeat(1000)));
    await program.printed("all there");
  });

  test("one client that floods a busy program leaves room for requests of others", async () => {
    const program = boot(
      `
      local port = http.addListener(0)
      http.websocketServer(port)
      print("open")
      while not gate("go") do for _ = 1, 1000 do end end
      while true do
        local event, _, request, response = os.pullEvent()
        if event == "http_request" then response.write("served") response.close() break end
      end
      `,
      { limits: { hostEventsMax: 100 } },
    );
    const port = await program.port();
    await program.printed("open");
    const client = await RawWebSocket.open(port);
    for (let n = 0; n < 500; n++) client.push(frame(Opcode.text, "x"));
    await client.send(frame(Opcode.ping));
    if (engineName === "uws") expect((await client.frame()).opcode).toBe(Opcode.pong);
    const response = get(port);
    await turnsUntil(() => program.computer.hasRoom);
    program.open("go");
    expect((await response).body).toBe("served");
  });

  test("when the computer takes no more events they wait, and come when it does", async () => {
    const program = boot(
      `
      http.websocketServer(0)
      print("open")
      while not gate("go") do for _ = 1, 1000 do end end
      local count = 0
      while true do
        local event = os.pullEvent()
        if event == "websocket_server_message" then count = count + 1 end
        if event == "websocket_server_closed" then break end
      end
      print(count)
      `,
      { limits: { hostEventsMax: 4 } },
    );
    const port = await program.port();
    await program.printed("open");
    const client = await RawWebSocket.open(port);
    for (let n = 0; n < 50; n++) await client.send(frame(Opcode.text, "x"));
    await client.send(closeFrame(1000));
    await turnsUntil(() => !program.computer.hasRoom);
    program.open("go");
    expect(await program.returned()).toBe("open\n50\n");
  });

  test("a silent client is dropped after the idle timeout, and its end is told", async () => {
    const program = boot(
      `http.websocketServer(0, { idleTimeout = 0.1 }) http.websocketServer(0) ${PRINT_EVENTS}`,
      { limits: { webSocketIdleTimeoutMs: 100 } },
    );
    for (const index of [0, 1]) {
      const client = await RawWebSocket.open(await program.port(index));
      expect((await client.frame()).opcode).toBe(Opcode.ping);
      await client.ended();
      await program.printed(`websocket_server_closed ${index + 1}  1006`);
    }
  });

  test("limits of WebSockets must be whole numbers of at least 1", () => {
    for (const name of ["webSocketMessageBytesMax", "webSocketBacklogBytesMax"] as const) {
      for (const value of [0, -1, 0.5, NaN]) {
        expect(() => boot("", { limits: { [name]: value } })).toThrow(name);
      }
    }
  });
});
