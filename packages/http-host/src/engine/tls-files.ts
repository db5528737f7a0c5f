/**
 * Certificates: two files, read and checked before an engine gets them, so that a broken one is
 * refused with a reason and never takes the place of one that works. TLS 1.2 is the least that is
 * spoken (RFC 8996).
 */
import { readFileSync } from "node:fs";
import type { SecureContextOptions } from "node:tls";
import { HostError } from "../host-error.js";

/** Where a certificate and its key are. */
export interface TlsFiles {
  /** The file with the certificate, those of its issuers behind it; PEM. */
  readonly certificate: string;
  /** The file with the private key; PEM. */
  readonly key: string;
  /** What the key is encrypted with, if it is. */
  readonly passphrase?: string | undefined;
  /**
   * Gives the contents of either; default from the machine's disk. Throws HostError
   * CERTIFICATE_NOT_READABLE.
   */
  readonly read?: ((file: string) => Buffer) | undefined;
}

/** A certificate and its key that belong together. */
export interface TlsContents extends SecureContextOptions {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Reads a certificate and its key, and sees whether they belong together.
 *
 * @param files where they are
 * @returns what node:tls takes
 * @throws HostError CERTIFICATE_NOT_READABLE, CERTIFICATE_INVALID
 */
export function readTlsFiles(files: TlsFiles): TlsContents {
  const { passphrase, read = readTlsFile } = files;
  const context: TlsContents = {
    cert: read(files.certificate),
    key: read(files.key),
    minVersion: "TLSv1.2",
    ...(passphrase === undefined ? {} : { passphrase }),
  };
  try {
    // Loaded when it is needed: it takes several milliseconds.
    process.getBuiltinModule("node:tls").createSecureContext(context);
  } catch (error) {
    const reason = reasonOf(error, passphrase !== undefined, context.key);
    throw HostError.of("CERTIFICATE_INVALID", files.certificate, files.key, reason);
  }
  return context;
}

function readTlsFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : message;
    throw HostError.of("CERTIFICATE_NOT_READABLE", file, reason);
  }
}

const NO_PASSPHRASE = "the key is encrypted and there is no passphrase";

/** What OpenSSL says, in words that help. */
function reasonOf(error: unknown, hasPassphrase: boolean, key: Buffer): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ERR_OSSL_X509_KEY_VALUES_MISMATCH":
    case "ERR_OSSL_X509_KEY_TYPE_MISMATCH":
      return "the key is not the certificate's";
    case "ERR_OSSL_BAD_DECRYPT":
    case "ERR_OSSL_EVP_BAD_DECRYPT":
      return hasPassphrase ? "the passphrase is wrong" : NO_PASSPHRASE;
    case "ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED":
    case "ERR_MISSING_PASSPHRASE":
      return NO_PASSPHRASE;
    case "ERR_OSSL_PEM_NO_START_LINE":
    case "ERR_OSSL_UNSUPPORTED":
      // One in some 256 wrong passphrases seems to fit, and what it gives is no key.
      if (hasPassphrase && key.includes("ENCRYPTED")) return "the passphrase is wrong";
      return "PEM files are expected";
    default:
      return message;
  }
}
