/**
 * Requests of programs to real servers: what goes out, what comes back, and what is said of it.
 */
import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { boot, outputOf } from "./boot.js";
import { serve } from "./origin.js";

describe("http.get", () => {
  test("gives a handle with the body, the status and the headers", async () => {
    const origin = await serve((_arrival, response) => {
      response.writeHead(203, "Fine", { "content-type": "text/plain", "X-Twice": ["a", "b"] });
      response.end("one\r\ntwo\nthree");
    });
    const output = await outputOf(`
      local response = http.get("${origin.url}/path?a=b%20c")
      print(response.getResponseCode())
      local headers = response.getResponseHeaders()
      print(headers["Content-Type"], headers["content-type"], headers["X-Twice"])
      print(response.readLine(), response.readLine(true) == "two\\n", response.read(3), response:read())
      print(response.readAll(), response.readAll() == "", response.readLine(), response.read())
      print(response.seek("set", 4), response.readLine(true) == "\\ntwo\\n" or response.readLine())
      response.close()
      print(pcall(function() response.readAll() end))
    `);
    expect(output.split("\n")).toEqual([
      "203\tFine",
      "text/plain\ttext/plain\ta, b",
      "one\ttrue\tthr\te",
      "e\ttrue\tnil\tnil",
      "4\ttwo",
      "false\t/test.lua:10: attempt to use a closed file",
      "",
    ]);
    expect(origin.arrivals).toMatchObject([{ method: "GET", target: "/path?a=b%20c", body: "" }]);
    expect(origin.arrivals[0]!.headers).toMatchObject({
      host: `127.0.0.1:${origin.port}`,
      "user-agent": "computercraft/1.109.2 (craftos-http)",
    });
  });

  test("gives nil, the reason and the handle for a status from 400", async () => {
    const origin = await serve((_arrival, response) => response.writeHead(404).end("nothing here"));
    const output = await outputOf(`
      local response, problem, failed = http.get("${origin.url}")
      print(response, problem, failed.getResponseCode())
      print(failed.readAll())
    `);
    expect(output).toBe("nil\tNot Found\t404\tNot Found\nnothing here\n");
  });

  test("sends and gives every byte as it is", async () => {
    const origin = await serve((arrival, response) => {
      response.end(Buffer.from(arrival.body, "latin1"));
    });
    const output = await outputOf(`
      local bytes = {}
      for i = 0, 255 do bytes[i + 1] = string.char(i) end
      local all = table.concat(bytes)
      print(http.post("${origin.url}", all).readAll() == all)
      local binary = http.post { url = "${origin.url}", body = "\\255\\0", binary = true }
      print(binary.read(), binary.read(), binary.read())
      print(http.post("${origin.url}", "\\255", nil, true).read(1) == "\\255")
    `);
    expect(output).toBe("true\n255\t0\tnil\ntrue\n");
    expect(origin.arrivals[0]!.headers).toMatchObject({
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "content-length": "256",
    });
  });

  test("waits for its own answer among several for the same URL", async () => {
    const held: ServerResponse[] = [];
    const origin = await serve((_arrival, response) => {
      if (held.push(response) < 3) return;
      for (const [index, waiting] of held.entries()) waiting.end(String(index + 1));
    });
    const output = await outputOf(`
      local answers = {}
      local function ask()
        local answer = http.get("${origin.url}").readAll()
        answers[#answers + 1] = answer
      end
      parallel.waitForAll(ask, ask, ask)
      table.sort(answers)
      print(table.concat(answers, " "))
    `);
    expect(output).toBe("1 2 3\n");
  });

  test("raises Terminated", async () => {
    const origin = await serve(() => undefined);
    const program = boot(`http.get("${origin.url}")`);
    await program.waits();
    program.computer.terminate();
    expect(await program.failed()).toBe("Terminated");
  });
});

