/**
 * Responses that are sent while they are made: `response.flush()` (HTTP-API 2, streaming).
 */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { fieldValues } from "../engine/raw-client.js";
import { connect, get } from "./client.js";
import { busyUntil, onEveryEngine, turnsUntil } from "./harness.js";

/** Streams a line for each event `line`, and ends with the event `done`. */
const LINES = `
  http.listen(0, function(request, response)
    response.setResponseHeader("Content-Type", "text/event-stream")
    response.write("first")
    mark("flushed " .. tostring(response.flush()))
    while true do
      local event, text = os.pullEvent()
      if event == "line" then response.write(text)
      elseif event == "done" then response.close() return true end
    end
  end)`;

/** Streams pieces until the client has left or there have been enough; /count tells how many. */
const PIECES = `
  local count, piece = 0, ("0123456789abcdef"):rep(4096)
  http.listen(0, function(request, response)
    if request.getURL() == "/count" then
      response.write(count) response.close() return
    end
    response.flush()
    local goesOn = true
    while count < 1600 and goesOn do
      response.write(piece)
      count = count + 1
      if count % 16 == 0 then goesOn = response.flush() end
    end
    response.close()
    mark("ended after " .. (goesOn and "all" or "leaving"))
  end)`;

const PIECE_BYTES = 65536;

