/**
 * Programs answering HTTP: the command, its engines and its limits, over real sockets.
 */
import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { startProgram } from "./command-process.js";
import { ENGINES } from "./engines.js";

const HELLO = `
  http.listen(0, function(request, response)
    response.write(request.readAll() or "")
    response.close()
  end)
`;

/** Sends bytes and gives everything that comes back until the server closes, as a byte string. */
async function exchange(address: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.setEncoding("latin1");
  let answer = "";
  socket.on("data", (text: string) => (answer += text));
  socket.on("error", () => undefined);
  socket.write(bytes, "latin1");
  await once(socket, "close");
  return answer;
}

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);

describe.each(ENGINES)("with the engine %s", (engine) => {
  const flags = ["--engine", engine];

  test("a body comes back byte for byte", async () => {
    const address = await startProgram(HELLO, [], flags).address();
    const response = await fetch(address, { method: "POST", body: ALL_BYTES });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(ALL_BYTES);
  });

  test("the port and the engine are said in one line", async () => {
    const process = startProgram(HELLO, [], flags);
    await process.address();
    const names = { uws: "uWebSockets\\.js", node: "node:http" };
    expect(process.stderr).toMatch(
      new RegExp(
        `^Listening on http://127\\.0\\.0\\.1:\\d+ \\(${names[engine as "uws"]} .*\\)\\n$`,
      ),
    );
  });

  test("raw bytes on a socket are answered", async () => {
    const address = await startProgram(HELLO, [], flags).address();
    const answer = await exchange(
      address,
      "POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\na\0\xff",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer.endsWith("\r\n\r\na\0\xff")).toBe(true);
  });

  test("--max-body-bytes refuses larger bodies with 413", async () => {
    const limit = ["--max-body-bytes", "1KiB"];
    const address = await startProgram(HELLO, [], [...flags, ...limit]).address();
    const fits = await fetch(address, { method: "POST", body: "x".repeat(1024) });
    expect(fits.status).toBe(200);
    const refused = await fetch(address, { method: "POST", body: "x".repeat(1025) });
    expect(refused.status).toBe(413);
  });

  test("--response-timeout sends what a program that forgot to close has written", async () => {
    const limit = ["--response-timeout", "200ms"];
    const process = startProgram(
      `http.listen(0, function(request, response)
        response.setStatusCode(202)
        response.write("so far")
      end)`,
      [],
      [...flags, ...limit],
    );
    const response = await fetch(`${await process.address()}/forgotten`);
    expect(response.status).toBe(202);
    expect(await response.text()).toBe("so far");
    await process.says(/warning: GET \/forgotten: .*not closed/);
  });

  test("--request-timeout answers a request that does not arrive whole with 408", async () => {
    const limit = ["--request-timeout", "1s"];
    const address = await startProgram(HELLO, [], [...flags, ...limit]).address();
    const half = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf";
    expect(await exchange(address, half)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("a response that is closed before os.shutdown arrives whole", async () => {
    const process = startProgram(
      `http.listen(0, function(request, response)
        response.write(("x"):rep(8 * 1024 * 1024))
        response.close()
        os.shutdown(3)
      end)`,
      [],
      flags,
    );
    const response = await fetch(await process.address());
    expect((await response.arrayBuffer()).byteLength).toBe(8 * 1024 * 1024);
    expect(await process.ended).toMatchObject({ status: 3 });
  });

  test("a request that the program never takes gets 503 when the program ends", async () => {
    const process = startProgram(
      `http.addListener(0)
      os.pullEvent("http_request")
      sleep(0.1)`,
      [],
      flags,
    );
    const response = await fetch(await process.address());
    expect(response.status).toBe(503);
    expect(await process.ended).toMatchObject({ status: 0 });
  });
});

test("--host opens the program's ports on another address", async () => {
  const process = startProgram(HELLO, [], ["--host", "::1"]);
  const address = await process.address();
  expect(address).toMatch(/^http:\/\/\[::1\]:\d+$/);
  expect((await fetch(address)).status).toBe(200);
});

test("--quiet says nothing of ports", async () => {
  const process = startProgram(
    `print("port", http.addListener(0)) os.pullEvent("never")`,
    [],
    ["--quiet", "--engine", "node"],
  );
  await process.says(/port\t\d+\n/);
  expect(process.stderr).toBe("");
});

test("--trust-proxy takes the client's address from the proxy", async () => {
  const source = `http.listen(0, function(request, response)
    response.write(request.getRemoteAddress())
    response.close()
  end)`;
  const headers = { "X-Forwarded-For": "192.0.2.1, 198.51.100.7" };
  const ask = async (flags: string[]): Promise<string> =>
    (await fetch(await startProgram(source, [], flags).address(), { headers })).text();
  expect(await ask([])).toBe("127.0.0.1");
  expect(await ask(["--trust-proxy"])).toBe("198.51.100.7");
});

test("an error in a callback is shown with its place, and the server goes on", async () => {
  const process = startProgram(`http.listen(0, function(request, response)
    if request.getURL() == "/bad" then error("broken") end
    response.write("fine")
    response.close()
  end)`);
  const address = await process.address();
  expect((await fetch(`${address}/bad`)).status).toBe(500);
  expect(await (await fetch(address)).text()).toBe("fine");
  await process.says("GET /bad: the callback failed, answered 500\n/program.lua:2: broken\n");
  await process.says("> 2 |     if request.getURL()");
});

test("a port in use is an error that names the address", async () => {
  const address = await startProgram(HELLO).address();
  const { host, port } = new URL(address);
  const second = startProgram(`http.listen(${port}, print)`, [], ["--engine", "node"]);
  const { status, stderr } = await second.ended;
  expect(status).toBe(1);
  expect(stderr).toMatch(new RegExp(`^Could not open server: Address already in use: ${host}\n`));
});

test("a computing program does not keep others from being answered for long", async () => {
  const process = startProgram(
    `http.addListener(0)
    parallel.waitForAny(
      function() while true do sleep(0) for i = 1, 1e6 do end end end,
      function()
        while true do
          local _, _, _, response = os.pullEvent("http_request")
          response.close()
        end
      end
    )`,
  );
  const address = await process.address();
  for (let i = 0; i < 20; i++) expect((await fetch(address)).status).toBe(200);
});

test("os.reboot starts the program again, with its port", async () => {
  const process = startProgram(
    `http.listen(8, print)`.replace(
      "8, print",
      `0, function(_, response)
    response.close()
    os.reboot()
  end`,
    ),
  );
  const first = await process.address();
  expect((await fetch(first)).status).toBe(200);
  const [, second = ""] = await process.says(/Listening on \S+ .*\n[^]*Listening on (\S+)/);
  expect((await fetch(second)).status).toBe(200);
});
