/**
 * Requests of simulated programs.
 */
import { expect, test } from "vitest";
import { Simulation } from "../src/testing/index.js";

test("a test answers a program's requests, in virtual time", () => {
  const asked: unknown[] = [];
  const simulation = new Simulation(
    `
      print(http.get("http://api.example/a", { ["X-B"] = "c" }).readAll(), os.clock())
      local _, problem, failed = http.post("https://api.example/slow", "body")
      print(problem, failed.getResponseHeaders()["X-Why"], os.clock())
      print(http.get("http://broken.example/"))
      print(http.get("http://nobody.example/"))
      print(http.websocket("ws://api.example/"))
      print(http.checkURL("http://api.example/"))
    `,
    {
      network: (request) => {
        asked.push(request);
        if (request.url.endsWith("/a")) return { body: "answered" };
        if (request.url.includes("broken")) return { problem: "Timed out", afterMs: 1000 };
        if (request.url.includes("nobody")) return undefined;
        const headers = { "X-Why": "late" };
        return { status: 503, reason: "Later", headers, afterMs: 5000 };
      },
    },
  );
  expect(simulation.run().output.split("\n")).toEqual([
    "answered\t0",
    "Later\tlate\t5",
    "nil\tTimed out",
    "nil\tCould not connect",
    "false\tCould not connect",
    "true",
    "",
  ]);
  expect(asked.slice(0, 2)).toEqual([
    {
      url: "http://api.example/a",
      method: "GET",
      headers: {
        host: "api.example",
        "x-b": "c",
        "user-agent": "computercraft/1.109.2 (craftos-http)",
      },
      body: "",
    },
    expect.objectContaining({ method: "POST", body: "body" }),
  ]);
});

test("a program's own ports answer it, whole or streamed", () => {
  const simulation = new Simulation(`
    parallel.waitForAny(function()
      http.listen(8080, function(request, response)
        if request.getURL() == "/slow" then sleep(10) end
        response.setResponseHeader("X-Method", request.getMethod())
        response.write("one ")
        if request.getURL() == "/stream" then response.flush() end
        response.write(request.readAll())
        response.close()
      end)
    end, function()
      for _, path in ipairs { "/quick", "/slow", "/stream" } do
        local response = http.put("http://localhost:8080" .. path, "two")
        print(response.getResponseCode(), response.getResponseHeaders()["X-Method"])
        print(response.readAll(), os.clock())
      end
      print(http.get("http://localhost:9999/"))
    end)
  `);
  expect(simulation.run().output.split("\n")).toEqual([
    "200\tPUT",
    "one two\t0",
    "200\tPUT",
    "one two\t10",
    "200\tPUT",
    "one two\t10",
    "nil\tCould not connect",
    "",
  ]);
});
