/**
 * Both engines against RFC 9112 and 9110, over raw sockets. What an engine is known to fail is run all
 * the same: one that starts to pass, or fails in another way, is noticed.
 */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engines } from "../engine/engines.js";
import { isSmuggled, passes, type Result, resultsPage } from "./judge.js";
import { ObservedServer } from "./observe.js";
import { readCases, readKnownFailures } from "./read-cases.js";

const cases = readCases();
const knownFailures = readKnownFailures();
const results = new Map<string, Result[]>();

describe.each(engines)("HTTP/1.1 conformance of the %s engine", (name, engine) => {
  let server: ObservedServer;
  const onThisNode = `${name} ${process.versions.node.split(".")[0] ?? ""}`;
  const known = knownFailures.filter(({ engine: of }) => of === name || of === onThisNode);

  beforeAll(async () => {
    server = await ObservedServer.open(engine);
    results.set(name, []);
  });

  afterAll(() => server.close());

  test.each(cases.map((one) => [one.id, one.title, one] as const))("%s: %s", async (id, _, one) => {
    const observation = await server.observe(one.writes);
    const passed = passes(one, observation);
    results.get(name)?.push({ case: one, observation, passed });
    const failure = known.find((candidate) => candidate.id === id);
    if (failure !== undefined) {
      expect(passed, "it passes now: take it out of known-failures.txt").toBe(false);
      expect(observation.text).toBe(failure.observed);
    } else if (!passed) {
      expect(observation.text).toBe(one.accepted.join(" or "));
    }
  });

  test("no hidden request reaches a program but in the one case that is documented", () => {
    const smuggled = results.get(name)?.filter((one) => isSmuggled(one.observation)) ?? [];
    const expected = name === "uws" ? ["field-empty-hides"] : [];
    expect(smuggled.map((one) => one.case.id)).toEqual(expected);
  });

  test("every known failure is one of a case", () => {
    const ids = cases.map((one) => one.id);
    expect(known.filter((failure) => !ids.includes(failure.id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

// The page has a column for each engine.
test.runIf(engines.length === 2)("the page of results is up to date", async () => {
  const introduction = readFileSync(new URL("introduction.md", import.meta.url), "utf8");
  await expect(resultsPage(introduction, results)).toMatchFileSnapshot(
    "../../../../docs/http-conformance.md",
  );
});
