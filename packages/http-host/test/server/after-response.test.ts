/**
 * Request handles after the fact: what can still be read once the response is closed, in the same
 * turn and later (HTTP-API 2).
 */
import { expect, test } from "vitest";
import { connect, get, post } from "./client.js";
import { busyUntil, onEveryEngine } from "./harness.js";

/** Prints everything that a request handle tells, read for the first time. */
const TELL = `
  local function tell(request)
    local headers = request.getRequestHeaders()
    print(request.getMethod(), request.getURL(), headers.Host, headers["x-test"],
      request.getRemoteAddress(), request.readAll())
  end
`;

const FIELDS = ["X-Test: value"];
const TOLD = "POST\t/a?b\ttest\tvalue\t127.0.0.1\tbody\n";

/** Raised for headers that nobody can be expected to ask for. */
const HEADERS_GONE =
  "the request's headers cannot be read any more: the response is closed and the callback has returned";
const ADDRESS_GONE = HEADERS_GONE.replace("headers", "client's address");

onEveryEngine("a request after its response", (boot) => {
  test("a listener can read it right after close()", async () => {
    const program = boot(`
      ${TELL}
      http.addListener(0)
      local _, _, request, response = os.pullEvent("http_request")
      response.close()
      tell(request)
    `);
    await post(await program.port(), "/a?b", "body", FIELDS);
    expect(await program.returned()).toBe(TOLD);
  });

  test("a listener can read it in a later turn", async () => {
    const program = boot(`
      ${TELL}
      http.addListener(0)
      local _, _, request, response = os.pullEvent("http_request")
      response.close()
      sleep(0)
      tell(request)
    `);
    await post(await program.port(), "/a?b", "body", FIELDS);
    expect(await program.returned()).toBe(TOLD);
  });

  test("a listener that was busy when it came can read it", async () => {
    const program = boot(`
      ${TELL}
      http.addListener(0)
      ${busyUntil("go on")}
      local _, _, request, response = os.pullEvent("http_request")
      response.close()
      sleep(0)
      tell(request)
    `);
    const answer = post(await program.port(), "/a?b", "body", FIELDS);
    program.open("go on");
    await answer;
    expect(await program.returned()).toBe(TOLD);
  });

  test("a listener can read many of them after all were answered", async () => {
    const program = boot(`
      http.addListener(0)
      local requests = {}
      for n = 1, 3 do
        local _, _, request, response = os.pullEvent("http_request")
        requests[n] = request
        response.close()
      end
      for _, request in ipairs(requests) do
        print(request.getURL(), request.getRequestHeaders()["X-N"])
      end
    `);
    const client = await connect(await program.port());
    for (const n of [1, 2, 3]) {
      await client.request(`GET /${n}`, [`X-N: ${n}`]);
      await client.response();
    }
    expect(await program.returned()).toBe("/1\t1\n/2\t2\n/3\t3\n");
  });

  test("a callback can read it right after close()", async () => {
    const program = boot(`
      ${TELL}
      http.listen(0, function(request, response)
        response.close()
        tell(request)
        return true
      end)
    `);
    await post(await program.port(), "/a?b", "body", FIELDS);
    expect(await program.returned()).toBe(TOLD);
  });

  test("a callback can read it after close() and a wait", async () => {
    const program = boot(`
      ${TELL}
      http.listen(0, function(request, response)
        response.close()
        sleep(0)
        tell(request)
        return true
      end)
    `);
    await post(await program.port(), "/a?b", "body", FIELDS);
    expect(await program.returned()).toBe(TOLD);
  });

  test("a callback that was called late can read it after close() and a wait", async () => {
    const program = boot(`
      ${TELL}
      http.listen(0, function(request, response)
        if request.getURL() == "/busy" then response.close() ${busyUntil("go on")} return end
        response.close()
        sleep(0)
        tell(request)
        return true
      end)
    `);
    const port = await program.port();
    await get(port, "/busy");
    const answer = post(port, "/a?b", "body", FIELDS);
    program.open("go on");
    await answer;
    expect(await program.returned()).toBe(TOLD);
  });

  test("whom a callback passed the handles on to can read it after close()", async () => {
    const program = boot(`
      ${TELL}
      local passed = {}
      parallel.waitForAny(
        function()
          http.listen(0, function(...)
            table.insert(passed, { ... })
            os.queueEvent("passed")
          end)
        end,
        function()
          os.pullEvent("passed")
          local request, response = table.unpack(passed[1])
          response.close()
          sleep(0)
          tell(request)
        end
      )
    `);
    await post(await program.port(), "/a?b", "body", FIELDS);
    expect(await program.returned()).toBe(TOLD);
  });

  /** Answers, keeps the request, and lets another coroutine look at it later. */
  function keeping(inCallback: string, later: string): string {
    return `
      local kept
      parallel.waitForAny(
        function()
          http.listen(0, function(request, response)
            kept = request
            ${inCallback}
            response.close()
          end)
        end,
        function()
          os.pullEvent("look")
          ${later}
        end
      )
    `;
  }

  test("after a callback has returned, URL, method and body can be read", async () => {
    const program = boot(
      keeping("", "print(kept.getURL(), kept.getMethod(), kept.read(2), kept.readAll())"),
    );
    await post(await program.port(), "/a?b", "body");
    await program.waits();
    program.queue("look");
    expect(await program.returned()).toBe("/a?b\tPOST\tbo\tdy\n");
  });

  test("after a callback has returned, what it read before can be read again", async () => {
    const program = boot(
      keeping(
        "request.getRequestHeaders() request.getRemoteAddress()",
        `print(kept.getRequestHeaders()["x-test"], kept.getRemoteAddress())`,
      ),
    );
    await post(await program.port(), "/", "", FIELDS);
    await program.waits();
    program.queue("look");
    expect(await program.returned()).toBe("value\t127.0.0.1\n");
  });

  test("after a callback has returned, what it did not read raises a clear error", async () => {
    const program = boot(
      keeping(
        "",
        `
        print(select(2, pcall(function() kept.getRequestHeaders() end)))
        print(select(2, pcall(function() kept.getRemoteAddress() end)))
        `,
      ),
    );
    await post(await program.port(), "/", "", FIELDS);
    await program.waits();
    program.queue("look");
    expect(await program.returned()).toMatch(
      new RegExp(`^/test.lua:\\d+: ${HEADERS_GONE}\\n/test.lua:\\d+: ${ADDRESS_GONE}\\n$`),
    );
  });

  test("the same holds for a callback that waited, failed or was called late", async () => {
    const program = boot(`
      local kept = {}
      parallel.waitForAny(
        function()
          http.listen(0, function(request, response)
            local url = request.getURL()
            kept[url] = request
            if url == "/waited" then sleep(0) end
            if url == "/failed" then error("on purpose") end
            response.close()
            if url == "/busy" then ${busyUntil("go on")} end
          end)
        end,
        function()
          os.pullEvent("look")
          for _, url in ipairs({ "/waited", "/failed", "/late" }) do
            print(url, (pcall(kept[url].getRequestHeaders)))
          end
        end
      )
    `);
    const port = await program.port();
    for (const target of ["/waited", "/failed", "/busy"]) await get(port, target);
    const late = get(port, "/late");
    program.open("go on");
    await late;
    await program.waits();
    program.queue("look");
    expect(await program.returned()).toBe("/waited\tfalse\n/failed\tfalse\n/late\tfalse\n");
  });
});
