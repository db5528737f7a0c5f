/**
 * What a program learns of a request, and what kind of value a handle is (HTTP-API 2).
 */
import { expect, test } from "vitest";
import { connect, get, post } from "./client.js";
import { onEveryEngine } from "./harness.js";

/** A server that runs a piece of Lua for each request and sends the text that it returns. */
function answering(lua: string): string {
  return `
    http.listen(0, function(request, response)
      local function answer() ${lua} end
      response.write(answer())
      response.close()
    end)
  `;
}

onEveryEngine("request handle", (boot) => {
  test("handles are tables that a program may add fields to and read them back", async () => {
    const program = boot(
      answering(`
        request.user, response.note = "ann", 7
        request[1] = "first"
        return type(request) .. type(response) .. request.user .. response.note .. request[1]
      `),
    );
    expect((await get(await program.port())).body).toBe("tabletableann7first");
  });

  test("a program may replace and remove the functions of a handle", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        local close = response.close
        response.close = function() response.write("!") close() end
        request.getURL = nil
        response.write(tostring(request.getURL))
        response.close()
      end)
    `);
    expect((await get(await program.port())).body).toBe("nil!");
  });

  test("handles have no metatable and every field of them is a function", async () => {
    const program = boot(
      answering(`
        local names = {}
        for _, handle in ipairs({ request, response }) do
          assert(getmetatable(handle) == nil)
          for name, value in pairs(handle) do
            assert(type(value) == "function", name)
            names[#names + 1] = name
          end
        end
        table.sort(names)
        return table.concat(names, " ")
      `),
    );
    const { body } = await get(await program.port());
    for (const name of [
      ..."close read readAll readLine getURL getMethod getRequestHeaders".split(" "),
      ..."getRemoteAddress write writeLine setStatusCode setResponseHeader".split(" "),
    ]) {
      expect(body.split(" ")).toContain(name);
    }
  });

  test("a handle is a table key, and each request has handles of its own", async () => {
    const program = boot(`
      local seen = {}
      http.listen(0, function(request, response)
        response.writeLine(tostring(seen[request]) .. tostring(seen[response]))
        seen[request], seen[response] = true, true
        response.writeLine(tostring(seen[request]) .. tostring(seen[response]))
        local count = 0
        for _ in pairs(seen) do count = count + 1 end
        response.write(count)
        response.close()
      end)
    `);
    const port = await program.port();
    expect((await get(port)).body).toBe("nilnil\ntruetrue\n2");
    expect((await get(port)).body).toBe("nilnil\ntruetrue\n4");
  });

  test("functions copied off a handle work without it", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        local url, all, headers = request.getURL, request.readAll, request.getRequestHeaders
        local status, header = response.setStatusCode, response.setResponseHeader
        local write, line, close = response.write, response.writeLine, response.close
        status(202)
        header("X-Test", headers().Host)
        write(url()) write(" ") line(all())
        close()
      end)
    `);
    const response = await post(await program.port(), "/a", "body");
    expect(response.status).toBe(202);
    expect(response.fields).toContainEqual(["X-Test", "test"]);
    expect(response.body).toBe("/a body\n");
  });

  test("every function may be called with a colon", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response:setStatusCode(201, "Made")
        response:setResponseHeader("X-Test", "yes")
        response:write(request:getMethod(), " ", request:getURL(), " ")
        response:write(request:getRequestHeaders().Host, " ", request:getRemoteAddress(), " ")
        response:write(request:read(), request:read(2), request:readLine(true))
        response:write(request:readLine(), request:readAll())
        response:writeLine(1)
        request:close()
        response:close()
      end)
    `);
    const response = await post(await program.port(), "/colon", "abcd\ne\nf");
    expect([response.status, response.reason]).toEqual([201, "Made"]);
    expect(response.fields).toContainEqual(["X-Test", "yes"]);
    expect(response.body).toBe("POST /colon test 127.0.0.1 abcd\nef1\n");
  });

  test("getURL() is the request target as it was sent, with its query", async () => {
    const program = boot(answering("return request.getURL()"));
    const port = await program.port();
    for (const target of [
      "/",
      "/?",
      "/a/b%20c?x=1&y=%2F&z",
      "//double//slashes/../and/./dots",
      "/?a=b?c=d",
      "/*/(x);p=1,2'!~",
      `/${"long/".repeat(500)}`,
    ]) {
      expect((await get(port, target)).body).toBe(target);
    }
  });

  test("getMethod() is the method as it was sent", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.setResponseHeader("X-Method", request.getMethod())
        response.close()
      end)
    `);
    const port = await program.port();
    for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]) {
      const response = await get(port, "/", [], method);
      expect(response.fields).toContainEqual(["X-Method", method]);
    }
  });

  test("getRequestHeaders() has canonical names and finds them in any case", async () => {
    const program = boot(
      answering(`
        local headers = request.getRequestHeaders()
        local names = {}
        for name, value in pairs(headers) do names[#names + 1] = name .. "=" .. value end
        table.sort(names)
        return table.concat(names, ";") .. "|" .. headers["content-type"] .. headers["X-LOWER"]
          .. tostring(headers.Missing) .. tostring(headers[1])
      `),
    );
    const { body } = await get(await program.port(), "/", ["cOntent-tYpe: text/x", "x-lower: low"]);
    expect(body).toBe("Content-Type=text/x;Host=test;X-Lower=low|text/xlownilnil");
  });

  test("getRequestHeaders() joins what came several times", async () => {
    const program = boot(
      answering(`
        local headers = request.getRequestHeaders()
        return headers.Accept .. "|" .. headers.Cookie .. "|" .. headers["X-One"]
      `),
    );
    const { body } = await get(await program.port(), "/", [
      "Accept: a",
      "Cookie: c=1",
      "accept: b",
      "X-One: ",
      "cookie: d=2",
      "Accept: c",
    ]);
    expect(body).toBe("a, b, c|c=1; d=2|");
  });

  test("getRequestHeaders() keeps the bytes of values", async () => {
    const program = boot(answering(`return request.getRequestHeaders()["X-Bytes"]`));
    const value = "caf\xe9 \xc3\xa9 \x80\xff\t!";
    const { body } = await get(await program.port(), "/", [`X-Bytes: ${value}`]);
    expect(body).toBe(value);
  });

  test("getRequestHeaders() is a new table each time, which the program may change", async () => {
    const program = boot(
      answering(`
        local first, second = request.getRequestHeaders(), request.getRequestHeaders()
        first.Host = nil
        first["x-new"] = "new"
        local third = request.getRequestHeaders()
        return tostring(first ~= second) .. tostring(first.Host) .. first["x-new"]
          .. second.Host .. third.Host .. tostring(third["x-new"])
      `),
    );
    expect((await get(await program.port())).body).toBe("truenilnewtesttestnil");
  });

  test("a connection serves many requests, each with its own values", async () => {
    const program = boot(
      answering(`return request.getURL() .. request.getRequestHeaders()["X-N"]`),
    );
    const client = await connect(await program.port());
    for (let n = 0; n < 20; n++) {
      await client.request(`GET /${n}`, [`X-N: ${n * n}`]);
      expect((await client.response()).body).toBe(`/${n}${n * n}`);
    }
  });

  test("Node's own fetch gets an answer", async () => {
    const program = boot(answering(`return request.readAll() .. request.getMethod()`));
    const url = `http://127.0.0.1:${await program.port()}/x`;
    const response = await fetch(url, { method: "PUT", body: "sent " });
    expect(await response.text()).toBe("sent PUT");
  });
});
