/**
 * Paths on a computer. Expected values: tweaked.cc, fs.combine, fs.getDir, fs.getName, and what CC:
 * Tweaked 1.109 makes of odd ones.
 */
import { expect, test } from "vitest";
import { combinePaths, folderOf, isWithin, nameOf, normalPath } from "../../src/files/file-path.js";

test.each([
  [["/a/b.lua"], "a/b.lua"],
  [["a", "b"], "a/b"],
  [["a/", "/b"], "a/b"],
  [["a", "./b/../c"], "a/c"],
  [["a", "../../c"], "../c"],
  [["../../x"], "../../x"],
  [["a\\b"], "a/b"],
  [["", "x"], "x"],
  [["a", "", "b", "c"], "a/b/c"],
  [["/"], ""],
  [["a/.../b/....."], "a/b"],
  [[" a / b c "], "a/b c"],
  [["a*b/c?"], "a*b/c?"],
  [["a\0b\n:c"], "abc"],
  [["x".repeat(300)], "x".repeat(255)],
])("combinePaths(%j) is '%s'", (parts, expected) => {
  expect(combinePaths(...parts)).toBe(expected);
});

test("normalPath() drops wildcards too, so that no file has them in its name", () => {
  expect(normalPath("a*b/c?/d")).toBe("ab/c/d");
});

test.each([
  ["a/b.lua", "a"],
  ["b.lua", ""],
  ["a/b/c", "a/b"],
  ["/", ".."],
])("folderOf('%s') is '%s'", (path, expected) => {
  expect(folderOf(path)).toBe(expected);
});

test.each([
  ["rom/startup.lua", "startup.lua"],
  ["a/b/", "b"],
  ["", "root"],
])("nameOf('%s') is '%s'", (path, expected) => {
  expect(nameOf(path)).toBe(expected);
});

test.each([
  ["", "a", true],
  ["", "../a", false],
  ["rom", "rom", true],
  ["rom", "ROM/x", true],
  ["rom", "romx", false],
  ["rom/a", "rom", false],
])("isWithin('%s', '%s') is %s", (folder, path, expected) => {
  expect(isWithin(folder, path)).toBe(expected);
});
