/**
 * `http.listen`: how it begins, and every way in which it ends (HTTP-API 3).
 */
import { expect, test } from "vitest";
import { connect, get } from "./client.js";
import { busyUntil, freePort, isOpen, onEveryEngine, turnsUntil } from "./harness.js";

onEveryEngine("http.listen", (boot) => {
  test("arguments are checked in CraftOS's words", async () => {
    const program = boot(`
      local function try(...)
        local args = table.pack(...)
        local _, text = pcall(function() http.listen(table.unpack(args, 1, args.n)) end)
        print((text:gsub("^/test.lua:%d+: ", "")))
      end
      try()
      try("80", print)
      try(nil, print)
      try(0)
      try(0, "callback")
      try(-1, print)
      try(65536, print)
      try(80.5, print)
      try(0 / 0, print)
    `);
    expect((await program.returned()).trim().split("\n")).toEqual([
      "bad argument #1 (number expected, got nil)",
      "bad argument #1 (number expected, got string)",
      "bad argument #1 (number expected, got nil)",
      "bad argument #2 (function expected, got nil)",
      "bad argument #2 (function expected, got string)",
      "bad argument #1 (port out of range)",
      "bad argument #1 (port out of range)",
      "bad argument #1 (port out of range)",
      "bad argument #1 (port out of range)",
    ]);
    expect(program.ports).toEqual([]);
  });

  test("the callback gets a request and a response handle, and nothing else", async () => {
    const program = boot(`
      http.listen(0, function(...)
        local request, response = ...
        response.write(select("#", ...) .. type(request.getURL) .. type(response.write))
        response.close()
      end)
    `);
    expect((await get(await program.port())).body).toBe("2functionfunction");
  });

  test("it returns nothing when the callback returns something truthy", async () => {
    const port = await freePort();
    const program = boot(
      `
      local port = tonumber((...))
      for _, stop in ipairs({ true, 0, "", "no" }) do
        print(select("#", http.listen(port, function(request, response)
          response.write("bye")
          response.close()
          return stop
        end)))
      end
      `,
      { args: [String(port)] },
    );
    for (let n = 0; n < 4; n++) {
      await program.port(n);
      expect((await get(port)).body).toBe("bye");
    }
    expect(await program.returned()).toBe("0\n0\n0\n0\n");
    expect(await isOpen(port)).toBe(false);
  });

  test("false and nil do not stop it, nor do further results", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        local url = request.getURL()
        response.write(url)
        response.close()
        if url == "/nil" then return nil, true end
        if url == "/false" then return false, true end
        if url == "/stop" then return 1 end
      end)
    `);
    const port = await program.port();
    for (const target of ["/nil", "/false", "/nothing", "/stop"]) {
      expect((await get(port, target)).body).toBe(target);
    }
    await program.returned();
  });

  test("server_stop ends every call", async () => {
    const program = boot(`
      parallel.waitForAll(
        function() http.listen(0, print) print("one") end,
        function() http.listen(0, print) print("two") end
      )
    `);
    const ports = [await program.port(0), await program.port(1)];
    await program.waits();
    program.queue("server_stop");
    expect(await program.returned()).toBe("one\ntwo\n");
    for (const port of ports) expect(await isOpen(port)).toBe(false);
  });

  test("server_stop with a port ends only the call on that port", async () => {
    const program = boot(`
      local function serve()
        http.listen(0, function(request, response)
          response.write("still here")
          response.close()
        end)
      end
      parallel.waitForAll(
        function() serve() print("one") end,
        function() serve() print("two") end
      )
    `);
    const [one, two] = [await program.port(0), await program.port(1)];
    await program.waits();
    program.queue("server_stop", 1);
    program.queue("server_stop", two);
    await program.printed("two");
    expect(await isOpen(two)).toBe(false);
    expect((await get(one)).body).toBe("still here");
    expect(program.output).toBe("two\n");
    program.queue("server_stop", one);
    expect(await program.returned()).toBe("two\none\n");
  });

  test("a callback can stop its own server by os.queueEvent", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        os.queueEvent("server_stop")
        response.write("bye")
        response.close()
      end)
    `);
    expect((await get(await program.port())).body).toBe("bye");
    await program.returned();
  });

  test("on stopping, connections are refused at once and requests in flight are finished", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        if request.getURL() == "/slow" then
          print("slow")
          os.pullEvent("finish")
        end
        response.write(request.getURL())
        response.close()
        return request.getURL() == "/stop"
      end)
      print("returned")
    `);
    const port = await program.port();
    const slow = await connect(port);
    await slow.request("GET /slow");
    await program.printed("slow");
    expect((await get(port, "/stop")).body).toBe("/stop");
    expect(await isOpen(port)).toBe(false);
    expect(program.output).toBe("slow\n");
    program.queue("finish");
    expect((await slow.response()).body).toBe("/slow");
    expect(await program.returned()).toBe("slow\nreturned\n");
  });

  test("requests that had come in before it was stopped are handled", async () => {
    const program = boot(
      `
      local handled = 0
      http.listen(0, function(request, response)
        handled = handled + 1
        if handled == 1 then mark("busy") ${busyUntil("go on")} end
        response.write(handled)
        response.close()
        return true
      end)
      print(handled)
    `,
      { limits: { hostEventsMax: 2 } },
    );
    const port = await program.port();
    const clients = [];
    for (let n = 0; n < 3; n++) {
      const client = await connect(port);
      await client.request("GET /");
      clients.push(client);
      if (n === 0) await program.marked("busy");
    }
    await turnsUntil(() => !program.computer.hasRoom);
    program.open("go on");
    const bodies = await Promise.all(clients.map(async (client) => (await client.response()).body));
    expect(bodies.sort()).toEqual(["1", "2", "3"]);
    expect(await program.returned()).toBe("3\n");
  });

  test("terminate raises Terminated with the port closed, and waiting clients get 503", async () => {
    const program = boot(`
      local ok, message = pcall(http.listen, 0, function(request, response)
        print("got it")
        os.pullEvent("never")
      end)
      print(ok, message)
      os.pullEvent("end")
    `);
    const port = await program.port();
    const client = await connect(port);
    await client.request("GET /");
    await program.printed("got it");
    program.computer.terminate();
    await program.printed("false\tTerminated\n");
    expect((await client.response()).status).toBe(503);
    expect(await isOpen(port)).toBe(false);
  });

  test("terminate ends a program that does nothing about it", async () => {
    const program = boot(`http.listen(0, print)`);
    const port = await program.port();
    await program.waits();
    program.computer.terminate();
    expect(await program.failed()).toBe("Terminated");
    expect(await isOpen(port)).toBe(false);
  });

  test("a port in use is told in CraftOS's words", async () => {
    const port = await freePort();
    const holder = boot(`http.listen(tonumber((...)), print)`, { args: [String(port)] });
    await holder.port();
    const program = boot(`print(pcall(http.listen, tonumber((...)), print))`, {
      args: [String(port)],
    });
    expect(await program.returned()).toBe(
      `false\tCould not open server: Address already in use: 127.0.0.1:${port}\n`,
    );
  });

  test("a port is free for the next call when a call has returned", async () => {
    const port = await freePort();
    const program = boot(
      `
      for i = 1, 20 do
        os.queueEvent("server_stop")
        http.listen(tonumber((...)), print)
      end
      `,
      { args: [String(port)] },
    );
    await program.returned();
    expect(program.ports).toEqual(Array<number>(20).fill(port));
  });

  test("it works inside a coroutine that the program resumes itself", async () => {
    const program = boot(`
      local listening = coroutine.create(function()
        http.listen(0, function(request, response)
          sleep(0)
          response.write("from inside")
          response.close()
          return true
        end)
        return "listened"
      end)
      local event = table.pack()
      while true do
        local result = table.pack(coroutine.resume(listening, table.unpack(event, 1, event.n)))
        assert(result[1], result[2])
        if coroutine.status(listening) == "dead" then print(result[2]) break end
        event = table.pack(os.pullEventRaw(result[2]))
      end
    `);
    expect((await get(await program.port())).body).toBe("from inside");
    expect(await program.returned()).toBe("listened\n");
  });

  test("where nothing can be waited for it raises, with the port closed", async () => {
    const program = boot(`
      print(load(function() http.listen(0, print) end))
    `);
    expect(await program.returned()).toMatch(/^nil\t.*attempt to yield across/);
    for (const port of program.ports) expect(await isOpen(port)).toBe(false);
  });

  test("a call inside a callback serves another port until it is stopped", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        http.listen(0, function(_, inner)
          inner.write("inner")
          inner.close()
          return true
        end)
        response.write("outer")
        response.close()
        return true
      end)
    `);
    const outer = await connect(await program.port(0));
    await outer.request("GET /");
    expect((await get(await program.port(1))).body).toBe("inner");
    expect((await outer.response()).body).toBe("outer");
    await program.returned();
  });
});
