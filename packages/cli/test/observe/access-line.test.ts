/**
 * Lines of an access log: what they say, and that no client can break out of them.
 */
import { type RequestEnd, RequestHeaders } from "@craftos-http/http-host";
import { expect, test } from "vitest";
import { type AccessEntry, combinedLine, jsonLine } from "../../src/observe/access-line.js";

function entry(
  target: string,
  headers: readonly string[],
  end: Partial<RequestEnd> = {},
): AccessEntry {
  const requestHeaders = new RequestHeaders(headers);
  const requestHeader = (name: string): string | undefined => requestHeaders.get(name);
  const exchange = { method: "GET", target, requestHeader, requestHeaders };
  return {
    end: {
      ...{ exchange, remoteAddress: "192.0.2.1", status: 200, bodyBytes: 5, durationMs: 1.5 },
      ...{ outcome: "answered", ...end },
    },
    ...{ address: "192.0.2.1", unixMs: Date.UTC(2026, 10, 23, 5, 6, 7), worker: 0 },
  };
}

const usual = entry("/a?b=c", ["user-agent", "me/1.0", "referer", "http://there/"]);

test("the combined format is Apache's, with duration and outcome behind it", () => {
  expect(combinedLine(usual)).toBe(
    `192.0.2.1 - - [23/Nov/2026:05:06:07 +0000] "GET /a?b=c HTTP/1.1" 200 5 ` +
      `"http://there/" "me/1.0" 0.001500 answered`,
  );
});

test("the JSON format has the same in fields", () => {
  expect(JSON.parse(jsonLine({ ...usual, worker: 2 }))).toEqual({
    ...{ time: "2026-11-23T05:06:07.000Z", address: "192.0.2.1", method: "GET", target: "/a?b=c" },
    ...{ status: 200, bytes: 5, durationMs: 1.5, outcome: "answered", worker: 2 },
    ...{ referer: "http://there/", userAgent: "me/1.0" },
  });
});

test("what is not known is a dash, or left out", () => {
  const nothing = { exchange: undefined, status: 400, bodyBytes: 0, outcome: "refused" } as const;
  const refused = entry("", [], nothing);
  expect(combinedLine(refused)).toMatch(/ "-" 400 0 "-" "-" 0\.001500 refused$/);
  expect(Object.keys(JSON.parse(jsonLine(refused)) as object)).not.toContain("target");
  const left = entry("/", [], { status: 0, outcome: "aborted" });
  expect(combinedLine(left)).toMatch(/ "GET \/ HTTP\/1.1" - 5 /);
});

test("every byte that a client can send comes out as visible ASCII, and can be read back", () => {
  const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join("");
  const nasty = entry(`/${bytes}`, ["user-agent", bytes]);
  const combined = combinedLine(nasty);
  const json = jsonLine(nasty);
  expect(combined).toMatch(/^[ -~]*$/);
  expect(json).toMatch(/^[ -~]*$/);
  expect(combined.split('"')).toHaveLength(7);
  expect((JSON.parse(json) as { userAgent: string }).userAgent).toBe(bytes);
  const quotedAgent = combined.split('"')[5] ?? "";
  const decoded = quotedAgent.replaceAll(/\\x([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  expect(decoded).toBe(bytes);
});
