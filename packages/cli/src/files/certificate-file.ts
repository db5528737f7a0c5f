/**
 * Certificates and keys that a program names: files of its computer, read as the program itself would
 * read them. Of what lies outside its mounts it learns nothing, not even whether it is there.
 */
import { FileError, type FileSystem } from "@craftos-http/craftos";
import { HostError } from "@craftos-http/http-host";

/** A longer file is no certificate. */
const CERTIFICATE_BYTES_MAX = 1024 * 1024;

/**
 * Reads one.
 * @param fileSystem - the computer's files
 * @param path - from the computer's root
 * @returns the file's contents
 * @throws HostError CERTIFICATE_NOT_READABLE
 */
export function readCertificateFile(fileSystem: FileSystem, path: string): Buffer {
  try {
    const file = fileSystem.openForReading(path);
    try {
      const bytes = file.bytes();
      if (bytes > CERTIFICATE_BYTES_MAX) throw notReadable(path, "it is larger than 1 MiB");
      return Buffer.from(file.readAt(0, bytes), "latin1");
    } finally {
      file.discard();
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw notReadable(path, error.problem).causedBy(error);
  }
}

function notReadable(path: string, reason: string): HostError {
  return HostError.of("CERTIFICATE_NOT_READABLE", path, reason);
}
