/**
 * `getRemoteAddress`: the peer's address, or the one that a trusted proxy reports (HTTP-API 2).
 */
import { describe, expect, test } from "vitest";
import { RequestHeaders } from "../../src/engine/request-headers.js";
import { proxiedAddress } from "../../src/server/client-address.js";
import { get } from "./client.js";
import { onEveryEngine } from "./harness.js";

const ANSWER_ADDRESS = `
  http.listen(0, function(request, response)
    response.write(request.getRemoteAddress())
    response.close()
  end)
`;

onEveryEngine("getRemoteAddress", (boot) => {
  test("it is the peer's address, whatever the request says", async () => {
    const program = boot(ANSWER_ADDRESS);
    const port = await program.port();
    expect((await get(port)).body).toBe("127.0.0.1");
    const fields = ["X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.2"];
    expect((await get(port, "/", fields)).body).toBe("127.0.0.1");
  });

  test("behind a trusted proxy it is the address that the proxy added", async () => {
    const program = boot(ANSWER_ADDRESS, { trustsProxy: true });
    const port = await program.port();
    expect((await get(port)).body).toBe("127.0.0.1");
    const fields = ["X-Forwarded-For: 203.0.113.9, 192.0.2.1", "X-Forwarded-For: 192.0.2.3"];
    expect((await get(port, "/", fields)).body).toBe("192.0.2.3");
    expect((await get(port, "/", ["Forwarded: for=192.0.2.2;proto=https"])).body).toBe("192.0.2.2");
  });

  test("it is known in a later turn", async () => {
    const program = boot(`
      http.listen(0, function(request, response)
        sleep(0)
        response.write(request.getRemoteAddress())
        response.close()
      end)
    `);
    expect((await get(await program.port())).body).toBe("127.0.0.1");
  });
});

describe("proxiedAddress()", () => {
  function addressWith(...pairs: string[]): string {
    const requestHeaders = new RequestHeaders(pairs);
    return proxiedAddress({ requestHeaders, remoteAddress: "127.0.0.1" });
  }

  test.each([
    ["192.0.2.1", "192.0.2.1"],
    ["203.0.113.1,192.0.2.1", "192.0.2.1"],
    ["203.0.113.1 , 192.0.2.1 ", "192.0.2.1"],
    ["192.0.2.1:4711", "192.0.2.1"],
    ["2001:db8::1", "2001:db8::1"],
    ["[2001:db8::1]:4711", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["", "127.0.0.1"],
    ["192.0.2.1, ", "127.0.0.1"],
    ["unknown", "127.0.0.1"],
    ["<script>", "127.0.0.1"],
  ])("X-Forwarded-For: %s is %s", (value, address) => {
    expect(addressWith("x-forwarded-for", value)).toBe(address);
  });

  test.each([
    ["for=192.0.2.1", "192.0.2.1"],
    ["For=192.0.2.1", "192.0.2.1"],
    ["by=203.0.113.1; for = 192.0.2.1", "192.0.2.1"],
    ["for=203.0.113.1, for=192.0.2.1;proto=http", "192.0.2.1"],
    ['for="192.0.2.1:4711"', "192.0.2.1"],
    ['for="[2001:db8::1]:4711"', "2001:db8::1"],
    ['for="[2001:db8::1]"', "2001:db8::1"],
    ["proto=https", "127.0.0.1"],
    ["for=unknown", "127.0.0.1"],
    ["for=_hidden", "127.0.0.1"],
    ["", "127.0.0.1"],
  ])("Forwarded: %s is %s", (value, address) => {
    expect(addressWith("forwarded", value)).toBe(address);
  });

  test("X-Forwarded-For counts before Forwarded, which a client may have made up", () => {
    const address = addressWith("forwarded", "for=203.0.113.1", "x-forwarded-for", "192.0.2.1");
    expect(address).toBe("192.0.2.1");
  });
});
