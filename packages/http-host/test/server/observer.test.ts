/**
 * What an observer is told of requests: each once, with its status, bytes and outcome.
 */
import { expect, onTestFinished, test } from "vitest";
import type { ExchangeObserver, RequestEnd } from "../../src/engine/exchange-observer.js";
import { connect, get, post } from "./client.js";
import { onEveryEngine, turnsUntil } from "./harness.js";

class Notes implements ExchangeObserver {
  readonly wantsDetails = true;
  readonly lines: string[] = [];
  begun = 0;
  refusedConnections = 0;

  requestBegan(): void {
    this.begun++;
  }

  requestEnded({
    exchange,
    remoteAddress,
    status,
    bodyBytes,
    durationMs,
    outcome,
  }: RequestEnd): void {
    expect(durationMs).toBeGreaterThanOrEqual(0);
    const what = exchange === undefined ? "?" : `${exchange.method} ${exchange.target}`;
    const agent = exchange?.requestHeaders.get("x-agent") ?? "-";
    this.lines.push(`${remoteAddress} ${what} ${agent} ${status} ${bodyBytes} ${outcome}`);
  }

  connectionRefused(): void {
    this.refusedConnections++;
  }
}

const SERVER = `
  http.listen(0, function(request, response)
    local url = request.getURL()
    if url == "/fail" then error("x") end
    if url == "/cut" then response.write("1") response.flush() sleep(0.01) error("x") end
    if url == "/wait" then mark("waits") os.pullEvent("never") end
    response.setStatusCode(url == "/later" and 201 or 200)
    if url == "/later" then sleep(0.01) end
    response.write("12345")
    if url == "/stream" or url == "/left" then
      response.flush() sleep(0.01) response.write("678")
      if url == "/left" then mark("waits") os.pullEvent("never") end
    end
    response.close()
  end)`;

onEveryEngine("an observer", (boot) => {
  test("is told of what programs answer, at once, later and as a stream", async () => {
    const observer = new Notes();
    const port = await boot(SERVER, { observer }).port();
    await get(port, "/a?b", ["X-Agent: me"]);
    await post(port, "/later", "body", ["X-Agent: me"]);
    expect((await get(port, "/", [], "HEAD")).status).toBe(200);
    expect(await (await fetch(`http://127.0.0.1:${port}/stream`)).text()).toBe("12345678");
    await get(port, "/fail");
    const cut = await connect(port);
    await cut.request("GET /cut");
    await cut.closed();
    await turnsUntil(() => observer.lines.length === 6);
    expect(observer.lines).toEqual([
      "127.0.0.1 GET /a?b me 200 5 answered",
      "127.0.0.1 POST /later me 201 5 answered",
      "127.0.0.1 HEAD / - 200 0 answered",
      "127.0.0.1 GET /stream - 200 8 answered",
      "127.0.0.1 GET /fail - 500 27 failed",
      "127.0.0.1 GET /cut - 200 1 failed",
    ]);
    expect(observer.begun).toBe(6);
  });

  test("is told of clients that leave, before their answer and during a stream", async () => {
    const observer = new Notes();
    const program = boot(SERVER, { observer });
    for (const [target, expected] of [
      ["/wait", "127.0.0.1 GET /wait - 0 0 aborted"],
      ["/left", "127.0.0.1 GET /left - 200 8 aborted"],
    ] as const) {
      const client = await connect(await program.port());
      await client.request(`GET ${target}`);
      await program.marked("waits");
      if (target === "/left") {
        await client.head();
        expect(await client.chunk()).toBe("12345");
        expect(await client.chunk()).toBe("678");
      }
      client.leave();
      await turnsUntil(() => observer.lines.includes(expected));
    }
  });

  test("is told of what is sent without the program", async () => {
    const observer = new Notes();
    const program = boot(SERVER, { observer, limits: { answerTimeoutMs: 20 } });
    await get(await program.port(), "/wait");
    expect(observer.lines).toEqual(["127.0.0.1 GET /wait - 200 0 timeout"]);
    const dropped = new Notes();
    const deaf = boot(`http.addListener(0) os.pullEvent("never")`, { observer: dropped });
    await get(await deaf.port(), "/");
    expect(dropped.lines).toEqual(["127.0.0.1 GET / - 503 25 dropped"]);
  });

  test("is told of what the engine refuses", async () => {
    const observer = new Notes();
    const limits = { requestBodyBytesMax: 10, connectionsMax: 3, requestTimeoutMs: 100 };
    const port = await boot(SERVER, { observer, limits }).port();
    expect((await post(port, "/large", "x".repeat(11))).status).toBe(413);
    const slow = await connect(port);
    await slow.request("POST /slow", ["Content-Length: 5"], "12");
    await slow.closed();
    await turnsUntil(() => observer.lines.length === 2);
    expect(observer.lines).toEqual([
      "127.0.0.1 POST /large - 413 0 refused",
      "127.0.0.1 POST /slow - 408 0 refused",
    ]);
    const clients = await Promise.all([1, 2, 3, 4].map(() => connect(port)));
    onTestFinished(() => {
      for (const client of clients) client.close();
    });
    await turnsUntil(() => observer.refusedConnections > 0);
  });
});
