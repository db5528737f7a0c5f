/**
 * Programs that request what they serve themselves, on both engines.
 */
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { get } from "../server/client.js";
import { freePort, onEveryEngine, turnsUntil } from "../server/harness.js";
import { serve } from "./origin.js";

onEveryEngine("A program's own listener", (boot) => {
  test("answers a request from beside it", async () => {
    const program = boot(`
      local port = http.addListener(0)
      local function serve()
        local _, _, request, response = os.pullEvent("http_request")
        response.setResponseHeader("X-Path", request.getURL())
        response.write(request.readAll())
        response.close()
      end
      local function ask()
        local answer = http.post("http://127.0.0.1:" .. port .. "/a?b", "a\\0b\\255")
        print(answer.getResponseHeaders()["X-Path"], answer.readAll() == "a\\0b\\255")
      end
      parallel.waitForAll(serve, ask)
    `);
    expect(await program.returned()).toBe("/a?b\ttrue\n");
  });

  test("answers a request from inside a callback of http.listen", async () => {
    const port = await freePort();
    const program = boot(`
      http.listen(${port}, function(request, response)
        if request.getURL() == "/inner" then
          response.write("inner")
        else
          response.write("outer, " .. http.get("http://127.0.0.1:${port}/inner").readAll())
        end
        response.close()
      end)
    `);
    await program.port();
    const responses = await Promise.all([get(port, "/"), get(port, "/"), get(port, "/")]);
    expect(responses.map(({ body }) => body)).toEqual(Array(3).fill("outer, inner"));
  });

  test("gives 503 at once when the program waits for http.get itself", async () => {
    const held: ServerResponse[] = [];
    const origin = await serve((_arrival, response) => void held.push(response));
    const program = boot(`
      http.addListener(0)
      print(http.get("${origin.url}").readAll())
    `);
    await turnsUntil(() => held.length > 0);
    expect((await get(await program.port())).status).toBe(503);
    held[0]!.end("answered");
    expect(await program.returned()).toBe("answered\n");
  });
});
