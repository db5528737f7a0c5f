/**
 * What readers of JSON learn of documents: soon, and never more than so much, whatever is sent.
 */
import { expect, test } from "vitest";
import { JsonLayouts } from "../../src/textutils/json-layouts.js";

function noteOften(layouts: JsonLayouts, keys: readonly string[], times = 8): void {
  for (let i = 0; i < times; i++) layouts.note(keys, keys, 0);
}

test("a sequence of keys is known when it has come eight times, and each part of it leads there", () => {
  const layouts = new JsonLayouts();
  noteOften(layouts, ["id", "name"], 7);
  expect(layouts.root.follow("id")).toBeNull();
  noteOften(layouts, ["id", "name"], 1);
  const layout = layouts.root.follow("id")?.follow("name");
  expect(layout?.keys).toEqual(["id", "name"]);
  expect(layout?.maker).not.toBeNull();
  expect(layouts.root.follow("id")?.maker).toBeNull();
  expect(layouts.root.next).toBe(layouts.root.follow("id"));
});

test("keys without a value do not count, and keys that come again are not learnt", () => {
  const layouts = new JsonLayouts();
  for (let i = 0; i < 8; i++) layouts.note(["a", "b", "c"], [1, undefined, 3], 0);
  expect(layouts.root.follow("a")?.follow("c")?.maker).not.toBeNull();
  noteOften(layouts, ["x", "y", "x"], 20);
  expect(layouts.root.follow("x")).toBeNull();
});

test("keys with any bytes in them are expected as JSON has them", () => {
  const layouts = new JsonLayouts();
  noteOften(layouts, ['a"b\\']);
  expect(layouts.root.follow('a"b\\')?.keyText).toBe(String.raw`"a\"b\\":`);
  noteOften(layouts, ["with\0in it", "and more"]);
  expect(layouts.root.follow("with\0in it")).toBeNull();
});

test("the number of layouts is bounded, also of those that begin alike", () => {
  const layouts = new JsonLayouts();
  for (let i = 0; i < 1000; i++) noteOften(layouts, [`first ${i}`]);
  expect(layouts.size).toBe(200);
  for (let i = 0; i < 10_000; i++) noteOften(layouts, [`first ${i % 200}`, `second ${i}`]);
  expect(layouts.size).toBe(4000);
  noteOften(layouts, ["first 0", "another"]);
  expect(layouts.root.follow("first 0")?.follow("another")).toBeNull();
});

test("sequences that come once are forgotten, and long ones are not looked at", () => {
  const layouts = new JsonLayouts();
  noteOften(layouts, ["rare"], 7);
  for (let i = 0; i < 1000; i++) layouts.note([`once ${i}`], [1], 0);
  noteOften(layouts, ["rare"], 7);
  expect(layouts.root.follow("rare")).toBeNull();
  noteOften(
    layouts,
    Array.from({ length: 51 }, (_, index) => `k${index}`),
  );
  noteOften(layouts, ["x".repeat(2001)]);
  expect(layouts.size).toBe(0);
});
