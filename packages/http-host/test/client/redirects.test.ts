/**
 * Redirects: which are followed, with which method, and what is not carried to another origin.
 */
import { describe, expect, test } from "vitest";
import { outputOf } from "./boot.js";
import { type Origin, serve } from "./origin.js";

/** A server that redirects `/STATUS` to `/landed`, or to the place named by the query. */
function redirecting(): Promise<Origin> {
  return serve((arrival, response) => {
    const [, status, place] = /^\/(\d+)(?:\?(.*))?$/.exec(arrival.target) ?? [];
    if (status === undefined) response.end(`${arrival.method} ${arrival.body}`);
    else response.writeHead(Number(status), { Location: place ?? "/landed" }).end("moved");
  });
}

describe("a redirect", () => {
  test.each([
    ["GET", 301, "GET "],
    ["GET", 302, "GET "],
    ["GET", 303, "GET "],
    ["GET", 307, "GET "],
    ["GET", 308, "GET "],
    ["POST", 301, "GET "],
    ["POST", 302, "GET "],
    ["POST", 303, "GET "],
    ["POST", 307, "POST body"],
    ["POST", 308, "POST body"],
    ["PUT", 301, "PUT body"],
    ["PUT", 303, "GET "],
    ["PATCH", 302, "PATCH body"],
  ])("of %s with %d becomes %j", async (method, status, landed) => {
    const origin = await redirecting();
    const body = method === "GET" ? "" : `body = "body",`;
    const output = await outputOf(`
      local response = http.request { url = "${origin.url}/${status}", method = "${method}", ${body}
        headers = { ["Content-Type"] = "text/x", ["X-Kept"] = "y" } }
      local _, url, response = os.pullEvent("http_success")
      print(url == "${origin.url}/${status}", response.readAll())
    `);
    expect(output).toBe(`true\t${landed}\n`);
    const last = origin.arrivals[1]!;
    expect(last.headers["x-kept"]).toBe("y");
    expect(last.headers["content-type"]).toBe(
      method !== "GET" && landed === "GET " ? undefined : "text/x",
    );
  });

  test("of HEAD with 303 stays HEAD", async () => {
    const origin = await redirecting();
    await outputOf(`http.head("${origin.url}/303")`);
    expect(origin.arrivals.map(({ method }) => method)).toEqual(["HEAD", "HEAD"]);
  });

  test("is given to the program when it does not want it followed, or it leads nowhere", async () => {
    const origin = await serve((arrival, response) => {
      response.writeHead(302, arrival.target === "/" ? {} : { Location: "/" }).end("body");
    });
    const output = await outputOf(`
      local response = http.get { url = "${origin.url}/x", redirect = false }
      print(response.getResponseCode(), response.getResponseHeaders().Location, response.readAll())
      print(http.get("${origin.url}").getResponseCode())
    `);
    expect(output).toBe("302\t/\tbody\n302\tFound\n");
  });

  test("is followed so often, and no oftener", async () => {
    const origin = await serve((arrival, response) => {
      const count = Number(arrival.target.slice(1));
      response.writeHead(302, { Location: String(count + 1) }).end("still moving");
    });
    const source = `
      local response, problem, last = http.get("${origin.url}/1")
      print(response, problem, last.getResponseCode())
      print(last.readAll())
    `;
    expect(await outputOf(source)).toBe("nil\tToo many redirects\t302\tFound\nstill moving\n");
    expect(origin.arrivals).toHaveLength(17);
    await outputOf(source, { limits: { redirectsMax: 2 } });
    expect(origin.arrivals).toHaveLength(20);
  });

  test("takes Authorization and Cookie along within an origin, and not to another", async () => {
    const target = await redirecting();
    const origin = await redirecting();
    await outputOf(`
      local headers = { Authorization = "secret", cookie = "secret", ["X-Other"] = "kept" }
      http.get("${origin.url}/302", headers)
      http.get("${origin.url}/302?${target.url}/", headers)
      http.get("http://127.0.0.1:${origin.port}/302?http://localhost:${origin.port}/", headers)
    `);
    const secrets = origin.arrivals.map(({ headers }) => [headers.authorization, headers.cookie]);
    const known = ["secret", "secret"];
    expect(secrets).toEqual([known, known, known, known, [undefined, undefined]]);
    const [elsewhere] = target.arrivals;
    expect(elsewhere!.headers.authorization).toBeUndefined();
    expect(elsewhere!.headers.cookie).toBeUndefined();
    expect(elsewhere!.headers["x-other"]).toBe("kept");
    expect(elsewhere!.headers.host).toBe(`127.0.0.1:${target.port}`);
  });

  test("keeps the bytes of a path that is not ASCII", async () => {
    const origin = await serve((arrival, response) => {
      const headers = { Location: "/caf\xc3\xa9?\xff" };
      response.writeHead(arrival.target === "/" ? 302 : 200, headers).end();
    });
    await outputOf(`http.get("${origin.url}")`);
    expect(origin.arrivals[1]!.target).toBe("/caf%C3%A9?%FF");
  });

  test("is bound by the rules at every hop", async () => {
    const origin = await redirecting();
    const output = await outputOf(`
      print(http.get("${origin.url}/302?http://169.254.169.254/latest/meta-data"))
      print(http.get("${origin.url}/302?http://[::ffff:10.0.0.1]/"))
      print(http.get("${origin.url}/302?/302?http://10.0.0.1/"))
      print(http.get("${origin.url}/302?ftp://127.0.0.1/"))
      print(http.get("${origin.url}/302?file:///etc/passwd"))
      print(http.get("${origin.url}/302?http://a%20b/"))
    `);
    expect(output.split("\n")).toEqual([
      "nil\tDomain not permitted",
      "nil\tDomain not permitted",
      "nil\tDomain not permitted",
      "nil\tInvalid protocol 'ftp'",
      "nil\tURL malformed",
      "nil\tURL malformed",
      "",
    ]);
  });
});
