/**
 * Where one request ends and the next begins, and what a program is spared (HTTP-API 2, 7).
 */
import { expect, test } from "vitest";
import { connect, get, post } from "./client.js";
import { onEveryEngine } from "./harness.js";

/** Prints what it is asked and answers with it, without reading any body. */
const SERVER = `
  http.listen(0, function(request, response)
    print(request.getMethod() .. " " .. request.getURL())
    response.write(request.getURL())
    response.close()
  end)
`;

onEveryEngine("request framing", (boot) => {
  test("an unread body does not disturb the next request on the connection", async () => {
    const program = boot(SERVER);
    const client = await connect(await program.port());
    const body = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    for (const target of ["/1", "/2", "/3"]) {
      await client.request(`POST ${target}`, [`Content-Length: ${body.length}`], body);
      expect((await client.response()).body).toBe(target);
    }
    await client.request("GET /4");
    expect((await client.response()).body).toBe("/4");
    expect(program.output).toBe("POST /1\nPOST /2\nPOST /3\nGET /4\n");
  });

  test("a body that was read in part does not disturb the next request", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write(tostring(request.read(2)))
        request.close()
        response.close()
      end)
    `);
    const client = await connect(await program.port());
    for (const body of ["abcdef", "ghijkl", ""]) {
      await client.request("POST /", [`Content-Length: ${body.length}`], body);
      expect((await client.response()).body).toBe(body === "" ? "nil" : body.slice(0, 2));
    }
  });

  test("requests sent at once are answered in order, unread bodies and all", async () => {
    const program = boot(SERVER);
    const client = await connect(await program.port());
    const requests = ["/a", "/b", "/c"].map(
      (target) => `POST ${target} HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbody`,
    );
    await client.send(requests.join(""));
    for (const target of ["/a", "/b", "/c"]) expect((await client.response()).body).toBe(target);
  });

  test("a POST without Content-Length has an empty body and does not wait", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write("[" .. request.readAll() .. "]")
        response.close()
      end)
    `);
    const client = await connect(await program.port());
    await client.request("POST /");
    expect((await client.response()).body).toBe("[]");
    await client.request("PUT /");
    expect((await client.response()).body).toBe("[]");
  });

  test("half a body gets 408 and the program never sees the request", async () => {
    const program = boot(SERVER, { limits: { requestTimeoutMs: 200 } });
    const port = await program.port();
    const client = await connect(port);
    await client.request("POST /half", ["Content-Length: 10"], "half");
    expect((await client.response()).status).toBe(408);
    await client.closed();
    expect((await get(port, "/whole")).body).toBe("/whole");
    expect(program.output).toBe("GET /whole\n");
  });

  test("a client that leaves in the middle of its body is never seen", async () => {
    const program = boot(SERVER);
    const port = await program.port();
    const client = await connect(port);
    await client.request("POST /half", ["Content-Length: 10"], "half");
    client.leave();
    expect((await get(port, "/whole")).body).toBe("/whole");
    expect(program.output).toBe("GET /whole\n");
  });

  test("a body over the limit gets 413 and the program never sees the request", async () => {
    const program = boot(SERVER, { limits: { requestBodyBytesMax: 10 } });
    const port = await program.port();
    expect((await post(port, "/fits", "x".repeat(10))).body).toBe("/fits");
    expect((await post(port, "/long", "x".repeat(11))).status).toBe(413);
    const client = await connect(port);
    await client.request("POST /chunked", ["Transfer-Encoding: chunked"]);
    await client.send("6\r\n012345\r\n6\r\n012345\r\n");
    expect((await client.response()).status).toBe(413);
    expect(program.output).toBe("POST /fits\n");
  });

  test("a body that comes slowly does not hold others up, and arrives whole", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        response.write(request.readAll())
        response.close()
      end)
    `);
    const port = await program.port();
    const slow = await connect(port);
    await slow.request("POST /", ["Content-Length: 6"], "a");
    for (const piece of ["b", "c", "d", "e"]) {
      expect((await post(port, "/", piece)).body).toBe(piece);
      await slow.send(piece);
    }
    await slow.send("f");
    expect((await slow.response()).body).toBe("abcdef");
  });
});
