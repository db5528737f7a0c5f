/**
 * Answering: what is written, the status, and what happens to handles that are closed (HTTP-API 2).
 */
import { expect, test } from "vitest";
import { everyByte } from "../engine/engines.js";
import { fieldValues } from "../engine/raw-client.js";
import { connect, get } from "./client.js";
import { type Boot, onEveryEngine, type RunningProgram } from "./harness.js";

/** A server that runs a piece of Lua for each request and then closes the response. */
function running(boot: Boot, lua: string): RunningProgram {
  return boot(`
    local function message(fn, ...)
      local ok, text = pcall(fn, ...)
      return ok and "no error" or (text:gsub("^/test.lua:%d+: ", ""))
    end
    http.listen(0, function(request, response)
      ${lua}
      response.close()
    end)
  `);
}

onEveryEngine("response handle", (boot) => {
  test("nothing is sent before close()", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.setStatusCode(201)
        response.write("early ")
        print("waiting")
        os.pullEvent("go on")
        response.write("late")
        response.close()
      end)
    `);
    const client = await connect(await program.port());
    await client.request("GET /");
    await program.printed("waiting");
    program.queue("go on");
    const response = await client.response();
    expect([response.status, response.body]).toEqual([201, "early late"]);
  });

  test("write() takes strings and numbers, one or more", async () => {
    const program = running(
      boot,
      `response.write("a") response.write(1, "b", 2.5) response.write("")`,
    );
    expect((await get(await program.port())).body).toBe("a1b2.5");
  });

  test("write() writes numbers as Lua does", async () => {
    const program = running(
      boot,
      `response.write(1e15, " ", 2^53, " ", -0.1, " ", 1/3, " ", 1/0, " ", 10 / 2)`,
    );
    expect((await get(await program.port())).body).toBe(
      "1e+15 9.007199254741e+15 -0.1 0.33333333333333 inf 5",
    );
  });

  test("writeLine() ends the line after its last argument", async () => {
    const program = running(
      boot,
      `response.writeLine("a") response.writeLine(1, 2) response.writeLine("") response:writeLine("b")`,
    );
    expect((await get(await program.port())).body).toBe("a\n12\n\nb\n");
  });

  test("write() and writeLine() refuse everything else, and write nothing then", async () => {
    const program = running(
      boot,
      `
      local out = {}
      for _, write in ipairs({ response.write, response.writeLine }) do
        out[#out + 1] = message(write)
        out[#out + 1] = message(write, nil)
        out[#out + 1] = message(write, true)
        out[#out + 1] = message(write, {})
        out[#out + 1] = message(write, "kept out", print)
        out[#out + 1] = message(write, response)
        out[#out + 1] = message(write, response, 1, nil)
      end
      response.write(table.concat(out, "\\n"))
      `,
    );
    const messages = [
      "bad argument #1 (string expected, got nil)",
      "bad argument #1 (string expected, got nil)",
      "bad argument #1 (string expected, got boolean)",
      "bad argument #1 (string expected, got table)",
      "bad argument #2 (string expected, got function)",
      "bad argument #1 (string expected, got nil)",
      "bad argument #2 (string expected, got nil)",
    ];
    const { body } = await get(await program.port());
    expect(body.split("\n")).toEqual([...messages, ...messages]);
  });

  test("errors are raised where the handle was used", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        local function helper()
          response.write(nil)
        end
        local ok, text = pcall(helper)
        response.write(text)
        response.close()
      end)
    `);
    expect((await get(await program.port())).body).toBe(
      "/test.lua:4: bad argument #1 (string expected, got nil)",
    );
  });

  test("every byte is sent as it is, with the length in bytes", async () => {
    const program = running(
      boot,
      `
      local bytes = {}
      for byte = 0, 255 do bytes[#bytes + 1] = string.char(byte) end
      response.write(table.concat(bytes))
      `,
    );
    const response = await get(await program.port());
    expect(response.body).toBe(everyByte);
    expect(fieldValues(response, "Content-Length")).toEqual(["256"]);
  });

  test("write() raises when the response is over its limit, and what fits is kept", async () => {
    const program = boot(
      `
      http.listen(0, function(request, response)
        response.write(("x"):rep(90))
        local ok, text = pcall(function() response.write(("y"):rep(11)) end)
        response.setResponseHeader("X-Error", text)
        response.close()
      end)
      `,
      { limits: { responseBytesMax: 100 } },
    );
    const response = await get(await program.port());
    expect(response.body).toBe("x".repeat(90));
    expect(fieldValues(response, "X-Error")).toEqual([
      "/test.lua:4: response is larger than the limit of 100 bytes",
    ]);
  });

  test("without anything set the status is 200 OK and the headers are few", async () => {
    const program = running(boot, "");
    const response = await get(await program.port());
    expect([response.status, response.reason, response.body]).toEqual([200, "OK", ""]);
    const names = response.fields.map(([name]) => name.toLowerCase()).sort();
    expect(names).toEqual(["content-length", "date"]);
    expect(Date.parse(fieldValues(response, "Date")[0] ?? "")).not.toBeNaN();
  });

  test("setStatusCode() sends the standard reason unless another is given", async () => {
    const program = running(
      boot,
      `
      local code, reason = request.getURL():match("(%d+)/?(.*)")
      response.setStatusCode(tonumber(code), reason ~= "" and reason or nil)
      `,
    );
    const port = await program.port();
    for (const [target, status, reason] of [
      ["/404", 404, "Not Found"],
      ["/201", 201, "Created"],
      ["/599", 599, ""],
      ["/299", 299, ""],
      ["/418/Short%20and%20stout", 418, "Short%20and%20stout"],
      ["/200/Fine", 200, "Fine"],
    ] as const) {
      const response = await get(port, target);
      expect([response.status, response.reason]).toEqual([status, reason]);
    }
  });

  test("setStatusCode() replaces what was set, reason and all", async () => {
    const program = running(boot, `response.setStatusCode(500, "Odd") response.setStatusCode(404)`);
    const response = await get(await program.port());
    expect([response.status, response.reason]).toEqual([404, "Not Found"]);
  });

  test("setStatusCode() refuses what is no final status, and keeps the last good one", async () => {
    const program = running(
      boot,
      `
      response.setStatusCode(203)
      local out = {}
      for _, code in ipairs({ 0, -1, 99, 100, 101, 199, 600, 1000, 200.5, 0 / 0, math.huge }) do
        out[#out + 1] = message(response.setStatusCode, code)
      end
      out[#out + 1] = message(response.setStatusCode)
      out[#out + 1] = message(response.setStatusCode, "200")
      out[#out + 1] = message(response.setStatusCode, 200, 7)
      out[#out + 1] = message(response.setStatusCode, 200, "a\\r\\nb: c")
      out[#out + 1] = message(response.setStatusCode, 200, "a\\0b")
      response.write(table.concat(out, "\\n"))
      `,
    );
    const response = await get(await program.port());
    expect(response.status).toBe(203);
    expect(response.body.split("\n")).toEqual([
      ...Array<string>(11).fill("bad argument #1 (status code out of range)"),
      "bad argument #1 (number expected, got nil)",
      "bad argument #1 (number expected, got string)",
      "bad argument #2 (string expected, got number)",
      "bad argument #2 (control character in reason)",
      "bad argument #2 (control character in reason)",
    ]);
  });

  test("HEAD, 204 and 304 have no body bytes; HEAD has the length", async () => {
    const program = running(
      boot,
      `
      local code = tonumber(request.getURL():match("%d+"))
      if code then response.setStatusCode(code) end
      response.write("twelve bytes")
      `,
    );
    const client = await connect(await program.port());
    await client.request("HEAD /");
    expect(fieldValues(await client.response("HEAD"), "Content-Length")).toEqual(["12"]);
    for (const status of [204, 304]) {
      await client.request(`GET /${status}`);
      const response = await client.response();
      expect([response.status, response.body]).toEqual([status, ""]);
      expect(fieldValues(response, "Content-Length")).toEqual([]);
    }
    // Had a body been sent, it would be read as the head of this.
    await client.request("GET /");
    expect((await client.response()).body).toBe("twelve bytes");
  });

  test("after close() every function that changes the response fails", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write("once")
        response.close()
        for _, call in ipairs({
          function() response.close() end,
          function() response:close() end,
          function() response.write("more") end,
          function() response.writeLine("more") end,
          function() response.setStatusCode(500) end,
          function() response.setResponseHeader("A", "b") end,
        }) do
          print(select(2, pcall(call)))
        end
        print("done")
      end)
    `);
    expect((await get(await program.port())).body).toBe("once");
    await program.printed("done");
    const lines = program.output.trim().split("\n").slice(0, -1);
    expect(lines.map((line) => line.replace(/^\/test.lua:\d+: /, ""))).toEqual(
      Array<string>(6).fill("attempt to use a closed file"),
    );
  });

  test("a response may be closed long after the callback has returned", async () => {
    const program = boot(`
      local waiting = {}
      parallel.waitForAll(function()
        http.listen(0, function(request, response)
          waiting[#waiting + 1] = response
          print(request.getURL())
        end)
      end, function()
        os.pullEvent("answer")
        for number, response in ipairs(waiting) do
          response.write(number)
          response.close()
        end
      end)
    `);
    const port = await program.port();
    const clients = [];
    for (const target of ["/1", "/2"]) {
      const client = await connect(port);
      await client.request(`GET ${target}`);
      await program.printed(target);
      clients.push(client);
    }
    program.queue("answer");
    const bodies = [];
    for (const client of clients) bodies.push((await client.response()).body);
    expect(bodies).toEqual(["1", "2"]);
  });
});
