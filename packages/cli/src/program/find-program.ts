/**
 * Finding the program that a person named on the command line.
 */
import { readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";

/** A program as it lies on the disk. */
export interface FoundProgram {
  /** The folder that becomes the computer's root. */
  readonly folder: string;
  /** The file's name in it. */
  readonly name: string;
  /** Its contents, a byte string. */
  readonly source: string;
}

/** The program cannot be read; the message is for people. */
export class ProgramNotReadable extends Error {
  override readonly name = "ProgramNotReadable";
}

/**
 * Reads a program. As in CraftOS, the ending `.lua` may be left out.
 * @param file - a path, relative to the working folder
 * @throws ProgramNotReadable
 */
export function findProgram(file: string): FoundProgram {
  const candidates = [file, `${file}.lua`];
  for (const candidate of candidates) {
    const path = resolve(candidate);
    try {
      const source = readFileSync(path, "latin1");
      return { folder: dirname(path), name: basename(path), source };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT")
        throw new ProgramNotReadable(whyNot(candidate, error), { cause: error });
    }
  }
  throw new ProgramNotReadable(`There is no file '${file}'.`);
}

function whyNot(file: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "EISDIR":
      return `'${file}' is a folder; name the program in it.`;
    case "EACCES":
    case "EPERM":
      return `'${file}' cannot be read: permission denied.`;
    case "ENOTDIR":
      return `There is no file '${file}': part of the path is not a folder.`;
    default:
      return `'${file}' cannot be read: ${message}.`;
  }
}
