/**
 * The limits of the client, and servers that misbehave.
 */
import zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import { busyUntil, turnsUntil } from "../server/harness.js";
import { boot, outputOf } from "./boot.js";
import { serve, serveBytes } from "./origin.js";

const MIB = 1024 * 1024;

describe("downloadBytesMax", () => {
  test("refuses a response by its Content-Length before it is read", async () => {
    const origin = await serve((_arrival, response) => {
      response.writeHead(200, { "Content-Length": 1001 });
      response.write("x");
    });
    const source = `print(http.get("${origin.url}"))`;
    const limits = { downloadBytesMax: 1000 };
    expect(await outputOf(source, { limits })).toBe("nil\tResponse is too large\n");
  });

  test("stops reading an endless response as soon as it is passed", async () => {
    let written = 0;
    const origin = await serve((_arrival, response) => {
      const fill = (): void => {
        if (response.destroyed) return;
        written += 65_536;
        if (response.write(Buffer.alloc(65_536))) setImmediate(fill);
        else response.once("drain", fill);
      };
      fill();
    });
    const source = `print(http.get("${origin.url}"))`;
    const limits = { downloadBytesMax: MIB };
    expect(await outputOf(source, { limits })).toBe("nil\tResponse is too large\n");
    // What the system's buffers hold on both sides comes on top.
    expect(written).toBeLessThan(32 * MIB);
  });

  test("is 16 MiB, and a response of exactly that is taken", async () => {
    const body = Buffer.alloc(16 * MIB, "x");
    const origin = await serve((arrival, response) => {
      response.end(arrival.target === "/more" ? Buffer.concat([body, body.subarray(0, 1)]) : body);
    });
    const output = await outputOf(`
      print(#http.get("${origin.url}").readAll())
      print(http.get("${origin.url}/more"))
    `);
    expect(output).toBe(`${16 * MIB}\nnil\tResponse is too large\n`);
  });

  test("holds for what a packed body unpacks to", async () => {
    const packed = zlib.gzipSync(Buffer.alloc(8 * MIB));
    const origin = await serve((_arrival, response) => {
      response.writeHead(200, { "Content-Encoding": "gzip" }).end(packed);
    });
    const source = `print(http.get("${origin.url}"))`;
    const limits = { downloadBytesMax: MIB };
    expect(await outputOf(source, { limits })).toBe("nil\tResponse is too large\n");
  });

  test("holds for the head, and does not count the body that a HEAD does not get", async () => {
    const origin = await serve((arrival, response) => {
      if (arrival.method === "HEAD") response.writeHead(200, { "Content-Length": 10 * MIB }).end();
      else response.writeHead(200, { "X-Long": "x".repeat(9000) }).end();
    });
    const output = await outputOf(
      `
        print(http.get("${origin.url}"))
        print(http.head("${origin.url}").getResponseHeaders()["Content-Length"])
      `,
      { limits: { downloadBytesMax: 8000 } },
    );
    expect(output).toBe(`nil\tResponse is too large\n${10 * MIB}\n`);
  });
});

describe("uploadBytesMax", () => {
  test("is 4 MiB of headers and body, beyond which nothing is sent", async () => {
    const origin = await serve((arrival, response) => response.end(String(arrival.body.length)));
    const output = await outputOf(`
      print(http.post("${origin.url}", ("x"):rep(${4 * MIB} - 200)).readAll())
      print(http.post("${origin.url}", ("x"):rep(${4 * MIB})))
      print(http.get("${origin.url}", { Long = ("x"):rep(${4 * MIB}) }))
    `);
    const refused = "nil\tRequest body is too large\n";
    expect(output).toBe(`${4 * MIB - 200}\n${refused}${refused}`);
    expect(origin.arrivals).toHaveLength(1);
  });

  test("can be set", async () => {
    const origin = await serve((_arrival, response) => response.end());
    const source = `print(http.post("${origin.url}", ("x"):rep(300)))`;
    const limits = { uploadBytesMax: 300 };
    expect(await outputOf(source, { limits })).toBe("nil\tRequest body is too large\n");
  });
});