describe("http.request", () => {
  test("queues http_success and http_failure with the URL as it was given", async () => {
    const origin = await serve((arrival, response) => {
      response.writeHead(arrival.target === "/bad" ? 500 : 200).end(arrival.method);
    });
    const output = await outputOf(`
      print(http.request("${origin.url}/a"))
      local event, url, handle = os.pullEvent()
      print(event, url == "${origin.url}/a", handle.readAll(), #{ handle })
      print(http.request { url = "${origin.url}/bad", method = "PATCH" })
      local event, url, problem, handle = os.pullEvent()
      print(event, url == "${origin.url}/bad", problem, handle.readAll())
      print(http.request("${origin.url}", "a body"))
      print(select(3, os.pullEvent("http_success")).readAll())
    `);
    expect(output.split("\n")).toEqual([
      "true",
      "http_success\ttrue\tGET\t1",
      "true",
      "http_failure\ttrue\tInternal Server Error\tPATCH",
      "true",
      "POST",
      "",
    ]);
  });

  test("gives false and queues http_failure for a URL that cannot be", async () => {
    const output = await outputOf(`
      for _, url in ipairs { "ftp://example.com", "example.com", "http://", "http://a b/", "" } do
        print(http.request(url))
        print(os.pullEvent())
        print(http.get(url))
      end
    `);
    const rows = [
      ["ftp://example.com", "Invalid protocol 'ftp'"],
      ["example.com", "Must specify http or https"],
      ["http://", "URL malformed"],
      ["http://a b/", "URL malformed"],
      ["", "Must specify http or https"],
    ];
    expect(output).toBe(
      rows
        .map(
          ([url, problem]) =>
            `false\t${problem}\nhttp_failure\t${url}\t${problem}\nnil\t${problem}\n`,
        )
        .join(""),
    );
  });

  test("sends the methods, and the headers that a program may set", async () => {
    const origin = await serve((_arrival, response) => response.end());
    await outputOf(`
      local url = "${origin.url}"
      local headers = {
        ["X-Mine"] = "caf\\195\\169", Number = 7, [1] = "no", Function = print,
        Host = "elsewhere", ["content-length"] = "99", ["Transfer-Encoding"] = "chunked",
        Connection = "upgrade", Upgrade = "x", Expect = "100-continue", ["User-Agent"] = "me",
      }
      http.head(url)
      http.put(url, "b", headers)
      http.delete(url)
      http.patch { url = url, body = "p" }
      http.options(url)
      http.trace(url)
      http.get { url = url, method = "PUT" }
    `);
    expect(origin.arrivals.map(({ method, body }) => `${method} ${body}`)).toEqual([
      "HEAD ",
      "PUT b",
      "DELETE ",
      "PATCH p",
      "OPTIONS ",
      "TRACE ",
      "PUT ",
    ]);
    const { rawHeaders } = origin.arrivals[1]!;
    const sent = Object.fromEntries(
      rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name, rawHeaders[i + 1]]] : [])),
    );
    expect(sent).toEqual({
      host: `127.0.0.1:${origin.port}`,
      connection: "keep-alive",
      "X-Mine": "caf\u00c3\u00a9",
      Number: "7",
      "User-Agent": "me",
      "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
      "content-length": "1",
    });
  });

  test.each([
    [`http.get()`, "bad argument #1 (string expected, got nil)"],
    [`http.get("u", 1)`, "bad argument #2 (table expected, got number)"],
    [`http.get("u", nil, 1)`, "bad argument #3 (boolean expected, got number)"],
    [`http.post("u")`, "bad argument #2 (string expected, got nil)"],
    [`http.request("u", {})`, "bad argument #2 (string expected, got table)"],
    [`http.request("u", nil, 1)`, "bad argument #3 (table expected, got number)"],
    [`http.request("u", nil, nil, 1)`, "bad argument #4 (boolean expected, got number)"],
    [`http.request {}`, "bad field 'url' (string expected, got nil)"],
    [`http.post { url = "u" }`, "bad field 'body' (string expected, got nil)"],
    [`http.get { url = "u", body = "b" }`, "bad field 'body' (nil expected, got string)"],
    [`http.get { url = "u", headers = 1 }`, "bad field 'headers' (table expected, got number)"],
    [`http.get { url = "u", method = 1 }`, "bad field 'method' (string expected, got number)"],
    [`http.get { url = "u", redirect = 1 }`, "bad field 'redirect' (boolean expected, got number)"],
    [`http.get { url = "u", binary = 1 }`, "bad field 'binary' (boolean expected, got number)"],
    [`http.get { url = "u", timeout = "1" }`, "bad field 'timeout' (number expected, got string)"],
    [`http.get { url = "u", timeout = 61 }`, "timeout out of range (between 0 and 60)"],
    [`http.get { url = "u", timeout = -1 }`, "timeout out of range (between 0 and 60)"],
    [`http.get { url = "u", method = "CONNECT" }`, "Unsupported HTTP method"],
    [`http.get { url = "u", method = "get" }`, "Unsupported HTTP method"],
    [`http.get("u", { ["a b"] = "c" })`, `"a b" is not a valid header name`],
    [
      `http.get("u", { a = "b\\r\\nc: d" })`,
      "the value of header 'a' has a control character in it",
    ],
    [`http.checkURL(1)`, "bad argument #1 (string expected, got number)"],
    [`http.checkURLAsync()`, "bad argument #1 (string expected, got nil)"],
  ])("%s raises %s", async (call, message) => {
    expect(await boot(call).failed()).toBe(`/test.lua:1: ${message}`);
  });
});

describe("http.checkURL", () => {
  test("says whether a URL may be requested, as a result and as an event", async () => {
    const output = await outputOf(`
      print(http.checkURL("http://127.0.0.1/"))
      print(http.checkURL("http://10.0.0.1/"))
      print(http.checkURL("not a url"))
      print(http.checkURL("gopher://127.0.0.1"))
      print(http.checkURLAsync("http://127.0.0.1/a"))
      print(os.pullEvent())
      print(http.checkURLAsync("http://10.0.0.1"))
      print(os.pullEvent())
      print(http.checkURLAsync("nothing"))
    `);
    expect(output.split("\n")).toEqual([
      "true",
      "false\tDomain not permitted",
      "false\tURL malformed",
      "false\tInvalid protocol 'gopher'",
      "true",
      "http_check\thttp://127.0.0.1/a\ttrue",
      "true",
      "http_check\thttp://10.0.0.1\tfalse\tDomain not permitted",
      "false\tMust specify http or https",
      "",
    ]);
  });
});
