/**
 * The files of a computer as its natives reach them: through the computer's one door, so that a
 * recording holds what they gave and a replay needs no disk.
 */
import type { Computer, PlainData } from "@craftos-http/event-loop";
import { raiseAt } from "@craftos-http/interpreter";
import { FileError } from "../files/file-error.js";
import type { FileSystem } from "../files/file-system.js";

/** What asking for something gave: its value in a list, or why not. */
export type Outcome<T> = readonly [T] | string;

/** Asks the file system for a computer. */
export class FileAccess {
  readonly #computer: Computer;
  readonly #files: FileSystem;

  /**
   * Gives a computer access to files.
   * @param computer - the computer
   * @param files - its files
   */
  constructor(computer: Computer, files: FileSystem) {
    this.#computer = computer;
    this.#files = files;
  }

  /**
   * Asks for something.
   * @param source - what is asked, for recordings: the native's name and its paths
   * @param get - asks
   * @param missing - what a changed program is told in a replay of what the recorded one did not ask
   * @returns what it gave
   * @throws LuaError what is wrong, with the position of the native's caller
   */
  ask<T extends PlainData>(source: string, get: (files: FileSystem) => T, missing: T): T {
    const outcome = this.tryTo(source, get, missing);
    return typeof outcome === "string" ? raiseAt(outcome, 1) : outcome[0];
  }

  /**
   * Does something.
   * @param source - what is done, for recordings: the native's name and its paths
   * @param act - does it
   * @throws LuaError what is wrong, with the position of the native's caller
   */
  act(source: string, act: (files: FileSystem) => void): void {
    const get = (files: FileSystem): undefined => {
      act(files);
      return undefined;
    };
    this.ask(source, get, undefined);
  }

  /** As {@link ask}, but gives what is wrong as a text. */
  tryTo<T extends PlainData>(
    source: string,
    get: (files: FileSystem) => T,
    missing: T | FileError,
  ): Outcome<T> {
    const outcome = this.#computer.read<Outcome<T> | undefined>(source, () => {
      return attempt(() => get(this.#files));
    });
    return outcome ?? (missing instanceof FileError ? missing.message : [missing]);
  }

  /**
   * Reads a whole file.
   * @returns its contents, or undefined when it cannot be read
   */
  readWhole(path: string): string | undefined {
    return this.#computer.read(`file ${path}`, () => this.#files.readWhole(path));
  }

  /**
   * Notes that a program writes something.
   * @param path - where to, a normal path
   * @param data - a byte string
   */
  written(path: string, data: string): void {
    if (this.#computer.isObserved) this.#computer.emit(`written to /${path}`, data);
  }
}

function attempt<T>(get: () => T): Outcome<T> {
  try {
    return [get()];
  } catch (error) {
    if (error instanceof FileError) return error.message;
    throw error;
  }
}
