/**
 * `http.addListener` and `http.removeListener`: ports in the background, whose requests come as
 * events (HTTP-API 4).
 */
import { expect, test } from "vitest";
import { connect, get, post } from "./client.js";
import { busyUntil, freePort, isOpen, onEveryEngine } from "./harness.js";

/** Answers every request event with its URL. */
const ANSWER_ALL = `
  while true do
    local _, port, request, response = os.pullEvent("http_request")
    if request.getURL() == "/end" then response.close() break end
    response.write(port .. request.getURL())
    response.close()
  end
`;

onEveryEngine("http.addListener", (boot) => {
  test("a request is an event with the port, a request and a response handle, exactly", async () => {
    const program = boot(`
      http.addListener(0)
      local event = table.pack(os.pullEvent())
      print(event.n, event[1], event[2], type(event[3]), type(event[4]))
      event[4].write(event[3].getURL())
      event[4].close()
    `);
    const port = await program.port();
    expect((await get(port, "/x?y")).body).toBe("/x?y");
    expect(await program.returned()).toBe(`4\thttp_request\t${port}\ttable\ttable\n`);
  });

  test("it returns nothing, but the port for 0", async () => {
    const port = await freePort();
    const program = boot(
      `
      local results = table.pack(http.addListener(tonumber((...))))
      print(results.n)
      results = table.pack(http.addListener(0))
      print(results.n, results[1])
      print(select("#", http.addListener(tonumber((...)))))
      print(select("#", http.removeListener(tonumber((...)))))
      `,
      { args: [String(port)] },
    );
    expect(await program.returned()).toBe(`0\n1\t${program.ports[1]}\n0\n0\n`);
    expect(program.ports[1]).toBeGreaterThan(0);
  });

  test("each 0 opens another port, and each event says which", async () => {
    const program = boot(`http.addListener(0) http.addListener(0) ${ANSWER_ALL}`);
    const [one, two] = [await program.port(0), await program.port(1)];
    expect(one).not.toBe(two);
    expect((await get(one, "/a")).body).toBe(`${one}/a`);
    expect((await get(two, "/b")).body).toBe(`${two}/b`);
  });

  test("arguments are checked", async () => {
    const program = boot(`
      local function try(fn, ...)
        local args = table.pack(...)
        local _, text = pcall(function() fn(table.unpack(args, 1, args.n)) end)
        print((text:gsub("^/test.lua:%d+: ", "")))
      end
      for _, port in ipairs({ -1, 65536, 1.5, math.huge, 0 / 0 }) do try(http.addListener, port) end
      try(http.addListener)
      try(http.addListener, "80")
      try(http.addListener, 0, "options")
      try(http.addListener, 0, { host = 7 })
      try(http.addListener, 0, { maxBodyBytes = "1" })
      try(http.addListener, 0, { maxBodyBytes = 0 })
      try(http.addListener, 0, { timeout = -1 })
      try(http.addListener, 0, { timeout = 0 / 0 })
      try(http.addListener, 0, { timeout = math.huge })
      try(http.removeListener)
      try(http.removeListener, "80")
    `);
    expect((await program.returned()).trim().split("\n")).toEqual([
      ...Array<string>(5).fill("bad argument #1 (port out of range)"),
      "bad argument #1 (number expected, got nil)",
      "bad argument #1 (number expected, got string)",
      "bad argument #2 (table expected, got string)",
      "bad field 'host' (string expected, got number)",
      "bad field 'maxBodyBytes' (number expected, got string)",
      "bad field 'maxBodyBytes' (out of range)",
      "bad field 'timeout' (out of range)",
      "bad field 'timeout' (out of range)",
      "bad field 'timeout' (out of range)",
      "bad argument #1 (number expected, got nil)",
      "bad argument #1 (number expected, got string)",
    ]);
    expect(program.ports).toEqual([]);
  });

  test("the same port again keeps its connections", async () => {
    const program = boot(
      `
      local port = tonumber((...))
      http.addListener(port)
      for n = 1, 3 do
        local _, _, request, response = os.pullEvent("http_request")
        http.addListener(port)
        response.write(n)
        response.close()
      end
      `,
      { args: [String(await freePort())] },
    );
    const client = await connect(await program.port());
    for (const n of ["1", "2", "3"]) {
      await client.request("GET /");
      expect((await client.response()).body).toBe(n);
    }
    expect(program.ports).toHaveLength(1);
    await program.returned();
  });

  test("the same port again with the same options keeps it, with others it is an error", async () => {
    const program = boot(`
      local port = http.addListener(0, { maxBodyBytes = 4, timeout = 5 })
      local function again(options) print(select(2, pcall(http.addListener, port, options))) end
      again({ maxBodyBytes = 4, timeout = 5 })
      again({ host = "127.0.0.1", tls = false })
      again({ maxBodyBytes = 5 })
      again({ timeout = 6 })
      again({ host = "127.0.0.2" })
      again({ tls = { cert = "a", key = "b" } })
      print(http.websocketServer(port, { host = "127.0.0.2" }))
    `);
    const port = await program.port();
    const error = `Could not open server: port ${port} is open already with another `;
    const lines = (await program.returned()).replaceAll(/test\.lua:\d+: /g, "");
    expect(lines).toBe(
      `\n\n${error}'maxBodyBytes'\n${error}'timeout'\n${error}'host'\n${error}'tls'\n` +
        `nil\tport ${port} is open already with another 'host'\n`,
    );
    expect(program.ports).toEqual([port]);
  });

  test("options set the address, the size of bodies and the time for answers", async () => {
    const program = boot(`
      http.addListener(0, { host = "127.0.0.2", maxBodyBytes = 4, timeout = 0.08 })
      while true do
        local _, _, request, response = os.pullEvent("http_request")
        response.write(request.readAll())
      end
    `);
    const port = await program.port();
    expect(await isOpen(port)).toBe(false);
    expect(await isOpen(port, "127.0.0.2")).toBe(true);
    const url = `http://127.0.0.2:${port}/`;
    const large = await fetch(url, { method: "POST", body: "12345" });
    expect(large.status).toBe(413);
    const response = await fetch(url, { method: "POST", body: "1234" });
    expect(await response.text()).toBe("1234");
    expect(program.warnings).toEqual([
      "POST /: the response was not closed within 0.08 s; what was written is sent",
    ]);
  });

  test("an address that cannot be listened on is told", async () => {
    const program = boot(`
      print(pcall(http.addListener, 0, { host = "not an address" }))
      print(pcall(http.addListener, 0, { host = "192.0.2.1" }))
    `);
    const [name, foreign] = (await program.returned()).split("\n");
    expect(name).toMatch(/^false\tCould not open server: 'not an address' is not an address/);
    expect(foreign).toMatch(/^false\tCould not open server: Cannot assign requested address/);
  });

  test("the host is the server's unless the port has its own", async () => {
    const program = boot(`http.addListener(0) http.listen(0, print)`, { host: "127.0.0.3" });
    for (const index of [0, 1]) {
      const port = await program.port(index);
      expect(await isOpen(port)).toBe(false);
      expect(await isOpen(port, "127.0.0.3")).toBe(true);
    }
  });

  test("a port in use is told, and the program may try another", async () => {
    const port = await freePort();
    const holder = boot(`http.addListener(tonumber((...))) os.pullEvent("end")`, {
      args: [String(port)],
    });
    await holder.port();
    const program = boot(
      `
      local ok, text = pcall(http.addListener, tonumber((...)))
      print(text)
      http.addListener(0)
      ${ANSWER_ALL}
      `,
      { args: [String(port)] },
    );
    const other = await program.port();
    expect(program.output).toBe(
      `Could not open server: Address already in use: 127.0.0.1:${port}\n`,
    );
    expect((await get(other, "/x")).body).toBe(`${other}/x`);
  });

  test("requests that come while the program is busy wait their turn", async () => {
    const program = boot(`http.addListener(0) ${busyUntil("go on")} ${ANSWER_ALL}`);
    const port = await program.port();
    const answers = ["/1", "/2", "/3"].map((target) => get(port, target));
    program.open("go on");
    expect((await Promise.all(answers)).map(({ body }) => body)).toEqual([
      `${port}/1`,
      `${port}/2`,
      `${port}/3`,
    ]);
  });

  test("handles can be kept and answered later, in any order", async () => {
    const program = boot(`
      http.addListener(0)
      local kept = {}
      for n = 1, 3 do
        local _, _, request, response = os.pullEvent("http_request")
        kept[n] = { request, response }
      end
      for n = 3, 1, -1 do
        local request, response = table.unpack(kept[n])
        response.write(request.getMethod(), request.getURL(), request.readAll())
        response.write(request.getRequestHeaders().Host, request.getRemoteAddress())
        response.close()
        sleep(0)
      end
    `);
    const port = await program.port();
    const answers = ["/1", "/2", "/3"].map((target) => post(port, target, "body"));
    expect((await Promise.all(answers)).map(({ body }) => body)).toEqual([
      "POST/1bodytest127.0.0.1",
      "POST/2bodytest127.0.0.1",
      "POST/3bodytest127.0.0.1",
    ]);
  });

  test("a port serves http.listen for a while and then events again", async () => {
    const program = boot(
      `
      local port = tonumber((...))
      http.addListener(port)
      for n = 1, 2 do
        http.listen(port, function(request, response)
          response.write("callback " .. n)
          response.close()
          return true
        end)
      end
      ${ANSWER_ALL}
      `,
      { args: [String(await freePort())] },
    );
    const client = await connect(await program.port());
    const port = await program.port();
    for (const body of ["callback 1", "callback 2", `${port}/`]) {
      await client.request("GET /");
      expect((await client.response()).body).toBe(body);
    }
    expect(program.ports).toHaveLength(1);
    expect(program.warnings).toEqual([]);
  });

  test("a port that is in the background too stays open when http.listen is terminated", async () => {
    const program = boot(
      `
      local port = tonumber((...))
      http.addListener(port)
      print(pcall(http.listen, port, print))
      ${ANSWER_ALL}
      `,
      { args: [String(await freePort())] },
    );
    const port = await program.port();
    await program.waits();
    program.computer.terminate();
    await program.printed("Terminated");
    expect((await get(port, "/x")).body).toBe(`${port}/x`);
  });
});

