/**
 * Reading a request's body: `read`, `readLine`, `readAll` at every edge, byte for byte (HTTP-API 2).
 */
import { expect, test } from "vitest";
import { everyByte } from "../engine/engines.js";
import { connect, get, post } from "./client.js";
import { onEveryEngine } from "./harness.js";

/**
 * A server that makes a list of calls and answers with what they gave, one result a line. Results
 * are written so that nil, "" and control characters can be told apart.
 */
const CALLER = `
  local function show(value)
    if type(value) ~= "string" then return tostring(value) end
    return "<" .. value:gsub("%c", function(c) return ("\\\\%d"):format(c:byte()) end) .. ">"
  end
  http.listen(0, function(request, response)
    for call in request.getRequestHeaders()["X-Calls"]:gmatch("[^;]+") do
      local fn = load("local r = ... return r." .. call, "=call")
      local result = table.pack(pcall(fn, request))
      assert(result.n <= 2, "at most one result")
      response.writeLine(result.n == 1 and "nothing" or show(result[2]))
    end
    response.close()
  end)
`;

onEveryEngine("request body", (boot) => {
  /** Sends a body and gives what each call on it returned. */
  async function results(body: string, ...calls: string[]): Promise<string[]> {
    const program = boot(CALLER);
    const fields = [`X-Calls: ${calls.join(";")}`];
    const response = await post(await program.port(), "/", body, fields);
    expect(program.callbackErrors).toEqual([]);
    return response.body.split("\n").slice(0, -1);
  }

  test("read() gives one byte as a string, and nil at the end, again and again", async () => {
    const calls = Array<string>(4).fill("read()");
    expect(await results("ab", ...calls)).toEqual(["<a>", "<b>", "nil", "nil"]);
    expect(await results("", "read()", "read()")).toEqual(["nil", "nil"]);
  });

  test("read(n) gives up to n bytes", async () => {
    const calls = ["read(2)", "read(0)", "read(1)", "read(99)", "read(0)", "read(5)"];
    expect(await results("abcdef", ...calls)).toEqual(["<ab>", "<>", "<c>", "<def>", "nil", "nil"]);
    expect(await results("", "read(0)", "read(3)")).toEqual(["nil", "nil"]);
    expect(await results("abc", "read(2^53)")).toEqual(["<abc>"]);
  });

  test("read() checks its argument", async () => {
    const calls = ["read(-1)", "read('x')", "read({})", "read(0/0)", "read(nil)"];
    expect(await results("abc", ...calls)).toEqual([
      "<call:1: Cannot read a negative number of bytes>",
      "<call:1: bad argument #1 (number expected, got string)>",
      "<call:1: bad argument #1 (number expected, got table)>",
      "<call:1: bad argument #1 (number expected, got nan)>",
      "<a>",
    ]);
  });

  test("readLine() leaves out the line's end, LF or CR LF", async () => {
    const calls = Array<string>(7).fill("readLine()");
    expect(await results("one\ntwo\r\n\n\r\nend", ...calls)).toEqual([
      "<one>",
      "<two>",
      "<>",
      "<>",
      "<end>",
      "nil",
      "nil",
    ]);
  });

  test("readLine(true) keeps the line's end", async () => {
    const calls = Array<string>(5).fill("readLine(true)");
    expect(await results("one\r\n\ntwo\n", ...calls)).toEqual([
      "<one\\13\\10>",
      "<\\10>",
      "<two\\10>",
      "nil",
      "nil",
    ]);
  });

  test("readLine() keeps a CR that no LF follows, and gives no empty line after the last LF", async () => {
    expect(await results("a\rb\nc\r", "readLine()", "readLine()", "readLine()")).toEqual([
      "<a\\13b>",
      "<c\\13>",
      "nil",
    ]);
    expect(await results("a\n", "readLine()", "readLine()")).toEqual(["<a>", "nil"]);
    expect(await results("", "readLine()", "readLine(true)")).toEqual(["nil", "nil"]);
  });

  test("readLine(false) and readLine(nil) are readLine()", async () => {
    expect(await results("a\nb\n", "readLine(false)", "readLine(nil)")).toEqual(["<a>", "<b>"]);
  });

  test("readAll() gives the rest, and nil after that", async () => {
    expect(await results("a\r\nb", "readAll()", "readAll()", "read()")).toEqual([
      "<a\\13\\10b>",
      "nil",
      "nil",
    ]);
    const calls = ["read()", "readLine()", "readAll()", "readAll()"];
    expect(await results("xone\ntwo\n", ...calls)).toEqual(["<x>", "<one>", "<two\\10>", "nil"]);
    expect(await results("ab", "read(2)", "readAll()")).toEqual(["<ab>", "nil"]);
  });

  test('readAll() of an empty body is "" once, then nil', async () => {
    expect(await results("", "readAll()", "readAll()", "read()")).toEqual(["<>", "nil", "nil"]);
  });

  test("after close() every read fails, and the rest of the handle works", async () => {
    const closed = "<call:1: attempt to use a closed file>";
    const reads = ["read()", "read(3)", "readLine()", "readAll()"];
    expect(await results("body", "read()", "close()", ...reads, "getURL()")).toEqual([
      "<b>",
      "nothing",
      closed,
      closed,
      closed,
      closed,
      "</>",
    ]);
    expect(await results("", "close()", "readAll()", "close()")).toEqual([
      "nothing",
      closed,
      "nothing",
    ]);
  });

  test("a GET without a body reads as an empty one", async () => {
    const program = boot(CALLER);
    const fields = ["X-Calls: readAll();read();readLine()"];
    expect((await get(await program.port(), "/", fields)).body).toBe("<>\nnil\nnil\n");
  });

  test("all bytes arrive and are sent as they are, by every way of reading", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        local url, body = request.getURL(), nil
        if url == "/all" then
          body = request.readAll()
        elseif url == "/bytes" then
          body = ""
          for byte in request.read do body = body .. byte end
        else
          body = ""
          for line in function() return request.readLine(true) end do body = body .. line end
        end
        local sum = 0
        for i = 1, #body do sum = sum + body:byte(i) end
        response.setResponseHeader("X-Sum", #body .. ":" .. sum)
        response.write(body)
        response.close()
      end)
    `);
    const port = await program.port();
    const body = everyByte + everyByte;
    for (const target of ["/all", "/bytes", "/lines"]) {
      const response = await post(port, target, body);
      expect(response.body).toBe(body);
      expect(response.fields).toContainEqual(["X-Sum", "512:65280"]);
    }
  });

  test("a body of 1 MiB goes both ways unchanged", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write(request.readAll())
        response.close()
      end)
    `);
    const body = everyByte.repeat(4096);
    const response = await post(await program.port(), "/", body);
    expect(response.body.length).toBe(1024 * 1024);
    expect(response.body === body).toBe(true);
  });

  test("a chunked body arrives whole", async () => {
    const program = boot(CALLER);
    const client = await connect(await program.port());
    await client.request("POST /", ["Transfer-Encoding: chunked", "X-Calls: readAll()"]);
    await client.send("3\r\nabc\r\n");
    await client.send("4\r\n\0\xffxy\r\n0\r\n\r\n");
    expect((await client.response()).body).toBe("<abc\\0\xffxy>\n");
  });
});
