/**
 * What a host does with a server: `drain` before a computer ends, `close` after it (HTTP-API 3, 7).
 */
import { expect, test } from "vitest";
import type { RequestEnd } from "../../src/engine/exchange-observer.js";
import { HostError } from "../../src/host-error.js";
import { collectingObserver } from "../engine/collecting-observer.js";
import { fieldValues } from "../engine/raw-client.js";
import { connect, get } from "./client.js";
import { busyUntil, isOpen, onEveryEngine, turnsUntil } from "./harness.js";

onEveryEngine("HttpServer", (boot) => {
  test("close() answers what the program has not answered with 503", async () => {
    const program = boot(`
      http.addListener(0)
      while true do
        local _, _, request, response = os.pullEvent("http_request")
        response.write("never sent")
        print(request.getURL())
      end
    `);
    const port = await program.port();
    const clients = [];
    for (const target of ["/1", "/2"]) {
      const client = await connect(port);
      await client.request(`GET ${target}`);
      await program.printed(target);
      clients.push(client);
    }
    program.computer.halt();
    await program.server.close();
    for (const client of clients) {
      const response = await client.response();
      expect([response.status, response.body]).toEqual([503, "503 Service Unavailable\r\n"]);
      expect(fieldValues(response, "Retry-After")).toEqual(["1"]);
      await client.closed();
    }
    expect(await isOpen(port)).toBe(false);
  });

  test("requests that still waited when the computer ended get 503", async () => {
    const program = boot(`http.addListener(0) ${busyUntil("end")}`, {
      limits: { hostEventsMax: 1 },
    });
    const client = await connect(await program.port());
    await client.request("GET /");
    await turnsUntil(() => !program.computer.hasRoom);
    program.open("end");
    expect((await client.response()).status).toBe(503);
    await program.returned();
  });

  test("requests that arrive after the computer has ended get 503", async () => {
    const program = boot(`http.addListener(0)`);
    await program.returned();
    const response = await get(await program.port());
    expect(response.status).toBe(503);
    expect(fieldValues(response, "Retry-After")).toEqual(["1"]);
  });

  test("close() lets large responses go out whole", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write(("x"):rep(4 * 1024 * 1024))
        response.close()
        return true
      end)
    `);
    const client = await connect(await program.port());
    client.pause();
    await client.request("GET /");
    await program.returned();
    const closed = program.server.close();
    client.resume();
    expect((await client.response()).body.length).toBe(4 * 1024 * 1024);
    await closed;
  });

  test("close() drops clients that do not read their answer in time", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write(("x"):rep(16 * 1024 * 1024))
        response.close()
        return true
      end)
    `);
    const client = await connect(await program.port());
    client.pause();
    await client.request("GET /");
    await program.returned();
    await program.server.close(50);
    client.resume();
    expect((await client.closed()).length).toBeLessThan(16 * 1024 * 1024);
  });

  test("close() without open ports, or again, does nothing", async () => {
    const program = boot(`http.addListener(0)`);
    await program.returned();
    await program.server.close();
    await program.server.close();
    await boot(`print(1)`).server.close();
  });

  test("drain() ends http.listen as server_stop does, and waits for what is in flight", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        print("got it")
        os.pullEvent("finish")
        response.write("finished")
        response.close()
      end)
      print("returned")
    `);
    const port = await program.port();
    const client = await connect(port);
    await client.request("GET /");
    await program.printed("got it");
    let isDrained = false;
    const drained = program.server.drain().then(() => (isDrained = true));
    await program.waits();
    expect(await isOpen(port)).toBe(false);
    expect(isDrained).toBe(false);
    program.queue("finish");
    expect((await client.response()).body).toBe("finished");
    await drained;
    expect(await program.returned()).toBe("got it\nreturned\n");
  });

  test("drain() ends http.listen also when no event has room at first", async () => {
    const program = boot(
      `
      parallel.waitForAll(
        function() http.listen(0, function(_, response) response.close() end) end,
        function() os.pullEvent("go") ${busyUntil("open")} end)
      print("returned")
      `,
      { limits: { hostEventsMax: 2 } },
    );
    await program.port();
    await program.waits();
    program.queue("go");
    await turnsUntil(() => program.computer.status !== "waiting");
    while (program.computer.hasRoom) program.queue("fill");
    const drained = program.server.drain();
    program.open("open");
    await drained;
    expect(await program.returned()).toBe("returned\n");
  });

  test("close() cuts off what the program was still sending, and says so", async () => {
    const ends: RequestEnd[] = [];
    const program = boot(
      `
      http.addListener(0)
      for n = 1, 3 do
        local _, _, _, response = os.pullEvent("http_request")
        response.write("begun")
        response.flush()
        if n == 1 then response.close() end
      end`,
      { observer: collectingObserver(ends) },
    );
    const port = await program.port();
    const clients = [];
    for (let n = 1; n <= 3; n++) {
      const client = await connect(port);
      await client.request(`GET /${n}`);
      await client.head();
      expect(await client.chunk()).toBe("begun");
      clients.push(client);
    }
    await program.ended();
    await program.server.close();
    for (const client of clients.slice(1)) expect(await client.closed()).not.toContain("0\r\n\r\n");
    expect(program.warnings).toEqual([
      "the program ended without closing 2 responses that it was sending, the first to GET /2: cut off",
    ]);
    const outcomes = ends.map(({ exchange, outcome }) => `${exchange?.target} ${outcome}`);
    expect(outcomes.sort()).toEqual(["/1 answered", "/2 dropped", "/3 dropped"]);
  });

  test("drain() lets a listener answer what it has, and refuses what comes later", async () => {
    const program = boot(`
      http.addListener(0)
      local _, _, _, response = os.pullEvent("http_request")
      print("got it")
      os.pullEvent("finish")
      response.close()
      os.pullEvent("never")
    `);
    const port = await program.port();
    const client = await connect(port);
    await client.request("GET /");
    await program.printed("got it");
    const drained = program.server.drain();
    expect(await isOpen(port)).toBe(false);
    program.queue("finish");
    expect((await client.response()).status).toBe(200);
    await drained;
  });

  test("drain() is done at once when nothing is in flight", async () => {
    const program = boot(`http.addListener(0) os.pullEvent("never")`);
    await program.port();
    await program.waits();
    await program.server.drain();
    expect(await isOpen(await program.port())).toBe(false);
  });

  test("the time for answers must be a whole number of milliseconds, at least 1", () => {
    for (const answerTimeoutMs of [0, -1, 0.5, NaN, Infinity]) {
      expect(() => boot("", { limits: { answerTimeoutMs } })).toThrow(HostError);
    }
  });

  test("two computers serve side by side, and one's end does not touch the other", async () => {
    const source = `
      http.listen(0, function(request, response)
        if request.getURL() == "/fail" then os.shutdown() end
        response.close()
      end)
    `;
    const [one, two] = [boot(source), boot(source)];
    const [portOne, portTwo] = [await one.port(), await two.port()];
    const client = await connect(portOne);
    await client.request("GET /fail");
    await one.ended();
    await one.server.close();
    expect((await client.response()).status).toBe(503);
    expect((await get(portTwo)).status).toBe(200);
  });
});
