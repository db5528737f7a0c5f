/**
 * The documentation site, as it is built and served: its links lead somewhere, its search finds pages,
 * and the page that runs Lua runs it, in a browser.
 */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { browserIsMissing, useBrowser } from "../browser/chromium.js";
import { StaticServer } from "../browser/static-server.js";

const siteFolder = fileURLToPath(new URL("../../site", import.meta.url));
const dist = join(siteFolder, "dist");

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ["build-site.mjs"], { cwd: siteFolder });
}, 300_000);

/** The pages of the site, by their addresses, with their HTML. */
function builtPages(): Map<string, string> {
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
  return new Map(
    files
      .filter((file) => file.endsWith(".html"))
      .map((file) => [`/${file}`, readFileSync(join(dist, file), "utf8")]),
  );
}

describe("the documentation site", () => {
  it("has a page for every file of docs/ and every package", () => {
    const docs = readdirSync(join(siteFolder, "..", "docs")).filter((name) => name.endsWith(".md"));
    for (const name of docs)
      expect(existsSync(join(dist, name.replace(".md", ".html")))).toBe(true);
    for (const name of readdirSync(join(siteFolder, "..", "packages"))) {
      expect(existsSync(join(dist, "packages", `${name}.html`)), name).toBe(true);
    }
  });

  it("has no link that leads nowhere, nor to a heading that is not there", () => {
    const pages = builtPages();
    const dead: string[] = [];
    let links = 0;
    for (const [address, html] of pages) {
      for (const [, href = ""] of html.matchAll(/<a\b[^>]* href="([^"]*)"/g)) {
        if (/^[a-z]+:/.test(href)) continue;
        links++;
        const url = new URL(href.replaceAll("&amp;", "&"), `http://site${address}`);
        const path = decodeURIComponent(url.pathname);
        const target = [path, `${path}.html`, `${path}index.html`].find((name) => pages.has(name));
        const id = decodeURIComponent(url.hash.slice(1)).replaceAll('"', "&quot;");
        if (target === undefined) dead.push(`${address}: ${href}`);
        else if (id !== "" && !pages.get(target)?.includes(`id="${id}"`)) {
          dead.push(`${address}: ${href} (no such heading)`);
        }
      }
    }
    expect(dead).toEqual([]);
    expect(links).toBeGreaterThan(500);
  });

  it("names no machine's paths", () => {
    for (const [address, html] of builtPages()) {
      expect(html.includes(dirname(siteFolder)), address).toBe(false);
    }
  });
});

