/**
 * Programs among clients that mean no good: what a program answers late reaches the client that asked,
 * however many have left meanwhile.
 */
import { expect, test } from "vitest";
import type { RawClient } from "../engine/raw-client.js";
import { onEveryEngine, turnsUntil } from "../server/harness.js";
import { crowd } from "./crowd.js";

/** Keeps every request that comes; at `go` answers them all, the latest first. */
const HOLDS_EVERYTHING = `
  local port = http.addListener(0)
  local held = {}
  while true do
    local event, from, request, response = os.pullEvent()
    if event == "http_request" then
      held[#held + 1] = { request, response }
      if #held % 100 == 0 then mark("held " .. #held) end
    elseif event == "go" then
      for index = #held, 1, -1 do
        local request, response = held[index][1], held[index][2]
        response.write(request.getURL(), " ", request.readAll())
        response.close()
      end
      held = {}
      mark("answered")
    end
  end
`;

onEveryEngine("programs under abuse", (boot) => {
  test("of 300 waiting clients every second one leaves, and the others get their own answers", async () => {
    const program = boot(HOLDS_EVERYTHING);
    const clients = await crowd(await program.port(), 300);
    await Promise.all(
      clients.map((client, n) => client.request(`POST /${n}`, ["Content-Length: 4"], "body")),
    );
    await program.marked("held 300");
    const [staying, leaving] = [0, 1].map((rest) => clients.filter((_, n) => n % 2 === rest));
    for (const client of leaving ?? []) client.leave();
    program.queue("go");
    await program.marked("answered");
    for (const [index, client] of (staying ?? []).entries()) {
      expect((await client.response()).body).toBe(`/${2 * index} body`);
      client.close();
    }
    expect(program.warnings).toEqual([]);
  });

  test("a flood that fills the queue gets 503, and who came before gets an answer", async () => {
    const program = boot(
      `
      local port = http.addListener(0)
      mark("open")
      while not gate("go") do for _ = 1, 10000 do end end
      while true do
        local _, _, request, response = os.pullEvent("http_request")
        response.write(request.getURL())
        response.close()
      end
    `,
      { limits: { hostEventsMax: 100 } },
    );
    const clients = await crowd(await program.port(), 200);
    await Promise.all(clients.map((client, n) => client.request(`GET /${n}`)));
    // Those that there is no room for are told at once, while the program is still busy.
    const refused = new Set<RawClient>();
    const answers = clients.map(async (client, n) => {
      const { status, body } = await client.response();
      if (status === 503) refused.add(client);
      return status === 503 || (status === 200 && body === `/${n}`);
    });
    await turnsUntil(() => refused.size === 100);
    program.open("go");
    expect(await Promise.all(answers)).toEqual(clients.map(() => true));
    expect(refused.size).toBe(100);
    for (const client of clients) client.close();
  });
});
