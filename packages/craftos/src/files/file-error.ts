/**
 * What can go wrong with a file, in the words that programs know. Source: the messages of CC: Tweaked.
 */

/** Why something cannot be done with a file. */
export const FileProblem = {
  /** Nothing is at the path. */
  noSuchFile: "No such file",
  /** A folder is at the path, where a file is needed. */
  notAFile: "Not a file",
  /** A file is at the path, or on the way to it, where a folder is needed. */
  notAFolder: "Not a directory",
  /** Something is at the path already. */
  fileExists: "File exists",
  /** A folder is at the path that was to be written. */
  folderNotWritable: "Cannot write to directory",
  /** The mount is read-only, or the system refuses. */
  accessDenied: "Access denied",
  /** The disk, or the room that the mount was given, is full. */
  outOfSpace: "Out of space",
  /** The limit of open files is reached. */
  tooManyOpen: "Too many files already open",
  /** The path has characters that no path may have. */
  invalidPath: "Invalid Path",
  /** It has more bytes than a string may have. */
  tooLarge: "File is too large to be read at once",
  /** A part of the path is longer than the disk allows. */
  nameTooLong: "File name too long",
  /** Anything else that the disk says. */
  failed: "Operation failed",
} as const;

/** Something that cannot be done with a file; a program gets the message. */
export class FileError extends Error {
  /** What tells it from other errors. */
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
