/**
 * Standard input in lines.
 */
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { InputLines } from "../../src/process/input-lines.js";

const LINE_BYTES_MAX = 1000;

function ask(input: InputLines): Promise<string | null> {
  return new Promise((resolve) =>
    input.request((line) => {
      resolve(line);
      return true;
    }),
  );
}

test("lines come one for each request, without their ends, whatever the pieces", async () => {
  const stream = new PassThrough();
  const input = new InputLines(() => stream, LINE_BYTES_MAX);
  stream.write("on");
  stream.write("e\r\ntwo\n\nthr");
  stream.end("ee");
  expect([await ask(input), await ask(input), await ask(input), await ask(input)]).toEqual([
    "one",
    "two",
    "",
    "three",
  ]);
  expect([await ask(input), await ask(input)]).toEqual([null, null]);
});

test("bytes stay bytes", async () => {
  const stream = new PassThrough();
  stream.end(Buffer.from([0xe9, 0x00, 0xff, 0x0a]));
  expect(await ask(new InputLines(() => stream, LINE_BYTES_MAX))).toBe("\u00e9\0\u00ff");
});

test("a line that is too long is given in parts", async () => {
  const stream = new PassThrough();
  const input = new InputLines(() => stream, 4);
  stream.end("abcdefghij\nx\n");
  expect([await ask(input), await ask(input), await ask(input), await ask(input)]).toEqual([
    "abcd",
    "efgh",
    "ij",
    "x",
  ]);
});

test("the stream is not opened before a line is asked for, and not read while none is", async () => {
  let wasOpened = false;
  const stream = new PassThrough();
  const input = new InputLines(() => {
    wasOpened = true;
    return stream;
  }, LINE_BYTES_MAX);
  expect(wasOpened).toBe(false);
  const line = ask(input);
  stream.write("a\n");
  expect(await line).toBe("a");
  expect(stream.isPaused()).toBe(true);
});

test("a line that is refused stays the next", async () => {
  const stream = new PassThrough();
  const input = new InputLines(() => stream, LINE_BYTES_MAX);
  stream.end("a\n");
  await new Promise<void>((resolve) =>
    input.request(() => {
      resolve();
      return false;
    }),
  );
  expect(await ask(input)).toBe("a");
});

test("a stream that fails has no more lines", async () => {
  const stream = new PassThrough();
  const input = new InputLines(() => stream, LINE_BYTES_MAX);
  const line = ask(input);
  stream.destroy(new Error("gone"));
  expect(await line).toBe(null);
});
