/**
 * Requests to `craftos.web` that are meant to do harm: other people's files, damaged codes, forms without
 * end, headers with line ends.
 */
import { describe, expect, test } from "vitest";
import { askFor, ENGINES, serve } from "./web-server.js";

const statusOf = (answer: string): string | undefined => /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1];

/** Targets that try to leave a folder, or to reach what is hidden in it. */
const TRAVERSALS = [
  "/files/../server.lua",
  "/files/%2e%2e/server.lua",
  "/files/..%2fserver.lua",
  "/files/%2e%2e%2fserver.lua",
  "/files/..%5cserver.lua",
  "/files/a/../../server.lua",
  "/files//../server.lua",
  "/files/./../server.lua",
  "/files/%252e%252e/server.lua",
  "/files/.hidden",
  "/files/%2ehidden",
  "/files/a%00.txt",
  "/files/C:/server.lua",
  "/files/%C0%AE%C0%AE/server.lua",
];

describe.each(ENGINES)("craftos.web on %s", (engine) => {
  test("gives nobody a file from outside a folder", async () => {
    const { address } = await serve(
      engine,
      `app:static("/files", "/public")
      app:get("/own/*path", function(request)
        local file = fs.open(fs.combine("/public", request.params.path), "r")
        return file and file.readAll() or 404
      end)
      app:get("/name/:name", function(request)
        local file = fs.open("/public/" .. request.params.name, "r")
        return file and file.readAll() or 404
      end)`,
      { "public/a.txt": "public", "public/.hidden": "hidden" },
    );
    expect(await askFor(address, "/files/a.txt")).toMatch(/public$/);
    for (const target of TRAVERSALS) {
      for (const route of ["/files", "/own", "/name"]) {
        const asked = target.replace("/files", route);
        if (route !== "/files" && asked.includes("hidden")) continue;
        const answer = await askFor(address, asked);
        expect(statusOf(answer), asked).toMatch(/^40[04]$/);
        expect(answer, asked).not.toMatch(/craftos\.web|hidden$/);
      }
    }
  });

  test("answers damaged percent codes with 400 in paths, and leaves them in queries", async () => {
    const { address } = await serve(
      engine,
      `app:get("/*rest", function(request) return request.query.a or request.params.rest end)`,
    );
    for (const path of ["/%", "/%z1", "/a%2", "/%%41", "/x/%G0/y"]) {
      expect(statusOf(await askFor(address, path)), path).toBe("400");
    }
    expect(await askFor(address, "/?a=%&b=%zz")).toMatch(/\r\n\r\n%$/);
    expect(await askFor(address, "/%41%62")).toMatch(/\r\n\r\nAb$/);
  });

  test("takes no form or JSON past its limits, nor one with fields without end", async () => {
    const { address } = await serve(
      engine,
      `app.limits.formBytes = 100000
      app.limits.jsonBytes = 1000
      app:post("/form", function(request) request:form() return 200 end)
      app:post("/json", function(request) request:json() return 200 end)
      app:get("/", function(request) return request.query.a end)`,
    );
    const post = async (path: string, type: string, body: string): Promise<number> =>
      (await fetch(address + path, { method: "POST", headers: { "Content-Type": type }, body }))
        .status;
    const form = "application/x-www-form-urlencoded";
    expect(await post("/form", form, "a=1&".repeat(1000))).toBe(200);
    expect(await post("/form", form, "a=1&".repeat(1001))).toBe(400);
    expect(await post("/form", form, `a=${"x".repeat(100_000)}`)).toBe(413);
    expect(await post("/json", "application/json", `"${"x".repeat(1000)}"`)).toBe(413);
    expect(await post("/json", "application/json", "[".repeat(999))).toBe(400);
    const part = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n';
    const multipart = "multipart/form-data; boundary=b";
    expect(await post("/form", multipart, `${part.repeat(1000)}--b--`)).toBe(200);
    expect(await post("/form", multipart, `${part.repeat(1001)}--b--`)).toBe(400);
    for (const damaged of ["", "--b", "--b\r\n", `${part}--b`, "--b\r\n\r\n", `--bx${part}--b--`]) {
      expect(await post("/form", multipart, damaged), JSON.stringify(damaged)).toBe(400);
    }
    expect(statusOf(await askFor(address, `/?${"a&".repeat(1001)}`))).toBe("400");
  });

  test("lets nobody put headers into an answer", async () => {
    const { address, process } = await serve(
      engine,
      `app:get("/redirect", function(request, response) response:redirect(request.query.to) end)
      app:get("/header", function(request, response) response:header("X-Name", request.query.to) end)
      app:get("/cookie", function(request, response) response:cookie("a", request.query.to) return "" end)
      app:get("/path", function(request, response) response:cookie("a", "b", { path = request.query.to }) end)
      app:get("/events", function(request, response) response:events():send("x", { event = request.query.to }) end)`,
    );
    const evil = "a%0d%0aSet-Cookie:%20evil=1";
    for (const path of ["/redirect", "/header", "/path"]) {
      const answer = await askFor(address, `${path}?to=${evil}`);
      expect([statusOf(answer), answer.includes("evil")], path).toEqual(["500", false]);
    }
    const cookie = await askFor(address, `/cookie?to=${evil}`);
    expect(cookie).toMatch(/\r\nSet-Cookie: a=a%0D%0ASet-Cookie%3A%20evil%3D1; /i);
    expect(cookie).not.toMatch(/^Set-Cookie: evil/im);
    expect(await askFor(address, `/events?to=a%0adata:%20evil`)).not.toContain("evil");
    await process.says("a header's value has no line ends");
  });
});
