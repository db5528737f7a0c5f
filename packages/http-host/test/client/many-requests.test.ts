/**
 * Many requests one after the other: nothing of them is left.
 */
import { expect, test } from "vitest";
import { turnsUntil } from "../server/harness.js";
import { boot } from "./boot.js";
import { serve } from "./origin.js";

/** What keeps the process alive at the moment, as far as requests could. */
function openResources(): Record<string, number> {
  const counts: Record<string, number> = { Timeout: 0, TCPSocketWrap: 0 };
  for (const name of process.getActiveResourcesInfo()) {
    if (counts[name] !== undefined) counts[name]++;
  }
  return counts;
}

test("a thousand requests, answered or not, leave no socket and no timer behind", async () => {
  const origin = await serve((arrival, response) => {
    if (arrival.target === "/silent") return;
    if (arrival.target === "/rude") response.destroy();
    else response.end(arrival.body);
  });
  const before = openResources();
  const program = boot(`
      local url, count = "${origin.url}", 0
      local function note(response, problem) count = count + (response and 1 or 0) end
      for i = 1, 900 do note(http.post(url, ("x"):rep(i))) end
      for i = 1, 40 do note(http.post(url .. "/rude", "x")) end
      for i = 1, 40 do note(http.get("http://127.0.0.1:1/")) end
      for i = 1, 20 do http.request { url = url .. "/silent", timeout = 0.1 } end
      for i = 1, 20 do os.pullEvent("http_failure") end
      print(count)
    `);
  expect(await program.returned()).toBe("900\n");
  await program.stop();
  await turnsUntil(() => {
    const now = openResources();
    return Object.keys(before).every((name) => (now[name] ?? 0) <= (before[name] ?? 0));
  });
  expect(origin.arrivals.length).toBeGreaterThanOrEqual(960);
}, 30_000);
