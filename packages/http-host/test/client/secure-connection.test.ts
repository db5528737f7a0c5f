/**
 * TLS: certificates that are to be believed, and those that are not.
 */
import { generate, type GenerateResult, type SelfsignedOptions } from "selfsigned";
import { describe, expect, test } from "vitest";
import { boot, outputOf } from "./boot.js";
import { serve } from "./origin.js";

/** Makes a certificate for localhost, signed by itself or by another. */
function certificate(options: SelfsignedOptions = {}): Promise<GenerateResult> {
  const extensions = [
    { name: "subjectAltName" as const, altNames: [{ type: 2 as const, value: "localhost" }] },
  ];
  return generate([{ name: "commonName", value: "localhost" }], { extensions, ...options });
}

describe("https", () => {
  test("is spoken with a server whose certificate is trusted, by the name in it", async () => {
    const { private: key, cert } = await certificate();
    const origin = await serve((arrival, response) => response.end(arrival.body), { key, cert });
    const output = await outputOf(
      `
        local url = "https://localhost:${origin.port}/"
        for i = 1, 3 do print(http.post(url, "\\0secret" .. i).readAll() == "\\0secret" .. i) end
        print(http.get("https://127.0.0.1:${origin.port}/"))
      `,
      { network: { trustedCertificates: cert } },
    );
    expect(output).toMatch(
      /^true\ntrue\ntrue\nnil\tCould not create a secure connection: Hostname\/IP does not match /,
    );
    expect(origin.connectionCount()).toBeLessThanOrEqual(2);
  });

  test("is refused with a certificate that nobody vouches for", async () => {
    const { private: key, cert } = await certificate();
    const origin = await serve((_arrival, response) => response.end(), { key, cert });
    const output = await outputOf(`print(http.get("https://localhost:${origin.port}/"))`);
    expect(output).toBe("nil\tCould not create a secure connection: self-signed certificate\n");
    expect(origin.arrivals).toEqual([]);
  });

  test("is refused with a certificate that has expired", async () => {
    const { private: key, cert } = await certificate({
      notBeforeDate: new Date("2019-01-01"),
      notAfterDate: new Date("2020-01-01"),
    });
    const origin = await serve((_arrival, response) => response.end(), { key, cert });
    const output = await outputOf(`print(http.get("https://localhost:${origin.port}/"))`, {
      network: { trustedCertificates: cert },
    });
    expect(output).toBe("nil\tCould not create a secure connection: certificate has expired\n");
  });

  test("is refused below TLS 1.2", async () => {
    const { private: key, cert } = await certificate();
    const old = { minVersion: "TLSv1.1", maxVersion: "TLSv1.1" } as const;
    const origin = await serve((_arrival, response) => response.end(), { key, cert, ...old });
    const output = await outputOf(`print(http.get("https://localhost:${origin.port}/"))`, {
      network: { trustedCertificates: cert },
    });
    expect(output).toMatch(/^nil\tCould not create a secure connection: .*(protocol|version)/);
  });

  test("is not taken for http, nor http for https", async () => {
    const { private: key, cert } = await certificate();
    const secure = await serve((_arrival, response) => response.end(), { key, cert });
    const plain = await serve((_arrival, response) => response.end());
    expect(await outputOf(`print(http.get("http://127.0.0.1:${secure.port}/"))`)).toBe(
      "nil\tCould not connect\n",
    );
    expect(await outputOf(`print(http.get("https://127.0.0.1:${plain.port}/"))`)).toMatch(
      /^nil\tCould not create a secure connection: \S/,
    );
  });

  test("does not send secrets on to http after a redirect", async () => {
    const plain = await serve((_arrival, response) => response.end("plain"));
    const { private: key, cert } = await certificate();
    const secure = await serve(
      (_arrival, response) => {
        response.writeHead(307, { Location: `http://localhost:${plain.port}/` }).end();
      },
      { key, cert },
    );
    const program = boot(
      `print(http.get("https://localhost:${secure.port}/", { Authorization = "a" }).readAll())`,
      { network: { trustedCertificates: cert } },
    );
    expect(await program.returned()).toBe("plain\n");
    expect(secure.arrivals[0]!.headers.authorization).toBe("a");
    expect(plain.arrivals[0]!.headers.authorization).toBeUndefined();
  });
});