onEveryEngine("http.removeListener", (boot) => {
  test("ports that are not open are ignored", async () => {
    const program = boot(`
      for _, port in ipairs({ 8080, 0, -1, 1e9, 1.5 }) do http.removeListener(port) end
      print("fine")
    `);
    expect(await program.returned()).toBe("fine\n");
  });

  test("the port is free when it returns", async () => {
    const program = boot(
      `
      local port = tonumber((...))
      for n = 1, 20 do
        http.addListener(port)
        http.removeListener(port)
      end
      print("done")
      os.pullEvent("end")
      `,
      { args: [String(await freePort())] },
    );
    await program.printed("done");
    expect(await isOpen(await program.port())).toBe(false);
    expect(program.ports).toHaveLength(20);
  });

  test("requests in flight can still be answered", async () => {
    const program = boot(`
      local port = http.addListener(0)
      local _, _, request, response = os.pullEvent("http_request")
      http.removeListener(port)
      print("removed")
      os.pullEvent("answer")
      response.write(request.getURL())
      response.close()
    `);
    const port = await program.port();
    const client = await connect(port);
    await client.request("GET /in-flight");
    await program.printed("removed");
    expect(await isOpen(port)).toBe(false);
    program.queue("answer");
    expect((await client.response()).body).toBe("/in-flight");
    await program.returned();
  });

  test("another listener of the program goes on", async () => {
    const program = boot(`
      local port = http.addListener(0)
      http.addListener(0)
      http.removeListener(port)
      ${ANSWER_ALL}
    `);
    const other = await program.port(1);
    expect((await get(other, "/x")).body).toBe(`${other}/x`);
    expect(await isOpen(await program.port(0))).toBe(false);
  });

  test("http.listen on that port returns, though nothing else happens", async () => {
    const program = boot(
      `
      local port = tonumber((...))
      parallel.waitForAll(
        function() http.listen(port, print) print("returned") end,
        function()
          http.removeListener(port)
          http.listen(port, function(request, response) response.close() return true end)
        end
      )
      `,
      { args: [String(await freePort())] },
    );
    await program.printed("returned");
    await get(await program.port(1));
    expect(await program.returned()).toBe("returned\n");
  });
});
