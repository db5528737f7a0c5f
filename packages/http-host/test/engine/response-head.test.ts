/**
 * What a program may put into a response's head, and what is refused.
 */
import { STATUS_CODES } from "node:http";
import { describe, expect, test } from "vitest";
import { ResponseHead } from "../../src/engine/response-head.js";

describe("ResponseHead.setStatus()", () => {
  test.each([199, 100, 101, 600, 0, -1, 200.5, Number.NaN, Infinity])("refuses %d", (status) => {
    const head = new ResponseHead();
    expect(() => head.setStatus(status)).toThrow(
      expect.objectContaining({ code: "STATUS_OUT_OF_RANGE" }),
    );
    expect(head.status).toBe(200);
  });

  test("knows the reasons that Node knows, by their names of today", () => {
    const renamed = { 413: "Content Too Large", 422: "Unprocessable Content" };
    const expected: Record<number, string | undefined> = { ...STATUS_CODES, ...renamed };
    for (let status = 200; status <= 599; status++) {
      expect(new ResponseHead().setStatus(status).reason).toBe(expected[status] ?? "");
    }
  });

  test("gives the standard reason, and the given one if there is one", () => {
    const head = new ResponseHead();
    expect([head.status, head.reason]).toEqual([200, "OK"]);
    expect(head.setStatus(404).reason).toBe("Not Found");
    expect(head.setStatus(404, "Nope").reason).toBe("Nope");
    expect(head.setStatus(500).reason).toBe("Internal Server Error");
  });

  test.each(["a\r\nb", "a\nb", "a\0b", "\x7f"])("refuses the reason %j", (reason) => {
    expect(() => new ResponseHead().setStatus(200, reason)).toThrow(
      expect.objectContaining({ code: "REASON_INVALID" }),
    );
  });
});

describe("ResponseHead.setHeader()", () => {
  test("replaces a field whatever the case of its name", () => {
    const head = new ResponseHead();
    head.setHeader("X-A", "1");
    head.setHeader("X-B", "2");
    expect(head.setHeader("x-a", "3")).toBe("set");
    expect(head.pairs).toEqual(["X-B", "2", "x-a", "3"]);
    expect(head.headerValues("X-A")).toEqual(["3"]);
  });

  test("takes several values, and none to remove the field", () => {
    const head = new ResponseHead();
    head.setHeader("Set-Cookie", ["a", "b"]);
    expect(head.pairs).toEqual(["Set-Cookie", "a", "Set-Cookie", "b"]);
    head.setHeader("set-cookie", []);
    expect(head.pairs).toEqual([]);
  });

  test.each(["", "a b", "a:b", "a\r\nb", "a\0", "caf\xe9", "a\n"])(
    "refuses the name %j",
    (name) => {
      expect(() => new ResponseHead().setHeader(name, "x")).toThrow(
        expect.objectContaining({ code: "HEADER_NAME_INVALID" }),
      );
    },
  );

  test.each(["a\r\nSet-Cookie: b", "a\rb", "a\nb", "a\0b", "\x1b[0m"])(
    "refuses the value %j, alone or among others, and changes nothing",
    (value) => {
      const head = new ResponseHead();
      head.setHeader("X", "before");
      const refused = expect.objectContaining({ code: "HEADER_VALUE_INVALID" }) as Error;
      expect(() => head.setHeader("X", value)).toThrow(refused);
      expect(() => head.setHeader("X", ["fine", value])).toThrow(refused);
      expect(head.pairs).toEqual(["X", "before"]);
    },
  );

  test("takes tabs and bytes from 128 up", () => {
    const head = new ResponseHead();
    expect(head.setHeader("X", "a\tb \xe9\xff")).toBe("set");
  });

  test("ignores the fields that belong to the engine, in any case", () => {
    const head = new ResponseHead();
    for (const name of ["content-length", "TRANSFER-ENCODING", "Connection", "Date"]) {
      expect(head.setHeader(name, "1")).toBe("ignored");
      expect(head.setHeader(name, ["1"])).toBe("ignored");
    }
    expect(head.pairs).toEqual([]);
  });
});
