/**
 * Which names may reach the disk, on every platform. Source for Windows: Microsoft, Naming Files, Paths,
 * and Namespaces.
 */
import { expect, test } from "vitest";
import { canBeNamed, isHostName } from "../../src/node/host-name.js";

test.each(["", ".", "..", "a/b", "a\0b", ".craftos-http-1-1_a.tmp", ".Craftos-HTTP-1-1_a.TMP"])(
  "%j may be used nowhere",
  (name) => {
    for (const platform of ["linux", "darwin", "win32"] as const) {
      expect(isHostName(name, platform)).toBe(false);
    }
  },
);

test.each([
  ...[
    "con",
    "CON",
    "prn.txt",
    "aux",
    "nul.tar.gz",
    "com1",
    "LPT9.x",
    "com\xc2\xb9",
    "conin$",
    "CONOUT$",
  ],
  ...["nul ", "con .txt", "a.", "a ", "a:b", "a\\b", "a*", "PROGRA~1", "a\x01b"],
])("%j may not be used on Windows, where it means something else", (name) => {
  expect(isHostName(name, "win32")).toBe(false);
  expect(isHostName(name, "linux")).toBe(true);
});

test.each(["console", "com", "com10", "nulls", "aux1", "a.con", "Zo\xc3\xab", "~", ".hidden"])(
  "%j may be used everywhere",
  (name) => {
    for (const platform of ["linux", "darwin", "win32"] as const) {
      expect(isHostName(name, platform)).toBe(true);
    }
  },
);

test("bytes that are no UTF-8 are names on Linux only", () => {
  expect(isHostName("a\xff", "linux")).toBe(true);
  expect(isHostName("a\xff", "darwin")).toBe(false);
  expect(isHostName("a\xff", "win32")).toBe(false);
});

test("parts of files that macOS shows as files may not be used there", () => {
  expect(isHostName("..namedfork", "darwin")).toBe(false);
});

test.each(["a:b", "a*b", "a?b", " a", "a ", "...", "a\\b", "a\nb", "x".repeat(256)])(
  "a program cannot name %j",
  (name) => {
    expect(canBeNamed(name)).toBe(false);
  },
);
