/**
 * The files of a computer: those below one folder of the disk, which is the computer's root.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Text as the byte string of its UTF-8 form. */
export function toByteString(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The text that a byte string is the UTF-8 form of. */
export function fromByteString(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Reads files of one folder, and remembers which were there. */
export class FolderFiles {
  readonly #root: string;
  readonly #sources = new Map<string, string>();

  /**
   * Makes the files of a computer.
   * @param root - the folder, an absolute path
   */
  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Reads a file.
   * @param path - from the root, without `.` and `..`, a byte string
   * @returns its contents, a byte string, or undefined when it cannot be read
   */
  read(path: string): string | undefined {
    try {
      const source = readFileSync(this.diskPath(path), "latin1");
      this.remember(path, source);
      return source;
    } catch {
      return undefined;
    }
  }

  /** Notes a file's contents as they were loaded, for {@link sourceNamed}. */
  remember(path: string, source: string): void {
    this.#sources.set(path, source);
  }

  /** Where a file of the computer lies on the disk. */
  diskPath(path: string): string {
    return join(this.#root, fromByteString(path));
  }

  /**
   * Finds a file by the name that error messages give it.
   * @param chunkName - `/lib/x.lua`, or the end of that behind `...` when it is long
   */
  sourceNamed(chunkName: string): { readonly path: string; readonly source: string } | undefined {
    for (const [path, source] of this.#sources) {
      const isNamed = chunkName.startsWith("...")
        ? `/${path}`.endsWith(chunkName.slice(3))
        : `/${path}` === chunkName;
      if (isNamed) return { path, source };
    }
    return undefined;
  }
}
