/**
 * Paths on a computer. Expected values: tweaked.cc, fs.combine and fs.getDir.
 */
import { expect, test } from "vitest";
import { combinePaths, folderOf } from "../../src/program/resolve-path.js";

test.each([
  [["/a/b.lua"], "a/b.lua"],
  [["a", "b"], "a/b"],
  [["a/", "/b"], "a/b"],
  [["a", "./b/../c"], "a/c"],
  [["../../x"], "x"],
  [["a", "..", "..", "x"], "x"],
  [["a\\b"], "a/b"],
  [["", "x"], "x"],
  [["/"], ""],
])("combinePaths(%j) is '%s'", (parts, expected) => {
  expect(combinePaths(...parts)).toBe(expected);
});

test.each([
  ["a/b.lua", "a"],
  ["b.lua", ""],
  ["a/b/c", "a/b"],
])("folderOf('%s') is '%s'", (path, expected) => {
  expect(folderOf(path)).toBe(expected);
});
