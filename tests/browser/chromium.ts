/**
 * A headless browser for tests: the one that `CRAFTOS_TEST_BROWSER` names, else Chromium or Chrome on
 * the PATH. Tests that need one are skipped, and say so, where there is none.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

function findBrowser(): string | undefined {
  const named = process.env.CRAFTOS_TEST_BROWSER;
  if (named !== undefined && named !== "") return named;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const found = names.find((name) => spawnSync(name, ["--version"]).status === 0);
  if (found === undefined) return undefined;
  return execFileSync("which", [found], { encoding: "utf8" }).trim();
}

const executablePath = findBrowser();

/** Whether there is no browser to test with. */
export const browserIsMissing = executablePath === undefined;

if (browserIsMissing) {
  console.log(
    "skipped: tests in a browser (no chromium or google-chrome on the PATH; CRAFTOS_TEST_BROWSER can name one)",
  );
}

/**
 * Starts a browser before the tests of a file and ends it after them. Nothing is started without one.
 *
 * @returns a function that opens a page; what the page reports as an error, and what it logs as one,
 *   is added to the list that it is given
 */
export function useBrowser(): (errors: string[]) => Promise<Page> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (executablePath === undefined) return;
    browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    });
  }, 60_000);
  afterAll(() => browser?.close());

  return async (errors) => {
    if (browser === undefined) throw new Error("no browser was started");
    const page = await browser.newPage();
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    return page;
  };
}
