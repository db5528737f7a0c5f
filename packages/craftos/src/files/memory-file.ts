/**
 * Open files in memory. What is written stays with the open file until it is saved.
 */
import { FileError, FileProblem } from "./file-error.js";
import type { OpenFile } from "./mount.js";
import type { FileCharge } from "./space-quota.js";

/** A file as everybody sees it. */
export interface MemoryNode {
  /** A byte string. */
  contents: string;
  /** In milliseconds since 1970. */
  readonly createdMs: number;
  /** In milliseconds since 1970. */
  modifiedMs: number;
}

/** A file that is read. */
export class MemoryReader implements OpenFile {
  readonly #node: MemoryNode;

  /**
   * Opens a file.
   * @param node - which
   */
  constructor(node: MemoryNode) {
    this.#node = node;
  }

  /** See {@link OpenFile.bytes}. */
  bytes(): number {
    return this.#node.contents.length;
  }

  /** See {@link OpenFile.readAt}. */
  readAt(position: number, count: number): string {
    return this.#node.contents.slice(position, position + count);
  }

  /** See {@link OpenFile.writeAt}. */
  writeAt(): void {
    throw new FileError(FileProblem.accessDenied, null);
  }

  /** See {@link OpenFile.flush}: there is nothing to do. */
  flush(): void {
    return undefined;
  }

  /** See {@link OpenFile.close}: there is nothing to free. */
  close(): void {
    return undefined;
  }

  /** See {@link OpenFile.discard}: there is nothing to free. */
  discard(): void {
    return undefined;
  }
}

/** What a file that is written works with. */
interface MemoryFileSetup {
  readonly node: MemoryNode;
  readonly contents: string;
  readonly isAppended: boolean;
  readonly charge: FileCharge;
  readonly save: (node: MemoryNode, contents: string) => void;
}

/** A file that is written. */
export class MemoryFile implements OpenFile {
  readonly #setup: MemoryFileSetup;
  #contents: string;
  /** What was appended and not yet saved. */
  #appended = "";
  #failure: FileError | null = null;

  /**
   * Opens a file.
   * @param setup - which, and how it is saved
   */
  constructor(setup: MemoryFileSetup) {
    this.#setup = setup;
    this.#contents = setup.contents;
  }

  /** See {@link OpenFile.bytes}. */
  bytes(): number {
    const { isAppended, node } = this.#setup;
    if (!isAppended) return this.#contents.length;
    return node.contents.length + this.#appended.length;
  }

  /** See {@link OpenFile.readAt}. */
  readAt(position: number, count: number): string {
    return this.#contents.slice(position, position + count);
  }

  /** See {@link OpenFile.writeAt}. */
  writeAt(position: number, data: string): void {
    const { isAppended, charge } = this.#setup;
    const end = isAppended ? this.bytes() + data.length : position + data.length;
    try {
      charge.grow(Math.max(end, this.bytes()), null);
    } catch (error) {
      this.#failure = error as FileError;
      throw error;
    }
    if (isAppended) {
      this.#appended += data;
      return;
    }
    const before = this.#contents;
    this.#contents =
      position === before.length
        ? before + data
        : before.slice(0, position).padEnd(position, "\0") + data + before.slice(end);
  }

  /** See {@link OpenFile.flush}. */
  flush(): void {
    const { node, isAppended, charge, save } = this.#setup;
    if (this.#failure !== null) throw this.#failure;
    const contents = isAppended ? node.contents + this.#appended : this.#contents;
    this.#appended = "";
    save(node, contents);
    charge.save(contents.length);
  }

  /** See {@link OpenFile.close}. */
  close(): void {
    try {
      this.flush();
    } finally {
      this.discard();
    }
  }

  /** See {@link OpenFile.discard}. */
  discard(): void {
    this.#setup.charge.discard();
  }
}
