/**
 * TLS, per port and for all of them: `http.addListener(port, { tls = ... })` (HTTP-API 4).
 */
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Agent, request as httpsRequest } from "node:https";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import tls from "node:tls";
import { expect, onTestFinished, test, vi } from "vitest";
import { HostError } from "../../src/host-error.js";
import { TestCertificate } from "../engine/certificates.js";
import { connect, get } from "./client.js";
import { isOpen, onEveryEngine } from "./harness.js";

const ECHO = `
  local port = http.addListener(0)
  while true do
    local _, _, request, response = os.pullEvent("http_request")
    response.write(request.getMethod(), " ", request.getURL(), " ", request.readAll())
    response.close()
  end`;

/** One connection that stays. */
class TlsConnection {
  readonly agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });

  constructor(readonly port: number) {
    onTestFinished(() => {
      this.agent.destroy();
    });
  }

  async ask(target: string, body = ""): Promise<{ answer: string; name: unknown }> {
    const request = httpsRequest({
      ...{ host: "127.0.0.1", port: this.port, path: target, agent: this.agent },
      method: body === "" ? "GET" : "POST",
    });
    request.end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const socket = response.socket as unknown as Pick<tls.TLSSocket, "getPeerCertificate">;
    const { subject } = socket.getPeerCertificate();
    return { answer: await text(response), name: subject.CN };
  }

  /** The name in the certificate of the port. */
  async name(): Promise<unknown> {
    const options = { host: "127.0.0.1", port: this.port, rejectUnauthorized: false };
    const socket = tls.connect(options);
    onTestFinished(() => {
      socket.destroy();
    });
    await once(socket, "secureConnect");
    return socket.getPeerCertificate().subject.CN;
  }
}

async function handshake(port: number, options: tls.ConnectionOptions): Promise<string> {
  const socket = tls.connect({ host: "127.0.0.1", port, rejectUnauthorized: false, ...options });
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, "secureConnect");
  return socket.getProtocol() ?? "";
}

