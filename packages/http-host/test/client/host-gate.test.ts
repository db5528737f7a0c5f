/**
 * Names and what they point at: programs reach the addresses that were checked and no others.
 */
import type { LookupAddress } from "node:dns";
import { describe, expect, test } from "vitest";
import type { AddressRuleText } from "../../src/client/address-rules.js";
import { boot, outputOf } from "./boot.js";
import { serve } from "./origin.js";

/** A resolver that gives the listed addresses, one after the other, and notes who asks. */
function pointingAt(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const resolveHost = async (name: string): Promise<LookupAddress[]> => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(name);
    return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
  return { asked, resolveHost };
}

function deny(...patterns: string[]): AddressRuleText[] {
  return patterns.map((pattern) => ({ action: "deny", pattern }));
}

describe("a name", () => {
  test("leads to what it is looked up as, and the server is told the name", async () => {
    const origin = await serve((_arrival, response) => response.end("here"));
    const network = pointingAt(["127.0.0.1"]);
    const output = await outputOf(
      `print(http.get("http://name.example:${origin.port}").readAll())`,
      {
        network,
      },
    );
    expect(output).toBe("here\n");
    expect(origin.arrivals[0]!.headers.host).toBe(`name.example:${origin.port}`);
    expect(network.asked).toEqual(["name.example"]);
  });

  test("that points at a private address is not permitted", async () => {
    const network = pointingAt(["169.254.169.254"], ["::ffff:10.0.0.1"], ["fd00::1"], ["0.0.0.0"]);
    const output = await outputOf(
      `for i = 1, 4 do print(http.get("http://metadata.example/")) end`,
      { network },
    );
    expect(output).toBe("nil\tDomain not permitted\n".repeat(4));
  });

  test("that points elsewhere between the check and the connection changes nothing", async () => {
    const origin = await serve((_arrival, response) => response.end("the one that was checked"));
    // Whoever asked a second time would be sent to an address that nobody may reach.
    const network = pointingAt(["127.0.0.1"], ["10.255.255.1"]);
    const source = `print(http.get("http://rebind.example:${origin.port}").readAll())`;
    expect(await outputOf(source, { network })).toBe("the one that was checked\n");
    expect(network.asked).toHaveLength(1);
  });

  test("that rebinds to a forbidden address between two requests is caught", async () => {
    const origin = await serve((_arrival, response) => {
      response.writeHead(200, { Connection: "close" }).end("allowed");
    });
    const network = pointingAt(["127.0.0.1"], ["192.168.0.1"]);
    const output = await outputOf(
      `
        print(http.get("http://rebind.example:${origin.port}").readAll())
        print(http.get("http://rebind.example:${origin.port}"))
      `,
      { network },
    );
    expect(output).toBe("allowed\nnil\tDomain not permitted\n");
  });

  test("with several addresses is reached at those that are allowed", async () => {
    const origin = await serve((_arrival, response) => response.end("here"));
    const network = pointingAt(["10.0.0.1", "169.254.0.1", "127.0.0.1", "fd00::1"]);
    const source = `print(http.get("http://many.example:${origin.port}").readAll())`;
    expect(await outputOf(source, { network })).toBe("here\n");
  });

  test("that is denied is not even looked up", async () => {
    const network = pointingAt(["127.0.0.1"]);
    const output = await outputOf(`print(http.get("http://www.evil.example/"))`, {
      network: { ...network, rules: deny("*.evil.example") },
    });
    expect(output).toBe("nil\tDomain not permitted\n");
    expect(network.asked).toEqual([]);
  });

  test("that nobody knows is an unknown host", async () => {
    const output = await outputOf(
      `
        print(http.get("http://nobody.example/"))
        print(http.checkURL("http://nobody.example/"))
      `,
      { network: { resolveHost: () => Promise.reject(new Error("ENOTFOUND")) } },
    );
    expect(output).toBe("nil\tUnknown host\nfalse\tUnknown host\n");
    const none = await outputOf(`print(http.get("http://none.example/"))`, {
      network: pointingAt([]),
    });
    expect(none).toBe("nil\tUnknown host\n");
  });
});

describe("an address in a URL", () => {
  test.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.01",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "localhost",
    "LocalHost",
  ])("%s is loopback, allowed unless denied", async (host) => {
    const url = `http://${host}:1/`;
    expect(await outputOf(`print(http.checkURL("${url}"))`)).toBe("true\n");
    const rules = deny("$loopback");
    expect(await outputOf(`print(http.get("${url}"))`, { network: { rules } })).toBe(
      "nil\tDomain not permitted\n",
    );
  });

  test.each(["10.1", "0xA9FEA9FE", "2852039166", "0", "[::]", "[fe80::1]", "[::ffff:a9fe:a9fe]"])(
    "%s is private, in whatever form",
    async (host) => {
      expect(await outputOf(`print(http.checkURL("http://${host}/"))`)).toBe(
        "false\tDomain not permitted\n",
      );
    },
  );
});

describe("rules", () => {
  test("open a private network, and only the port that they name", async () => {
    const rules: AddressRuleText[] = [{ action: "allow", pattern: "10.0.0.0/8:8080" }];
    const output = await outputOf(
      `
        print(http.checkURL("http://10.1.1.1:8080/"))
        print(http.checkURL("http://10.1.1.1/"))
      `,
      { network: { rules } },
    );
    expect(output).toBe("true\nfalse\tDomain not permitted\n");
  });

  test("that cannot be read are an error with a code", () => {
    const program = boot(`print(http.get("http://127.0.0.1/"))`, {
      network: { rules: deny("10.0.0.0/99") },
    });
    return expect(program.ended()).resolves.toMatchObject({
      kind: "fault",
      fault: { code: "HTTP_RULE_INVALID" },
    });
  });
});