describe("the timeout", () => {
  test("ends a request to a server that says nothing", async () => {
    const origin = await serve(() => undefined);
    const limits = { clientTimeoutMs: 20 };
    expect(await outputOf(`print(http.get("${origin.url}"))`, { limits })).toBe("nil\tTimed out\n");
  });

  test("ends a request in the middle of a response, when the program says so", async () => {
    const origin = await serve((_arrival, response) => {
      response.writeHead(200, { "Content-Length": 10 });
      response.write("half");
    });
    const source = `print(http.get { url = "${origin.url}", timeout = 0.02 })`;
    expect(await outputOf(source)).toBe("nil\tTimed out\n");
  });

  test("covers the look-up of a name, and the connecting", async () => {
    const never = new Promise<never>(() => undefined);
    const output = await outputOf(
      `print(http.get { url = "http://example.com", timeout = 0.02 })`,
      {
        network: { resolveHost: () => never },
      },
    );
    expect(output).toBe("nil\tTimed out\n");
  });

  test("of 0 is none", async () => {
    const origin = await serve((_arrival, response) => {
      setTimeout(() => response.end("late"), 30);
    });
    const output = await outputOf(
      `print(http.get { url = "${origin.url}", timeout = 0 }.readAll())`,
      { limits: { clientTimeoutMs: 10 } },
    );
    expect(output).toBe("late\n");
  });

  test("may be as long as the default, if that is more than 60 s", async () => {
    const origin = await serve((_arrival, response) => response.end("x"));
    const output = await outputOf(
      `
        print(http.get { url = "${origin.url}", timeout = 90 }.readAll())
        print(pcall(http.get, { url = "${origin.url}", timeout = 91 }))
      `,
      { limits: { clientTimeoutMs: 90_000 } },
    );
    expect(output).toBe("x\nfalse\ttimeout out of range (between 0 and 90)\n");
  });
});

describe("clientTotalTimeoutMs", () => {
  const limits = { clientTotalTimeoutMs: 200 };

  test("ends a request to a server that goes on for ever, byte by byte", async () => {
    const origin = await serve((_arrival, response) => {
      const drip = (): void => {
        if (!response.destroyed) response.write("x", () => setImmediate(drip));
      };
      drip();
    });
    const source = `
      print(http.get("${origin.url}"))
      print(http.get { url = "${origin.url}", timeout = 0 })`;
    expect(await outputOf(source, { limits })).toBe("nil\tTimed out\nnil\tTimed out\n");
  });

  test("ends one that is sent from here to there for ever", async () => {
    const origin = await serve((_arrival, response) => {
      response.writeHead(302, { Location: "/again" }).end();
    });
    const source = `print(http.get("${origin.url}"))`;
    const output = await outputOf(source, { limits: { ...limits, redirectsMax: 1_000_000 } });
    expect(output).toBe("nil\tTimed out\n");
  });

  test("ends the opening of a WebSocket, but not one that is open", async () => {
    const silent = await serveBytes(() => undefined);
    const output = await outputOf(
      `
        local own = http.websocketServer(0)
        local socket = http.websocket("ws://127.0.0.1:" .. own.port)
        print(http.websocket { url = "${silent.url.replace("http", "ws")}", timeout = 0 })
        socket.send("still open")
        print(own.listen().receive())`,
      { limits },
    );
    expect(output).toBe("false\tTimed out\nstill open\tfalse\n");
  });
});

describe("clientRequestsMax", () => {
  test("lets so many requests be under way, and the others wait", async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const origin = await serve((_arrival, response) => {
      waiting.push(() => response.end("x"));
      most = Math.max(most, waiting.length);
      setImmediate(() => waiting.shift()?.());
    });
    const output = await outputOf(
      `
        for i = 1, 20 do http.request("${origin.url}/" .. i) end
        for i = 1, 20 do os.pullEvent("http_success") end
        print("done")
      `,
      { limits: { clientRequestsMax: 3 } },
    );
    expect(output).toBe("done\n");
    expect(origin.arrivals).toHaveLength(20);
    expect(most).toBeLessThanOrEqual(3);
    expect(origin.connectionCount()).toBeLessThanOrEqual(3);
  });

  test("is 16, and 512 may wait; one more is an error that can be caught", async () => {
    const origin = await serve((_arrival, response) => response.end());
    const output = await outputOf(`
      for i = 1, 528 do assert(http.request("${origin.url}")) end
      print(pcall(http.request, "${origin.url}"))
      for i = 1, 528 do os.pullEvent("http_success") end
      print(http.request("${origin.url}"))
    `);
    expect(output).toBe("false\tToo many ongoing HTTP requests\ntrue\n");
  });

  test("checks of URLs have a bound too", async () => {
    const output = await outputOf(
      `
        http.checkURLAsync("http://127.0.0.1")
        print(pcall(http.checkURLAsync, "http://127.0.0.1"))
        os.pullEvent("http_check")
        print(http.checkURLAsync("http://127.0.0.1"))
      `,
      { limits: { clientRequestsWaitingMax: 1 } },
    );
    expect(output).toBe("false\tToo many ongoing checkUrl calls\ntrue\n");
  });

  test("holds answers back for which the computer has no room", async () => {
    const origin = await serve((_arrival, response) => response.end());
    const program = boot(
      `
        for i = 1, 4 do http.request("${origin.url}") end
        ${busyUntil("answered")}
        for i = 1, 4 do os.pullEvent("http_success") end
      `,
      { limits: { hostEventsMax: 1 } },
    );
    await turnsUntil(() => origin.arrivals.length === 4);
    program.open("answered");
    expect(await program.returned()).toBe("");
  });
});