/** After a certificate was replaced, the former port accepts until the end of the turn. */
async function formerPortClosed(): Promise<void> {
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

/** Where temporary files go during a test: a folder of its own, unless told otherwise. */
function temporaryFolder(folder = mkdtempSync(join(tmpdir(), "craftos-http-test-"))): string {
  vi.stubEnv("TMPDIR", folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

onEveryEngine("TLS", (boot, engineName) => {
  test("is spoken on every port when the host says so, unless the program says no", async () => {
    const certificate = await TestCertificate.make("all");
    const program = boot(`http.addListener(0, { tls = false }) ${ECHO}`, { tls: certificate });
    const [plain, secure] = [await program.port(0), await program.port(1)];
    const connection = new TlsConnection(secure);
    expect(await connection.ask("/a?b")).toEqual({ answer: "GET /a?b ", name: "all" });
    const body = "x".repeat(200_000);
    expect((await connection.ask("/", body)).answer).toBe(`POST / ${body}`);
    expect((await get(plain, "/c")).body).toBe("GET /c ");
  });

  test("is spoken on a port whose options name files of the computer", async () => {
    const certificate = await TestCertificate.make("one", "open sesame");
    const program = boot(
      `http.addListener(0, {
        tls = { cert = "/cert.pem", key = "key.pem", passphrase = "open sesame" }
      }) ${ECHO}`,
      { readFile: (path) => readFileSync(join(certificate.folder, basename(path))) },
    );
    const [secure, plain] = [await program.port(0), await program.port(1)];
    const connection = new TlsConnection(secure);
    expect(await connection.ask("/")).toEqual({ answer: "GET / ", name: "one" });
    expect((await get(plain, "/")).body).toBe("GET / ");
  });

  test("leaves no copies of a certificate and its key of the computer behind", async () => {
    const certificate = await TestCertificate.make("copied");
    const folder = temporaryFolder();
    const readFile = (path: string): Buffer => readFileSync(join(certificate.folder, path));
    const source = `http.addListener(0, { tls = { cert = "cert.pem", key = "key.pem" } })
      os.pullEvent("never")`;
    const program = boot(source, { readFile });
    const port = await program.port();
    expect(await handshake(port, {})).toBe("TLSv1.3");
    await certificate.renew("again");
    program.server.reloadTls();
    await formerPortClosed();
    expect(await new TlsConnection(port).name()).toBe("again");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("says when there is no place for the copies of a certificate of the computer", async () => {
    const certificate = await TestCertificate.make("nowhere");
    temporaryFolder("/nowhere");
    const readFile = (path: string): Buffer => readFileSync(join(certificate.folder, path));
    const program = boot(`http.addListener(0, { tls = { cert = "cert.pem", key = "key.pem" } })`, {
      readFile,
    });
    const message =
      engineName === "node"
        ? undefined
        : "Could not open server: The certificate or key 'cert.pem' cannot be read: " +
          "uWebSockets.js needs a temporary file, which cannot be made (ENOENT)";
    const end = await program.ended();
    expect(end.kind === "failed" ? end.error.message : undefined).toEqual(
      message === undefined ? undefined : expect.stringContaining(message),
    );
  });

  test("is at least TLS 1.2", async () => {
    const program = boot(ECHO, { tls: await TestCertificate.make("versions") });
    const port = await program.port();
    expect(await handshake(port, { maxVersion: "TLSv1.2" })).toBe("TLSv1.2");
    expect(await handshake(port, {})).toBe("TLSv1.3");
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL@SECLEVEL=0" } as const;
    await expect(handshake(port, old)).rejects.toThrow(
      /alert|EPROTO|disconnected|ECONNRESET|wrong/,
    );
  });

  test("streams", async () => {
    const program = boot(
      `http.listen(0, function(request, response)
        for i = 1, 40 do response.write((tostring(i % 10)):rep(65536)) response.flush() end
        response.close()
      end)`,
      { tls: await TestCertificate.make("stream") },
    );
    const { answer } = await new TlsConnection(await program.port()).ask("/");
    expect(answer.length).toBe(40 * 65536);
  });

  test("a client that does not speak it is dropped, and the others are served", async () => {
    const program = boot(ECHO, { tls: await TestCertificate.make("plain") });
    const port = await program.port();
    const client = await connect(port);
    await client.request("GET /");
    expect(await client.closed()).not.toContain("200");
    expect((await new TlsConnection(port).ask("/")).answer).toBe("GET / ");
  });

  test("takes a new certificate for new connections and keeps the open ones", async () => {
    const certificate = await TestCertificate.make("before");
    const program = boot(ECHO, { tls: certificate });
    const port = await program.port();
    const early = new TlsConnection(port);
    expect((await early.ask("/")).name).toBe("before");
    for (const name of ["after", "later"]) {
      await certificate.renew(name);
      program.server.reloadTls();
      await formerPortClosed();
      expect((await new TlsConnection(port).ask("/")).name).toBe(name);
      expect((await early.ask("/again")).answer).toBe("GET /again ");
    }
    expect((await early.ask("/")).name).toBe("before");
    expect(program.warnings).toEqual([]);
  });

  test("loses no client that connects while the certificate is replaced", async () => {
    const certificate = await TestCertificate.make("replaced");
    const program = boot(ECHO, { tls: certificate });
    const port = await program.port();
    for (let round = 0; round < 10; round++) {
      program.server.reloadTls();
      const protocols = await Promise.all([1, 2, 3, 4, 5].map(() => handshake(port, {})));
      expect(protocols).toEqual(new Array(5).fill("TLSv1.3"));
    }
  });

  test("can be closed right after the certificate was replaced", async () => {
    const certificate = await TestCertificate.make("closed");
    const program = boot(ECHO, { tls: certificate });
    const port = await program.port();
    program.server.reloadTls();
    await program.stop();
    expect(await isOpen(port)).toBe(false);
  });

  test("keeps the certificate that it has when the new one is broken, and says so", async () => {
    const certificate = await TestCertificate.make("whole");
    const program = boot(ECHO, { tls: certificate });
    const port = await program.port();
    certificate.damage();
    program.server.reloadTls();
    expect(program.warnings).toEqual([
      expect.stringMatching(/^port \d+ keeps the certificate it has: .*: PEM files are expected$/),
    ]);
    expect((await new TlsConnection(port).ask("/")).name).toBe("whole");
  });

  test("a port that another has open is in use", async () => {
    const certificate = await TestCertificate.make("taken");
    const first = boot(ECHO, { tls: certificate });
    const port = await first.port();
    const second = boot(`http.addListener(${port})`, { tls: certificate });
    expect(await second.failed()).toMatch(`Address already in use: 127.0.0.1:${port}`);
  });

  test("frees its port when it is closed, also after a reload", async () => {
    const certificate = await TestCertificate.make("closing");
    const program = boot(
      `local port = http.addListener(0)
      os.pullEvent("close")
      http.removeListener(port)
      http.addListener(port)
      os.pullEvent("never")`,
      { tls: certificate },
    );
    const port = await program.port();
    program.server.reloadTls();
    expect(await handshake(port, {})).toBe("TLSv1.3");
    program.queue("close");
    expect(await program.port(1)).toBe(port);
  });

  test.each([
    [`{}`, /bad field 'tls.cert' \(string expected, got nil\)/],
    [`{ cert = "a" }`, /bad field 'tls.key' \(string expected, got nil\)/],
    [`{ cert = "a", key = "b", passphrase = 1 }`, /bad field 'tls.passphrase' \(string expected/],
    [`true`, /bad field 'tls' \(table expected, got boolean\)/],
    [`{ cert = "no.pem", key = "key.pem" }`, /'no.pem' cannot be read: No such file/],
    [`{ cert = "cert.pem", key = "cert.pem" }`, /are not a certificate and its key: PEM files are/],
    [`{ cert = "cert.pem", key = "other.pem" }`, /: the key is not the certificate's/],
    [`{ cert = "cert.pem", key = "locked.pem" }`, /the key is encrypted and there is no passphr/],
    [`{ cert = "cert.pem", key = "locked.pem", passphrase = "x" }`, /: the passphrase is wrong/],
  ])("refuses %s", async (options, message) => {
    const certificate = await TestCertificate.make("good");
    const other = await TestCertificate.make("other");
    const locked = await TestCertificate.make("locked", "secret");
    const files: Readonly<Record<string, string>> = {
      "cert.pem": certificate.certificate,
      "key.pem": certificate.key,
      "other.pem": other.key,
      "locked.pem": locked.key,
    };
    const program = boot(`http.addListener(0, { tls = ${options} })`, {
      readFile: (path) => {
        const file = files[path];
        if (file !== undefined) return readFileSync(file);
        throw HostError.of("CERTIFICATE_NOT_READABLE", path, "No such file");
      },
    });
    expect(await program.failed()).toMatch(message);
  });
});
