/**
 * Apps that speak TLS. The native layer takes a certificate only as files of the machine, which it
 * reads while the app is made. What lies elsewhere is put into files of its own that nobody but this
 * process's user can read, and that are gone when this returns.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostError } from "../../host-error.js";
import { readTlsFiles, type TlsContents, type TlsFiles } from "../tls-files.js";
import type { NativeApp, UwsModule } from "./uws-binding.js";

/**
 * Makes an app.
 *
 * @param uws the native module
 * @param files the certificate and its key
 * @throws HostError CERTIFICATE_NOT_READABLE, CERTIFICATE_INVALID
 */
export function makeTlsApp(uws: UwsModule, files: TlsFiles): NativeApp {
  const contents = readTlsFiles(files);
  const { certificate, key, read, passphrase } = files;
  const open = (certificateFile: string, keyFile: string): NativeApp =>
    uws.SSLApp({
      cert_file_name: certificateFile,
      key_file_name: keyFile,
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  return read === undefined ? open(certificate, key) : withFiles(contents, files, open);
}

function withFiles(
  { cert, key }: TlsContents,
  { certificate }: TlsFiles,
  open: (certificateFile: string, keyFile: string) => NativeApp,
): NativeApp {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), "craftos-http-tls-")); // only its owner may enter (0700)
    const [certificateFile, keyFile] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    writeFileSync(certificateFile, cert, { mode: 0o600 });
    writeFileSync(keyFile, key, { mode: 0o600 });
    return open(certificateFile, keyFile);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    // The system's message has paths of the machine in it, which a program is not to learn.
    const reason = `uWebSockets.js needs a temporary file, which cannot be made (${code ?? syscall})`;
    throw HostError.of("CERTIFICATE_NOT_READABLE", certificate, reason).causedBy(error);
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}
