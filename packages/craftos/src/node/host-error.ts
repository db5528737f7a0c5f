/**
 * What Node says of a failed system call, in the words that programs know. Nothing of the host's paths
 * gets into them.
 */
import { FileError, FileProblem } from "../files/file-error.js";

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: FileProblem.noSuchFile,
  ENOTDIR: FileProblem.notAFolder,
  EISDIR: FileProblem.notAFile,
  EEXIST: FileProblem.fileExists,
  EACCES: FileProblem.accessDenied,
  EPERM: FileProblem.accessDenied,
  EROFS: FileProblem.accessDenied,
  ENOTEMPTY: FileProblem.accessDenied,
  ELOOP: FileProblem.accessDenied,
  EBUSY: FileProblem.accessDenied,
  ENXIO: FileProblem.accessDenied,
  ENOSPC: FileProblem.outOfSpace,
  EDQUOT: FileProblem.outOfSpace,
  EFBIG: FileProblem.outOfSpace,
  EMFILE: FileProblem.tooManyOpen,
  ENFILE: FileProblem.tooManyOpen,
  ENAMETOOLONG: FileProblem.nameTooLong,
};

/** The code of an error of Node's, "" for anything else. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code ?? "";
}

/**
 * Makes a system call.
 * @param path - which path of the mount it is about; null for none
 * @param call - makes it
 * @throws FileError what is wrong; anything that is no error of the system passes as it is
 */
export function systemCall<T>(path: string | null, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof FileError || !isSystemError(error)) throw error;
    throw new FileError(PROBLEMS[codeOf(error)] ?? FileProblem.failed, path, { cause: error });
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).errno === "number";
}
