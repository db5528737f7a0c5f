/**
 * Certificates made for one test, in a folder that is removed after it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createPrivateKey } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { onTestFinished } from "vitest";
import type { TlsFiles } from "../../src/engine/tls-files.js";

/** A certificate in two files. */
export class TestCertificate implements TlsFiles {
  readonly folder = mkdtempSync(join(tmpdir(), "craftos-http-tls-"));
  readonly certificate = join(this.folder, "cert.pem");
  readonly key = join(this.folder, "key.pem");
  readonly passphrase: string | undefined;

  private constructor(passphrase: string | undefined) {
    this.passphrase = passphrase;
    onTestFinished(() => {
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** Makes one for localhost and 127.0.0.1, signed by itself. */
  static async make(name: string, passphrase?: string): Promise<TestCertificate> {
    const certificate = new TestCertificate(passphrase);
    await certificate.renew(name);
    return certificate;
  }

  /** Writes another certificate, with another key, into the same files. */
  async renew(name: string): Promise<void> {
    const extensions = [
      {
        name: "subjectAltName" as const,
        altNames: [
          { type: 2 as const, value: "localhost" },
          { type: 7 as const, ip: "127.0.0.1" },
        ],
      },
    ];
    const made = await generate([{ name: "commonName", value: name }], {
      keyType: "ec",
      extensions,
    });
    writeFileSync(this.certificate, made.cert);
    const { passphrase } = this;
    const key =
      passphrase === undefined
        ? made.private
        : createPrivateKey(made.private).export({
            type: "pkcs8",
            format: "pem",
            cipher: "aes-256-cbc",
            passphrase,
          });
    writeFileSync(this.key, key);
  }

  /** Puts something that is no certificate into the file. */
  damage(): void {
    writeFileSync(this.certificate, "not a certificate\n");
  }
}