describe("a server", () => {
  test.each([
    ["that closes without an answer", "", "Could not connect"],
    ["that closes in the middle of the head", "HTTP/1.1 200 OK\r\nContent-Le", "Could not connect"],
    [
      "that closes in the middle of the body",
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
      "Could not connect",
    ],
    ["that speaks something else", "SSH-2.0-OpenSSH_9.2\r\n", "Could not connect"],
    [
      "with a bad chunk",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "Could not connect",
    ],
    [
      "that changes the protocol",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
      "Could not connect",
    ],
    [
      "with two lengths",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      "Could not connect",
    ],
    [
      "with a packed body that is none",
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nab",
      "Response is not valid gzip",
    ],
  ])("%s gives a failure", async (_what, answer, problem) => {
    const origin = await serveBytes((socket) => socket.end(answer));
    expect(await outputOf(`print(http.get("${origin.url}"))`)).toBe(`nil\t${problem}\n`);
  });

  test.each([
    ["that ends the body by closing", "HTTP/1.0 200 Fine\r\n\r\nbody", "200\tFine"],
    ["without a reason", "HTTP/1.1 200 \r\nContent-Length: 4\r\n\r\nbody", "200\tOK"],
    [
      "that announces its response",
      "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
      "200\tOK",
    ],
    [
      "with bytes in the reason",
      "HTTP/1.1 299 caf\xc3\xa9\r\nContent-Length: 4\r\n\r\nbody",
      "299\tcaf\xc3\xa9",
    ],
  ])("%s is understood", async (_what, answer, code) => {
    const origin = await serveBytes((socket) => socket.end(Buffer.from(answer, "latin1")));
    const output = await outputOf(`
      local response = http.get("${origin.url}")
      print(response.getResponseCode())
      print(response.readAll())
    `);
    expect(output).toBe(`${code}\nbody\n`);
  });

  test("that is not there gives a failure", async () => {
    const output = await outputOf(`print(http.get("http://127.0.0.1:1/"))`);
    expect(output).toBe("nil\tCould not connect\n");
  });
});

describe("the connection", () => {
  test("is used again, for one request at a time", async () => {
    const origin = await serve((_arrival, response) => response.end("x"));
    await outputOf(`for i = 1, 10 do http.get("${origin.url}").close() end`);
    expect(origin.arrivals.map(({ connection }) => connection)).toEqual(Array(10).fill(1));
  });

  test("that the server closed meanwhile is replaced without the program noticing", async () => {
    let answers = 0;
    const origin = await serveBytes((socket, connection) => {
      // The first connection takes a second request, and closes instead of answering it.
      if (connection === 1 && ++answers > 1) socket.destroy();
      else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${connection}`);
    });
    const output = await outputOf(`
      print(http.get("${origin.url}").readAll(), http.get("${origin.url}").readAll())
    `);
    expect(output).toBe("1\t2\n");
  });

  test("is not replaced for a request that must not be made twice", async () => {
    let answers = 0;
    const origin = await serveBytes((socket) => {
      if (++answers > 1) socket.destroy();
      else socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
    });
    const output = await outputOf(`
      http.get("${origin.url}")
      print(http.post("${origin.url}", "pay"))
    `);
    expect(output).toBe("nil\tCould not connect\n");
    expect(answers).toBe(2);
  });
});

describe("content codings", () => {
  const text = "some text, some text, some text";
  test.each([
    ["gzip", zlib.gzipSync(text)],
    ["x-gzip", zlib.gzipSync(text)],
    ["GZIP", zlib.gzipSync(text)],
    ["deflate", zlib.deflateSync(text)],
    ["deflate", zlib.deflateRawSync(text)],
    ["br", zlib.brotliCompressSync(text)],
  ])("%s is unpacked", async (coding, packed) => {
    const origin = await serve((arrival, response) => {
      response.writeHead(200, { "Content-Encoding": coding, "Content-Length": packed.length });
      if (arrival.method === "HEAD") response.end();
      else response.end(packed);
    });
    const output = await outputOf(`
      local response = http.get("${origin.url}")
      local headers = response.getResponseHeaders()
      print(headers["Content-Encoding"], headers["Content-Length"], response.readAll())
      print(http.head("${origin.url}").readAll() == "")
    `);
    expect(output).toBe(`nil\t${text.length}\t${text}\ntrue\n`);
    expect(origin.arrivals[0]!.headers["accept-encoding"]).toBeUndefined();
  });

  test("that are unknown are left to the program", async () => {
    const origin = await serve((_arrival, response) => {
      response.writeHead(200, { "Content-Encoding": "zstd" }).end("packed");
    });
    const output = await outputOf(`
      local response = http.get("${origin.url}")
      print(response.getResponseHeaders()["Content-Encoding"], response.readAll())
    `);
    expect(output).toBe("zstd\tpacked\n");
  });
});
