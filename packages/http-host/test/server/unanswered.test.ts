/**
 * Requests that a program does not answer in time or not at all, and clients that leave
 * (HTTP-API 2, 4, 7).
 */
import { expect, test } from "vitest";
import { fieldValues } from "../engine/raw-client.js";
import { connect, get, post } from "./client.js";
import { busyUntil, isOpen, onEveryEngine, turnsUntil } from "./harness.js";

/** Short enough to wait for, in milliseconds. */
const SHORT_MS = 80;

onEveryEngine("unanswered requests", (boot) => {
  test("what was written is sent when nobody closes the response, with a warning", async () => {
    const program = boot(
      `
      http.listen(0, function(request, response)
        response.setStatusCode(202)
        response.setResponseHeader("X-Set", "yes")
        response.write("as far as it came")
      end)
      `,
      { limits: { answerTimeoutMs: SHORT_MS } },
    );
    const response = await post(await program.port(), "/a?b=c", "x");
    expect([response.status, response.body]).toEqual([202, "as far as it came"]);
    expect(fieldValues(response, "X-Set")).toEqual(["yes"]);
    expect(program.warnings).toEqual([
      "POST /a?b=c: the response was not closed within 0.08 s; what was written is sent",
    ]);
  });

  test("after that the handle behaves as after a client that left", async () => {
    const program = boot(
      `
      http.listen(0, function(request, response)
        response.write("in time")
        os.pullEvent("answered")
        response.write("too late")
        response.writeLine("too late")
        response.setStatusCode(500)
        response.setResponseHeader("X-Late", "yes")
        print(pcall(response.write, nil))
        response.close()
        print(pcall(function() response.close() end))
        return true
      end)
      `,
      { limits: { answerTimeoutMs: SHORT_MS } },
    );
    expect((await get(await program.port())).body).toBe("in time");
    program.queue("answered");
    expect(await program.returned()).toMatch(
      /^false.*string expected, got nil.*\nfalse\t.*attempt to use a closed file\n$/,
    );
    expect(program.callbackErrors).toEqual([]);
  });

  test("a request that was never answered does not keep others from being answered", async () => {
    const program = boot(
      `
      http.listen(0, function(request, response)
        if request.getURL() == "/quick" then response.write("quick") response.close() end
      end)
      `,
      { limits: { answerTimeoutMs: 1000 } },
    );
    const port = await program.port();
    const slow = await connect(port);
    await slow.request("GET /slow");
    for (let n = 0; n < 3; n++) expect((await get(port, "/quick")).body).toBe("quick");
    expect(program.warnings).toEqual([]);
    expect((await slow.response()).status).toBe(200);
    expect(program.warnings).toHaveLength(1);
  });

  test("a request that the program does not get to gets 503, and its callback is spared", async () => {
    const program = boot(
      `
      local busy = true
      http.listen(0, function(request, response)
        print(request.getURL())
        response.close()
        if request.getURL() == "/busy" then ${busyUntil("open")} end
      end)
      `,
      { limits: { answerTimeoutMs: SHORT_MS } },
    );
    const port = await program.port();
    expect((await get(port, "/busy")).status).toBe(200);
    const response = await get(port, "/waits");
    expect(response.status).toBe(503);
    expect(fieldValues(response, "Retry-After")).toEqual(["1"]);
    expect(program.warnings).toEqual([
      "GET /waits: the program did not get to it within 0.08 s; 503 is sent",
    ]);
    program.open("open");
    await get(port, "/after");
    expect(program.output).toBe("/busy\n/after\n");
  });

  test("a client that left before the program got to it is forgotten in time, silently", async () => {
    const program = boot(
      `
      http.listen(0, function(request, response)
        print(request.getURL())
        response.close()
        if request.getURL() == "/busy" then ${busyUntil("open")} end
      end)
      `,
      { limits: { answerTimeoutMs: SHORT_MS, requestBodyBytesMax: 1 } },
    );
    const port = await program.port();
    await get(port, "/busy");
    const client = await connect(port);
    await client.request("GET /gone");
    // The engine answers this by itself; by then it has passed the other on.
    expect((await post(port, "/", "long")).status).toBe(413);
    const other = get(port, "/waits");
    client.leave();
    expect((await other).status).toBe(503);
    expect(program.warnings).toEqual([expect.stringContaining("GET /waits")]);
    program.open("open");
    await get(port, "/after");
    expect(program.output).toBe("/busy\n/after\n");
  });

  test("a client that leaves while the program works on its answer goes unnoticed", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        print("got it")
        os.pullEvent("left")
        response.setStatusCode(404)
        response.setResponseHeader("X-A", "b")
        response.write("to nobody")
        response.close()
        print("closed", request.getURL(), request.getRequestHeaders().Host)
        return true
      end)
    `);
    const port = await program.port();
    const client = await connect(port);
    await client.request("GET /gone");
    await program.printed("got it");
    client.leave();
    expect(await isOpen(port)).toBe(true);
    program.queue("left");
    expect(await program.returned()).toBe("got it\nclosed\t/gone\ttest\n");
    expect(program.callbackErrors).toEqual([]);
    expect(program.warnings).toEqual([]);
  });

  test("a client that left and a response that nobody closes give no warning", async () => {
    const program = boot(
      `
      http.listen(0, function(request, response)
        print(request.getURL())
        if request.getURL() == "/last" then os.pullEvent("never") end
      end)
      `,
      { limits: { answerTimeoutMs: SHORT_MS } },
    );
    const port = await program.port();
    const client = await connect(port);
    await client.request("GET /gone");
    await program.printed("/gone");
    client.leave();
    // Its time starts later, so the other's is over when this is answered.
    expect((await get(port, "/last")).status).toBe(200);
    expect(program.warnings).toEqual([expect.stringContaining("GET /last")]);
  });

  test("a client that leaves before the program gets to it goes unnoticed", async () => {
    const program = boot(
      `
      http.addListener(0)
      ${busyUntil("left")}
      local _, _, request, response = os.pullEvent("http_request")
      response.write("to nobody")
      response.close()
      print(request.getURL())
      `,
      { limits: { hostEventsMax: 1 } },
    );
    const port = await program.port();
    const client = await connect(port);
    await client.request("GET /gone");
    await turnsUntil(() => !program.computer.hasRoom);
    client.leave();
    expect((await get(port, "/no-room")).status).toBe(503);
    program.open("left");
    expect(await program.returned()).toBe("/gone\n");
  });

  test("an event that a filter passes over gets 503 at once", async () => {
    const program = boot(`
      http.addListener(0)
      os.pullEvent("something else")
      print("done")
    `);
    const response = await get(await program.port());
    expect(response.status).toBe(503);
    expect(fieldValues(response, "Retry-After")).toEqual(["1"]);
    program.queue("something else");
    expect(await program.returned()).toBe("done\n");
  });

  test("events that wait and are passed over later get 503 then", async () => {
    const program = boot(`
      http.addListener(0)
      ${busyUntil("pull")}
      os.pullEvent("something else")
    `);
    const port = await program.port();
    const clients = [await connect(port), await connect(port)];
    for (const client of clients) await client.request("GET /");
    program.open("pull");
    for (const client of clients) expect((await client.response()).status).toBe(503);
  });

  test("a request for which the queue has no room gets 503 with Retry-After", async () => {
    const program = boot(
      `
      http.addListener(0)
      ${busyUntil("pull")}
      while true do
        local _, _, request, response = os.pullEvent("http_request")
        response.write(request.getURL())
        response.close()
      end
      `,
      { limits: { hostEventsMax: 2 } },
    );
    const port = await program.port();
    const clients = [];
    for (let n = 0; n < 3; n++) {
      const client = await connect(port);
      await client.request(`GET /${n}`);
      clients.push(client);
    }
    const answers = await Promise.race(
      clients.map(async (client, n) => ({ n, response: await client.response() })),
    );
    expect(answers.response.status).toBe(503);
    expect(fieldValues(answers.response, "Retry-After")).toEqual(["1"]);
    program.open("pull");
    for (const [n, client] of clients.entries()) {
      if (n === answers.n) continue;
      expect((await client.response()).body).toBe(`/${n}`);
    }
  });

  test("a program that computes without a pause still gets to its requests", async () => {
    const program = boot(`
      local count = 0
      http.listen(0, function(request, response)
        local wanted = tonumber(request.getURL():match("%d+"))
        for i = 1, wanted do count = count + 1 end
        response.write(count)
        response.close()
      end)
    `);
    const port = await program.port();
    const answers = await Promise.all([
      get(port, "/3000000"),
      get(port, "/1"),
      get(port, "/3000000"),
      get(port, "/1"),
    ]);
    const counts = answers.map(({ body }) => Number(body));
    expect(Math.max(...counts)).toBe(6_000_002);
  });
});
