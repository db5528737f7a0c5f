/**
 * What can go wrong with a file, in the words that programs know. Source: the messages of CC: Tweaked.
 */

/** Why something cannot be done with a file. */
export const FileProblem = {
  noSuchFile: "No such file",
  notAFile: "Not a file",
  notAFolder: "Not a directory",
  fileExists: "File exists",
  folderNotWritable: "Cannot write to directory",
  accessDenied: "Access denied",
  outOfSpace: "Out of space",
  tooManyOpen: "Too many files already open",
  invalidPath: "Invalid Path",
  tooLarge: "File is too large to be read at once",
  nameTooLong: "File name too long",
  failed: "Operation failed",
} as const;

/** Something that cannot be done with a file; a program gets the message. */
export class FileError extends Error {
  override readonly name = "FileError";
  /** What is wrong. */
  readonly problem: string;
  /** Which path it is about, normal; null when the message names none. */
  readonly path: string | null;

  /**
   * Makes an error.
   * @param problem - what is wrong
   * @param path - which path it is about, if the message is to name it
   * @param options - the cause
   */
  constructor(problem: string, path: string | null, options?: ErrorOptions) {
    super(path === null ? problem : `/${path}: ${problem}`, options);
    this.problem = problem;
    this.path = path;
  }
}
