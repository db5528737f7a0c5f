/**
 * `setResponseHeader`: replacing, several values, what is refused and what is ignored (HTTP-API 2).
 */
import { expect, test } from "vitest";
import { fieldValues, type RawResponse } from "../engine/raw-client.js";
import { get } from "./client.js";
import { onEveryEngine, type RunningProgram } from "./harness.js";

onEveryEngine("response headers", (boot) => {
  /** Runs a piece of Lua that prepares a response. */
  async function answer(lua: string): Promise<[response: RawResponse, program: RunningProgram]> {
    const program = boot(`
      local function message(fn, ...)
        local ok, text = pcall(fn, ...)
        return ok and "no error" or (text:gsub("^/test.lua:%d+: ", ""))
      end
      http.listen(0, function(request, response)
        local set = response.setResponseHeader
        ${lua}
        response.close()
      end)
    `);
    return [await get(await program.port()), program];
  }

  test("a header is sent as it was set", async () => {
    const [response] = await answer(`
      set("X-MiXed", "value; with=everything, \\"quoted\\"\\tand a tab")
      set("X-Empty", "")
      set("X-Number", 12.5)
      set("!#$%&'*+-.^_\`|~09az", "token")
    `);
    expect(fieldValues(response, "X-Number")).toEqual(["12.5"]);
    expect(response.fields).toContainEqual([
      "X-MiXed",
      'value; with=everything, "quoted"\tand a tab',
    ]);
    expect(response.fields).toContainEqual(["X-Empty", ""]);
    expect(response.fields).toContainEqual(["!#$%&'*+-.^_`|~09az", "token"]);
  });

  test("bytes from 128 on are sent as they are", async () => {
    const [response] = await answer(String.raw`set("X-Bytes", "caf\233 \195\169 \128\255")`);
    expect(fieldValues(response, "X-Bytes")).toEqual(["caf\xe9 \xc3\xa9 \x80\xff"]);
  });

  test("setting a header again replaces it, whatever the case of its name", async () => {
    const [response] = await answer(`
      set("X-A", "1") set("X-B", "2") set("x-a", "3") set("X-A", "4")
    `);
    expect(fieldValues(response, "X-A")).toEqual(["4"]);
    expect(fieldValues(response, "X-B")).toEqual(["2"]);
  });

  test("a table sends a header several times, in its order", async () => {
    const [response] = await answer(`
      set("Set-Cookie", "old=1")
      set("Set-Cookie", { "a=1; Path=/", "b=2", 3 })
    `);
    expect(fieldValues(response, "Set-Cookie")).toEqual(["a=1; Path=/", "b=2", "3"]);
  });

  test("a string replaces a table, and an empty table removes the header", async () => {
    const [response] = await answer(`
      set("X-A", { "1", "2" }) set("X-A", "3")
      set("X-B", "1") set("X-B", {})
    `);
    expect(fieldValues(response, "X-A")).toEqual(["3"]);
    expect(fieldValues(response, "X-B")).toEqual([]);
  });

  test("names and values that would break the message are refused", async () => {
    const [response] = await answer(String.raw`
      local out = {}
      for _, name in ipairs({ "", "a b", "a:", "a\r\nb", "a\0", "caf\233", "(x)" }) do
        out[#out + 1] = message(set, name, "v")
      end
      for _, value in ipairs({ "a\r\nX-Evil: 1", "a\n", "\r", "a\0b", { "fine", "a\nb" } }) do
        out[#out + 1] = message(set, "X-A", value)
      end
      response.write(table.concat(out, "\n"))
    `);
    expect(response.body.split("\n")).toEqual([
      ...Array<string>(7).fill("bad argument #1 (invalid header name)"),
      ...Array<string>(5).fill("bad argument #2 (control character in header value)"),
    ]);
    expect(fieldValues(response, "X-A")).toEqual([]);
    expect(fieldValues(response, "X-Evil")).toEqual([]);
  });

  test("arguments of other types are refused", async () => {
    const [response] = await answer(`
      local out = {
        message(set), message(set, nil, "v"), message(set, 7, "v"), message(set, "X-A"),
        message(set, "X-A", true), message(set, "X-A", print), message(set, "X-A", { "1", true }),
        message(set, "X-A", { {} }), message(set, response, "X-A", nil),
      }
      response.write(table.concat(out, "\\n"))
    `);
    expect(response.body.split("\n")).toEqual([
      "bad argument #1 (string expected, got nil)",
      "bad argument #1 (string expected, got nil)",
      "bad argument #1 (string expected, got number)",
      "bad argument #2 (string expected, got nil)",
      "bad argument #2 (string expected, got boolean)",
      "bad argument #2 (string expected, got function)",
      "bad argument #2 (string expected at index 2)",
      "bad argument #2 (string expected at index 1)",
      "bad argument #2 (string expected, got nil)",
    ]);
  });

  test("what frames the message is ignored with one warning a header", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.setResponseHeader("Content-Length", "3")
        response.setResponseHeader("content-length", 9000)
        response.setResponseHeader("Transfer-Encoding", { "chunked" })
        response.setResponseHeader("Connection", "close")
        response.write("whole body")
        response.close()
      end)
    `);
    const port = await program.port();
    for (let n = 0; n < 2; n++) {
      const response = await get(port);
      expect(response.body).toBe("whole body");
      expect(fieldValues(response, "Content-Length")).toEqual(["10"]);
      expect(fieldValues(response, "Transfer-Encoding")).toEqual([]);
      expect(fieldValues(response, "Connection")).toEqual([]);
    }
    expect(program.warnings).toEqual([
      "header 'Content-Length' is set by the server; the program's is ignored",
      "header 'Transfer-Encoding' is set by the server; the program's is ignored",
      "header 'Connection' is set by the server; the program's is ignored",
    ]);
  });

  test("a header that frames the message is checked before it is ignored", async () => {
    const [response, program] = await answer(`
      response.write(message(set, "Content-Length", "1\\r\\nX-Evil: 1"))
    `);
    expect(response.body).toBe("bad argument #2 (control character in header value)");
    expect(program.warnings).toEqual([]);
  });

  test("nothing names the software, unless the program does", async () => {
    const [plain] = await answer("");
    for (const name of ["Server", "X-Powered-By", "uWebSockets"]) {
      expect(fieldValues(plain, name)).toEqual([]);
    }
    const [named] = await answer(`set("Server", "mine")`);
    expect(fieldValues(named, "Server")).toEqual(["mine"]);
  });

  test("hundreds of headers are sent", async () => {
    const [response] = await answer(`for i = 1, 300 do set("X-" .. i, i) end`);
    for (const n of [1, 150, 300]) expect(fieldValues(response, `X-${n}`)).toEqual([String(n)]);
  });
});