describe.skipIf(browserIsMissing)("the site in a browser", () => {
  const server = new StaticServer(dist);
  const openPage = useBrowser();
  const errors: string[] = [];
  let address = "";
  let page: Page;

  beforeAll(async () => {
    address = await server.start();
  });
  afterAll(() => {
    server.stop();
  });

  beforeEach(async () => {
    errors.splice(0);
    page = await openPage(errors);
    page.setDefaultTimeout(10_000);
  });
  afterEach(async () => {
    await page.close();
    expect(errors).toEqual([]);
  });

  /** Opens the page with an example in it, or with a program. */
  async function open(program?: string): Promise<void> {
    await page.goto(`${address}/playground`);
    const text = page.getByLabel("Lua program");
    await text.waitFor();
    if (program === undefined) return;
    await text.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(program);
  }

  const run = (): Promise<void> => page.getByRole("button", { name: "Run" }).click();
  const output = (): Promise<string> => page.getByRole("log").innerText();
  const says = (text: string): Promise<void> => page.getByText(text, { exact: true }).waitFor();
  const choose = (example: string): Promise<string[]> =>
    page.getByLabel("Example").selectOption(example);

  it("finds pages by the words in them", async () => {
    await page.goto(`${address}/`);
    await page.getByRole("button", { name: "Search" }).click();
    await page.keyboard.type("access log");
    await page.locator(".results a[href*='operating']").first().waitFor();
  });

  it("runs a program with timers, coroutines and text that is not ASCII", async () => {
    await open(`local wrapped = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) print("got", b) end)
print(wrapped(1))
sleep(0.05)
wrapped("später ☃")
print(select("#", ...), os.clock() >= 0.05)`);
    await run();
    await says("The program has ended.");
    expect(await output()).toBe("2\ngot\tspäter ☃\n0\ttrue\n");
  });

  it("answers requests by the program's own server, and requests of the program itself", async () => {
    await open();
    await run();
    await says("The program listens on port 8080.");
    await page.getByLabel("Path").fill("/a?b=c");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByLabel("Response").waitFor();
    const response = await page.getByLabel("Response").innerText();
    expect(response).toContain("200 OK");
    expect(response).toContain("content-type: text/plain");
    expect(response).toContain("You asked for /a?b=c\nThis is visit 1.");

    await page.getByRole("button", { name: "Stop" }).click();
    await open(`parallel.waitForAny(
  function() http.listen(80, function(request, response) response.write(request.readAll() .. "!") response.close() end) end,
  function() local answer = http.post("http://127.0.0.1/", "hello") print(answer.getResponseCode(), answer.readAll()) end)
print(http.get("http://example.com/"))`);
    await run();
    await says("The program has ended.");
    expect(await output()).toBe("200\thello!\nnil\tCould not connect\n");
  });

  it("keeps a list of tasks behind a JSON API, made with craftos.web", async () => {
    await open();
    await choose("Routes and JSON");
    await run();
    await says("The program listens on port 8080.");
    await page.getByLabel("Method").selectOption("POST");
    await page.getByLabel("Path").fill("/tasks");
    await page.getByLabel("Body").fill('{"title":"mine iron"}');
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("201 Created").waitFor();
    await page.getByLabel("Method").selectOption("GET");
    await page.getByLabel("Path").fill("/tasks/1");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("200 OK").waitFor();
    expect(await page.getByLabel("Response").innerText()).toContain('"title":"mine iron"');
  });

  it("shows an error with its traceback, and marks its line", async () => {
    await open();
    await choose("An error");
    await run();
    await says("The program failed.");
    expect(await output()).toContain(
      "program.lua:6: attempt to perform arithmetic on field 'balnce'",
    );
    expect(await output()).toMatch(
      /program\.lua:10: in function 'pay'\n\t\S*program\.lua:13: in main chunk/,
    );
    const marked = page.locator(".cm-lintRange-error");
    expect((await marked.allInnerTexts()).join("")).toContain(
      "self.balance = self.balnce - amount",
    );
  });

  it("shows where a program is no Lua", async () => {
    await open("local x = 1\nlocal = 2");
    await run();
    await says("The program failed.");
    expect(await output()).toContain("program.lua:2: <name> expected near '='");
    await page.locator(".cm-lintRange-error").first().waitFor();
  });

  it("stops a loop without end at once, and runs the next program", async () => {
    await open();
    await choose("A loop without end");
    await run();
    await page.getByRole("log").getByText("counting...").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await says("The program was stopped.");
    await choose("Coroutines");
    await run();
    await says("The program has ended.");
    expect(await output()).toBe("1 2 3 5 8 9 \n");
  });

  it("stops a program that writes without end", async () => {
    await open('while true do print(("x"):rep(1000)) end');
    await run();
    await says("The program was stopped: it wrote more than 500 thousand characters.");
  });

  it("gives a program the lines that it reads", async () => {
    await open('write("Who? ") local name = read() print("Hello, " .. name .. "! " .. #name)');
    await run();
    await page.getByLabel("Line for the program").fill("Zoë");
    await page.keyboard.press("Enter");
    await says("The program has ended.");
    expect(await output()).toBe("Who? Zoë\nHello, Zoë! 4\n");
  });

  it("runs the example with timers side by side", async () => {
    await open();
    await choose("Timers side by side");
    await run();
    await says("The program has ended.");
    expect(await output()).toMatch(/fast 1[^]*slow 5\nboth are done\n$/);
  });

  it("puts the program into the address, from which it opens again", async () => {
    const program = 'print("shared", "ä")';
    await open(program);
    await page.getByRole("button", { name: "Share" }).click();
    await page.waitForFunction("location.hash.startsWith('#lua=')");
    const shared = page.url();
    const other = await openPage(errors);
    await other.goto(shared);
    await other.getByRole("button", { name: "Run" }).click();
    await other.getByText("The program has ended.").waitFor();
    expect(await other.getByRole("log").innerText()).toBe("shared\tä\n");
    await other.close();
  });
});
