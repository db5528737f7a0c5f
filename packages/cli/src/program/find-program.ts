/**
 * Finding the program that a person named on the command line.
 */
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

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

/** What the program of a folder is called, unless a config file says otherwise. */
const PROGRAMS_OF_FOLDERS = ["main.lua", "startup.lua", "main.ts"];

/**
 * Reads a program. As in CraftOS, the ending `.lua` may be left out, and `.ts` too. Of a folder it is `main.lua`,
 * `startup.lua` or `main.ts`.
 * @param file - a path, relative to the working folder
 * @throws ProgramNotReadable
 */
export function findProgram(file: string): FoundProgram {
  const isOfFolder = isFolder(file);
  const candidates = isOfFolder
    ? PROGRAMS_OF_FOLDERS.map((name) => join(file, name))
    : [file, `${file}.lua`, `${file}.ts`];
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
  if (!isOfFolder) throw new ProgramNotReadable(`There is no file '${file}'.`);
  throw new ProgramNotReadable(
    `The folder '${file}' has none of ${PROGRAMS_OF_FOLDERS.join(", ")}. Name the program, or give it ` +
      `as "main" in craftos-http.config.json.`,
  );
}

/** Whether a file is a program in TypeScript, by its name. */
export function isTypeScriptProgram(path: string): boolean {
  return /(?<!\.d)\.[cm]?tsx?$/.test(path);
}

/**
 * Says whether a path is that of a folder.
 * @param path - relative to the working folder
 */
export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false; // part of the path is no folder, or may not be looked into
  }
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
