/**
 * Which URLs are well formed, in CC: Tweaked's words.
 */
import { describe, expect, test } from "vitest";
import { parseHttpUrl, parseWebSocketUrl } from "../../src/client/client-url.js";

describe("parseHttpUrl", () => {
  test.each([
    ["http://example.com", "http://example.com/"],
    ["HTTPS://Example.COM:8443/A?b#c", "https://example.com:8443/A?b"],
    ["http://user:secret@example.com/", "http://example.com/"],
    ["http://0x7f.1/", "http://127.0.0.1/"],
    ["http://2130706433/", "http://127.0.0.1/"],
    ["http://0177.0.0.1/", "http://127.0.0.1/"],
    ["http://[::FFFF:127.0.0.1]:80/", "http://[::ffff:7f00:1]/"],
    ["http://b\u00c3\u00bccher.example/", "http://xn--bcher-kva.example/"],
    ["http://a/\u00c3\u00a9?\u00c3\u00a9", "http://a/%C3%A9?%C3%A9"],
    ["http://a/\u00ff?\u00e9", "http://a/%FF?%E9"],
    ["http://a/%00%ff", "http://a/%00%ff"],
  ])("reads %j", (text, href) => {
    expect(parseHttpUrl(text).href).toBe(href);
  });

  test.each([
    ["", "Must specify http or https"],
    ["example.com", "Must specify http or https"],
    ["//example.com", "Must specify http or https"],
    ["/path", "Must specify http or https"],
    ["localhost:8080", "URL malformed"],
    ["mailto:a@example.com", "URL malformed"],
    ["http:", "URL malformed"],
    ["http:/a", "URL malformed"],
    ["http:a", "URL malformed"],
    ["http://", "URL malformed"],
    ["http:///a", "URL malformed"],
    ["http://?a", "URL malformed"],
    ["not a url", "URL malformed"],
    [" http://a", "URL malformed"],
    ["http://a\n", "URL malformed"],
    ["ht\ttp://a", "URL malformed"],
    ["http://a/\u0000", "URL malformed"],
    ["http:\\\\a\\b", "URL malformed"],
    ["http://a\\@b/", "URL malformed"],
    ["http://a:99999/", "URL malformed"],
    ["http://a:b/", "URL malformed"],
    ["http://[::1/", "URL malformed"],
    ["http://1.2.3.4.5/", "URL malformed"],
    ["http://256.0.0.1/", "URL malformed"],
    ["http://\u00ff/", "URL malformed"],
    ["ftp://example.com", "Invalid protocol 'ftp'"],
    ["FILE://a/b", "Invalid protocol 'file'"],
    ["ws://a", "Invalid protocol 'ws'"],
  ])("refuses %j", (text, problem) => {
    expect(() => parseHttpUrl(text)).toThrow(problem);
  });
});

describe("parseWebSocketUrl", () => {
  test.each([
    ["ws://a", "ws://a/"],
    ["WSS://a:1/b?c", "wss://a:1/b?c"],
    ["a", "ws://a/"],
    ["localhost:8080/x", "ws://localhost:8080/x"],
  ])("reads %j", (text, href) => {
    expect(parseWebSocketUrl(text).href).toBe(href);
  });

  test.each([
    ["http://a", "Invalid scheme 'http'"],
    ["ws://", "URL malformed"],
    ["", "URL malformed"],
    ["ws://a b", "URL malformed"],
  ])("refuses %j", (text, problem) => {
    expect(() => parseWebSocketUrl(text)).toThrow(problem);
  });
});
