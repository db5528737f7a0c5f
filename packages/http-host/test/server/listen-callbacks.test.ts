/**
 * Callbacks of `http.listen`: they wait without holding anyone up, and fail without taking the
 * server down (HTTP-API 3).
 */
import { expect, test } from "vitest";
import { connect, get } from "./client.js";
import { freePort, isOpen, onEveryEngine } from "./harness.js";

onEveryEngine("http.listen callbacks", (boot) => {
  test("callbacks that wait for each other's requests all get on", async () => {
    const program = boot(`
      local waiting = 0
      http.listen(0, function(request, response)
        waiting = waiting + 1
        while waiting < 5 do sleep(0) end
        response.write(request.getURL())
        response.close()
      end)
    `);
    const port = await program.port();
    const targets = ["/1", "/2", "/3", "/4", "/5"];
    const answers = await Promise.all(targets.map((target) => get(port, target)));
    expect(answers.map(({ body }) => body)).toEqual(targets);
  });

  test("callbacks sleep at the same time, and in the order of their sleeps", async () => {
    const program = boot(`
      local begun = 0
      http.listen(0, function(request, response)
        begun = begun + 1
        while begun < 2 do os.pullEvent() end
        -- Both begin to sleep with the same event; one after the other would be "short" last.
        sleep(request.getURL() == "/long" and 0.2 or 0.05)
        print(request.getURL())
        response.close()
      end)
    `);
    const port = await program.port();
    await Promise.all([get(port, "/long"), get(port, "/short")]);
    expect(program.output).toBe("/short\n/long\n");
  });

  test("callbacks that sleep are woken for their own timer, and for no other's", async () => {
    const program = boot(`
      local wakings = 0
      http.listen(0, function(request, response)
        if request.getURL() == "/count" then
          response.write(wakings)
          response.close()
          return
        end
        local sleeper = coroutine.create(sleep)
        local _, filter, timer = coroutine.resume(sleeper, 0.2)
        repeat
          local event = table.pack(coroutine.yield(filter, timer))
          wakings = wakings + 1
          _, filter, timer = coroutine.resume(sleeper, table.unpack(event))
        until coroutine.status(sleeper) == "dead"
        response.close()
      end)
    `);
    const port = await program.port();
    await Promise.all(Array.from({ length: 300 }, () => get(port)));
    expect((await get(port, "/count")).body).toBe("300");
  });

  test("hundreds of clients with several requests each get their own answers", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        if tonumber(request.getURL():match("%d+")) % 3 == 0 then sleep(0.01) end
        response.write(request.getURL(), request.readAll())
        response.close()
      end)
    `);
    const port = await program.port();
    const visits = Array.from({ length: 200 }, async (_, n) => {
      const client = await connect(port);
      for (let round = 0; round < 3; round++) {
        await client.request(`POST /${n}`, ["Content-Length: 2"], `-${round}`);
        expect((await client.response()).body).toBe(`/${n}-${round}`);
      }
      client.close();
    });
    await Promise.all(visits);
    expect(program.callbackErrors).toEqual([]);
    expect(program.warnings).toEqual([]);
  });

  test("a quick request is answered while a slow one waits", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        if request.getURL() == "/slow" then os.pullEvent("finish") end
        response.write(request.getURL())
        response.close()
      end)
    `);
    const port = await program.port();
    const slow = await connect(port);
    await slow.request("GET /slow");
    for (let n = 0; n < 5; n++) expect((await get(port, `/${n}`)).body).toBe(`/${n}`);
    program.queue("finish");
    expect((await slow.response()).body).toBe("/slow");
  });

  test("an event reaches every callback that waits for it, with its arguments", async () => {
    const program = boot(`
      local function serve(request, response)
        print("waiting")
        local name, a, b = os.pullEvent(request.getURL():sub(2))
        response.write(table.concat({ name, tostring(a), tostring(b) }, " "))
        response.close()
      end
      http.listen(0, serve)
    `);
    const port = await program.port();
    const clients = [];
    for (const target of ["/red", "/blue", "/red"]) {
      const client = await connect(port);
      await client.request(`GET ${target}`);
      clients.push(client);
    }
    await program.until(() => program.output === "waiting\n".repeat(3));
    program.queue("green", 1);
    program.queue("red", 2, true);
    program.queue("blue");
    const bodies = [];
    for (const client of clients) bodies.push((await client.response()).body);
    expect(bodies).toEqual(["red 2 true", "blue nil nil", "red 2 true"]);
  });

  test("a callback without a filter gets other events, and no request of its own port", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        if request.getURL() == "/listen" then
          print("waiting")
          local names = {}
          repeat
            local name = os.pullEvent()
            names[#names + 1] = name
          until name == "last"
          response.write(table.concat(names, " "))
        end
        response.close()
      end)
    `);
    const port = await program.port();
    const client = await connect(port);
    await client.request("GET /listen");
    await program.printed("waiting");
    program.queue("first");
    await get(port, "/other");
    program.queue("last");
    expect((await client.response()).body).toBe("first last");
  });

  test("parallel works inside a callback", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        local n = parallel.waitForAny(
          function() os.pullEvent("never") end,
          function() sleep(0) end
        )
        parallel.waitForAll(
          function() sleep(0) response.write("a") end,
          function() sleep(0) response.write("b") end
        )
        response.write(n)
        response.close()
      end)
    `);
    expect((await get(await program.port())).body).toMatch(/^(ab|ba)2$/);
  });

  test("a callback that yields by hand gets the next event it asked for", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        print("waiting")
        local event, value = coroutine.yield("mine")
        response.write(event, " ", value)
        local wrapped = coroutine.wrap(function() return (os.pullEvent("inner")) end)
        local filter = wrapped()
        response.write(" ", filter, " ", wrapped(os.pullEvent(filter)))
        response.close()
      end)
    `);
    const client = await connect(await program.port());
    await client.request("GET /");
    await program.printed("waiting");
    for (const name of ["other", "mine", "inner"]) program.queue(name, 7);
    expect((await client.response()).body).toBe("mine 7 inner inner");
  });

  test("an error gives 500, goes to the log with its traceback, and the server goes on", async () => {
    const program = boot(`
      local function fail(text)
        error(text)
      end
      http.listen(0, function(request, response)
        response.setStatusCode(201)
        response.setResponseHeader("X-Dropped", "yes")
        response.write("dropped")
        if request.getURL() == "/bad?x" then fail("went wrong") end
        response.close()
      end)
    `);
    const port = await program.port();
    const response = await get(port, "/bad?x");
    expect(response.status).toBe(500);
    expect(response.body).toBe("500 Internal Server Error\r\n");
    expect(response.fields.map(([name]) => name)).not.toContain("X-Dropped");
    expect((await get(port, "/good")).body).toBe("dropped");
    const [failure, ...others] = program.callbackErrors;
    expect(others).toEqual([]);
    expect(failure?.request).toBe("GET /bad?x");
    expect(failure?.error.message).toBe("/test.lua:3: went wrong");
    expect(failure?.error.traceback).toContain("/test.lua:3:");
    expect(failure?.error.traceback).toContain("/test.lua:9:");
  });

  test("an error after waiting does the same", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write("dropped")
        sleep(0)
        local t
        t.x = 1
      end)
    `);
    const response = await get(await program.port());
    expect([response.status, response.body]).toEqual([500, "500 Internal Server Error\r\n"]);
    expect(program.callbackErrors[0]?.error.message).toBe(
      "/test.lua:6: attempt to index local 't' (a nil value)",
    );
  });

  test("an error after close() leaves the response as it was sent", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write("sent")
        response.close()
        if request.getURL() == "/later" then sleep(0) end
        error("after close", 0)
      end)
    `);
    const port = await program.port();
    for (const target of ["/now", "/later"]) {
      const response = await get(port, target);
      expect([response.status, response.body]).toEqual([200, "sent"]);
    }
    await program.until(() => program.callbackErrors.length === 2);
    expect(program.callbackErrors.map(({ error }) => error.message)).toEqual([
      "after close",
      "after close",
    ]);
  });

  test("error values that are no strings reach the log as they are", async () => {
    const program = boot(`
      local values = { table = { code = 7 }, number = 42, boolean = false }
      http.listen(0, function(request, response)
        local kind = request.getURL():sub(2)
        if kind == "nothing" then error() end
        error(values[kind])
      end)
    `);
    const port = await program.port();
    for (const kind of ["table", "number", "boolean", "nothing"]) {
      expect((await get(port, `/${kind}`)).status).toBe(500);
    }
    const values = program.callbackErrors.map(({ error }) => error.value);
    expect(values.slice(1)).toEqual([42, false, undefined]);
    expect(typeof values[0]).toBe("object");
  });

  test("a callback that recurses without end gives 500, and the server goes on", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        local function deeper() return 1 + deeper() end
        if request.getURL() == "/deep" then deeper() end
        response.close()
      end)
    `);
    const port = await program.port();
    expect((await get(port, "/deep")).status).toBe(500);
    expect(program.callbackErrors[0]?.error.message).toContain("stack overflow");
    expect((await get(port, "/")).status).toBe(200);
  });

  test("a callback that runs too long fails alone", async () => {
    const program = boot(
      `
      http.listen(0, function(request, response)
        if request.getURL() == "/endless" then while true do end end
        response.close()
      end)
      `,
      { limits: { tooLongMs: 50, tooLongGraceMs: 5000 } },
    );
    const port = await program.port();
    expect((await get(port, "/endless")).status).toBe(500);
    expect(program.callbackErrors[0]?.error.message).toContain("Too long without yielding");
    expect((await get(port, "/")).status).toBe(200);
  });

  test("a callback's pcall catches its own errors", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        local ok, text = pcall(function() sleep(0) error("caught", 0) end)
        response.write(tostring(ok), " ", text)
        response.close()
      end)
    `);
    expect((await get(await program.port())).body).toBe("false caught");
    expect(program.callbackErrors).toEqual([]);
  });

  test("os.shutdown in a callback ends the program; what it answered goes out", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write("last words")
        response.close()
        os.shutdown(3)
      end)
    `);
    const port = await program.port();
    expect((await get(port)).body).toBe("last words");
    expect(await program.ended()).toEqual({ kind: "shutdown", exitStatus: 3 });
    await program.server.close();
    expect(await isOpen(port)).toBe(false);
  });

  test("two calls in parallel.waitForAll serve their ports side by side", async () => {
    const program = boot(`
      local function serve(name)
        return function()
          http.listen(0, function(request, response)
            sleep(0)
            response.write(name)
            response.close()
            return request.getURL() == "/stop"
          end)
          print(name)
        end
      end
      parallel.waitForAll(serve("one"), serve("two"))
    `);
    const [one, two] = [await program.port(0), await program.port(1)];
    const answers = await Promise.all([get(one), get(two), get(one), get(two)]);
    expect(answers.map(({ body }) => body)).toEqual(["one", "two", "one", "two"]);
    await get(one, "/stop");
    await program.printed("one");
    expect(await isOpen(one)).toBe(false);
    expect((await get(two, "/stop")).body).toBe("two");
    expect(await program.returned()).toBe("one\ntwo\n");
  });

  test("a call takes over the port of one that was left behind", async () => {
    const program = boot(
      `
      local port = tonumber((...))
      local function serve(name)
        http.listen(port, function(request, response)
          response.write(name)
          response.close()
          return request.getURL() == "/stop"
        end)
      end
      parallel.waitForAny(function() serve("old") end, function() os.pullEvent("reload") end)
      serve("new")
      `,
      { args: [String(await freePort())] },
    );
    const port = await program.port();
    expect((await get(port)).body).toBe("old");
    program.queue("reload");
    await program.until(() => program.warnings.length > 0);
    const warning = `port ${port} is taken over by another call of http.listen`;
    expect(program.warnings).toEqual([warning]);
    expect((await get(port)).body).toBe("new");
    expect((await get(port, "/stop")).body).toBe("new");
    await program.returned();
    expect(await isOpen(port)).toBe(false);
  });

  test("of two calls for one port the first returns, and the second serves", async () => {
    const program = boot(
      `
      local port = tonumber((...))
      local function serve(name)
        return function()
          http.listen(port, function(request, response)
            response.write(name)
            response.close()
          end)
          print(name .. " returned")
        end
      end
      parallel.waitForAll(serve("one"), serve("two"))
      `,
      { args: [String(await freePort())] },
    );
    const port = await program.port();
    expect((await get(port)).body).toBe("two");
    await program.printed("one returned");
    expect((await get(port)).body).toBe("two");
    program.queue("server_stop", port);
    expect(await program.returned()).toBe("one returned\ntwo returned\n");
  });
});