onEveryEngine("response.flush()", (boot, engineName) => {
  test("sends the head and what was written so far, then each write, and close ends it", async () => {
    const program = boot(LINES);
    const client = await connect(await program.port());
    await client.request("GET /");
    const head = await client.head();
    expect(head.status).toBe(200);
    expect(fieldValues(head, "content-type")).toEqual(["text/event-stream"]);
    expect(fieldValues(head, "transfer-encoding")).toEqual(["chunked"]);
    expect(fieldValues(head, "content-length")).toEqual([]);
    expect(fieldValues(head, "date")).toHaveLength(1);
    expect(await client.chunk()).toBe("first");
    await program.marked("flushed true");
    for (const text of ["a", "bytes \0\xff\r\n", "x".repeat(5000)]) {
      program.queue("line", text);
      expect(await client.chunk()).toBe(text);
    }
    program.queue("done");
    expect(await client.chunk()).toBe("");
    await program.returned();
  });

  test("leaves the connection to the next request", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write(request.getURL())
        response.flush()
        response.write("!")
        response.close()
      end)`);
    const client = await connect(await program.port());
    for (const target of ["/1", "/2"]) {
      await client.request(`GET ${target}`);
      await client.head();
      expect(await client.chunks()).toBe(`${target}!`);
    }
  });

  test("sends writes of one turn together, after those before the flush", async () => {
    const program = boot(`
      http.addListener(0)
      local _, _, _, response = os.pullEvent("http_request")
      response.write("a") response.flush()
      response.writeLine("b") response:write("c", 4)
      sleep(0)
      response.write("d") response.write("e")
      response.flush()
      response.close()`);
    const response = await fetch(`http://127.0.0.1:${await program.port()}/`);
    expect(await response.text()).toBe("ab\nc4de");
  });

  test("sends writes of a later turn together too", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write("0")
        response.flush()
        mark("flushed")
        os.pullEvent("go on")
        for i = 1, 5 do response.write(i) end
        os.pullEvent("end")
        response.close()
      end)`);
    const client = await connect(await program.port());
    await client.request("GET /");
    await client.head();
    expect(await client.chunk()).toBe("0");
    await program.marked("flushed");
    program.queue("go on");
    expect(await client.chunk()).toBe("12345");
    program.queue("end");
    expect(await client.chunk()).toBe("");
  });

  test("of a response to HEAD and of 204 and 304 sends the head only", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.setStatusCode(tonumber(request.getURL():sub(2)))
        response.write("body")
        assert(response.flush() == false)
        response.write(("more"):rep(1000))
        response.close()
      end)`);
    const client = await connect(await program.port());
    for (const [line, status] of [
      ["HEAD /200", 200],
      ["GET /204", 204],
      ["GET /304", 304],
    ] as const) {
      await client.request(line);
      expect((await client.head()).status).toBe(status);
    }
    client.close();
  });

  test("fails when the response is closed, and changes nothing the second time", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.flush()
        response.write("x")
        response.setStatusCode(500)
        response.flush()
        response.close()
        print(pcall(response.flush))
        print(pcall(response.write, "y"))
        return true
      end)`);
    const response = await fetch(`http://127.0.0.1:${await program.port()}/`);
    expect([response.status, await response.text()]).toEqual([200, "x"]);
    expect(await program.returned()).toMatch(/^(false\t\S+ attempt to use a closed file\n){2}$/);
  });

  test("makes the program wait for a client that reads slowly, and serves others meanwhile", async () => {
    const program = boot(PIECES, { limits: { streamBufferBytesMax: 256 * 1024 } });
    const port = await program.port();
    const client = await connect(port);
    client.pause();
    await client.request("GET /");
    await turnsUntil(() => client.hasUnread);
    const counts = new Set<string>();
    // The systems on both sides keep a few megabytes; when nothing moves, the program waits.
    let count = "";
    while (!counts.has(count) || count === "") {
      counts.add(count);
      count = (await get(port, "/count")).body;
      await turnsUntil(() => program.computer.status === "waiting");
    }
    expect(Number(count)).toBeLessThan(400);
    client.resume();
    const digest = createHash("md5");
    let bytes = 0;
    await client.head();
    for (let piece = await client.chunk(); piece !== ""; piece = await client.chunk()) {
      digest.update(piece, "latin1");
      bytes += piece.length;
    }
    expect(bytes).toBe(1600 * PIECE_BYTES);
    const expected = createHash("md5");
    for (let i = 0; i < 1600; i++) expected.update("0123456789abcdef".repeat(4096));
    expect(digest.digest("hex")).toBe(expected.digest("hex"));
    await program.marked("ended after all");
  }, 60_000);

  test("gives false when the client has left, also to a program that waits", async () => {
    const program = boot(PIECES);
    const client = await connect(await program.port());
    client.pause();
    await client.request("GET /");
    await turnsUntil(() => client.hasUnread);
    await program.waits();
    client.leave();
    await program.marked("ended after leaving");
  });

  test("gives false to a program that begins after its client has left", async () => {
    const program = boot(`
      http.addListener(0)
      local _, _, _, response = os.pullEvent("http_request")
      mark("waits")
      os.pullEvent("go")
      print(response.flush())
      response.write("x")
      print(response.flush())`);
    const client = await connect(await program.port());
    await client.request("GET /");
    await program.marked("waits");
    client.leave();
    // Another request comes later than the end of the first connection.
    await get(await program.port(), "/");
    program.queue("go");
    expect(await program.returned()).toBe("false\nfalse\n");
  });

  test("gives false to a program whose time is over, which it does not know yet", async () => {
    const program = boot(
      `
      http.listen(0, function(request, response)
        response.write("early")
        ${busyUntil("sent")}
        print(response.flush())
        response.write("late")
        sleep(0)
        print(response.flush())
        response.close()
        return true
      end)`,
      { limits: { answerTimeoutMs: 50 } },
    );
    expect((await get(await program.port())).body).toBe("early");
    program.open("sent");
    expect(await program.returned()).toBe("false\nfalse\n");
  });

  test("is not cut off after the time in which a response must be closed", async () => {
    const program = boot(
      `
      http.listen(0, function(request, response)
        response.write("a")
        response.flush()
        sleep(0.3)
        response.write("b")
        response.close()
      end)`,
      { limits: { answerTimeoutMs: 20 } },
    );
    const response = await fetch(`http://127.0.0.1:${await program.port()}/`);
    expect(await response.text()).toBe("ab");
    expect(program.warnings).toEqual([]);
  });

  test("is cut off when the callback fails, so that the client knows", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write("a")
        response.flush()
        os.pullEvent("go")
        error("broken")
      end)`);
    const client = await connect(await program.port());
    await client.request("GET /");
    await client.head();
    expect(await client.chunk()).toBe("a");
    program.queue("go");
    expect((await client.closed()).trim()).toBe("");
    expect(program.callbackErrors).toHaveLength(1);
  });

  test("is cut off when the program ends without closing it", async () => {
    const program = boot(`
      http.addListener(0)
      local _, _, _, response = os.pullEvent("http_request")
      response.write("a")
      response.flush()
      os.pullEvent("go")`);
    const client = await connect(await program.port());
    await client.request("GET /");
    await client.head();
    expect(await client.chunk()).toBe("a");
    program.queue("go");
    await program.returned();
    await program.server.close();
    expect((await client.closed()).trim()).toBe("");
  });

  test("drops a client that takes nothing for too long", async () => {
    const program = boot(PIECES, { limits: { stallTimeoutMs: 200 } });
    const client = await connect(await program.port());
    client.pause();
    await client.request("GET /");
    await program.marked("ended after leaving");
  });

  test("refuses a single write above the limit of a response", async () => {
    const program = boot(
      `
      http.listen(0, function(request, response)
        response.flush()
        for _ = 1, 5 do response.write(("x"):rep(60)) end
        print(pcall(response.write, ("x"):rep(1000)))
        response.close()
        return true
      end)`,
      { limits: { responseBytesMax: 100 } },
    );
    const response = await fetch(`http://127.0.0.1:${await program.port()}/`);
    expect(await response.text()).toBe("x".repeat(300));
    expect(await program.returned()).toMatch(/response is larger than the limit of 100 bytes\n$/);
  });

  test.runIf(engineName === "node")("ends with the connection in HTTP/1.0", async () => {
    const program = boot(LINES);
    const client = await connect(await program.port());
    await client.send("GET / HTTP/1.0\r\nHost: test\r\n\r\n");
    const head = await client.head();
    expect(fieldValues(head, "transfer-encoding")).toEqual([]);
    await program.marked("flushed true");
    program.queue("line", "second");
    program.queue("done");
    expect(await client.closed()).toBe("firstsecond");
  });
});
