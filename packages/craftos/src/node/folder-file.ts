/**
 * Open files on a disk that are read or appended to, and what both kinds of open files share.
 */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { FileError, FileProblem } from "../files/file-error.js";
import type { OpenFile } from "../files/mount.js";
import type { FileCharge } from "../files/space-quota.js";
import { systemCall } from "./host-error.js";

/** So much is kept in memory before it goes to the disk. */
export const PENDING_BYTES_MAX = 64 * 1024;

/**
 * Opens a file that is there: a real one, no link, no device, nothing to wait for.
 * @param host - its path on the disk
 * @param access - `O_RDONLY` and the like
 * @param path - its path in the mount
 */
export function openRegularFile(host: Buffer, access: number, path: string): number {
  return systemCall(path, () => {
    const descriptor = openSync(host, access | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (fstatSync(descriptor).isFile()) return descriptor;
    closeSync(descriptor);
    throw new FileError(FileProblem.notAFile, path);
  });
}

/**
 * Reads from a file.
 * @returns as many bytes as were asked for, fewer at the end
 */
export function readFrom(descriptor: number, position: number, count: number): string {
  const wanted = Math.min(count, Math.max(sizeOf(descriptor) - position, 0));
  if (wanted === 0) return "";
  const bytes = Buffer.allocUnsafe(wanted);
  let done = 0;
  while (done < wanted) {
    const read = readSync(descriptor, bytes, done, wanted - done, position + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.toString("latin1", 0, done);
}

/**
 * Writes to a file, all of it.
 * @param position - where; null for its end, if it was opened to be appended to
 */
export function writeTo(descriptor: number, position: number | null, data: string): void {
  // Node takes a position that it cannot write down for none, and would write elsewhere.
  if (position !== null && position + data.length > Number.MAX_SAFE_INTEGER) {
    throw new FileError(FileProblem.outOfSpace, null);
  }
  const bytes = Buffer.from(data, "latin1");
  for (let done = 0; done < bytes.length;) {
    const at = position === null ? null : position + done;
    done += writeSync(descriptor, bytes, done, bytes.length - done, at);
  }
}

/** A file's size in bytes. */
export function sizeOf(descriptor: number): number {
  return fstatSync(descriptor).size;
}

/** A file that is read. */
export class FolderReader implements OpenFile {
  readonly #descriptor: number;

  /**
   * Takes over an open file.
   * @param descriptor - open for reading
   */
  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** See {@link OpenFile.bytes}. */
  bytes(): number {
    return systemCall(null, () => sizeOf(this.#descriptor));
  }

  /** See {@link OpenFile.readAt}. */
  readAt(position: number, count: number): string {
    return systemCall(null, () => readFrom(this.#descriptor, position, count));
  }

  /** See {@link OpenFile.writeAt}. */
  writeAt(): void {
    throw new FileError(FileProblem.accessDenied, null);
  }

  /** See {@link OpenFile.flush}: there is nothing to do. */
  flush(): void {
    return undefined;
  }

  /** See {@link OpenFile.close}. */
  close(): void {
    closeSync(this.#descriptor);
  }

  /** See {@link OpenFile.discard}. */
  discard(): void {
    closeSync(this.#descriptor);
  }
}

/** A file that was there and is appended to. Each write to the disk is done whole or undone. */
export class FolderAppender implements OpenFile {
  readonly #descriptor: number;
  readonly #charge: FileCharge;
  #pending = "";
  #failure: FileError | null = null;

  /**
   * Takes over an open file.
   * @param descriptor - open for appending
   * @param charge - its room
   */
  constructor(descriptor: number, charge: FileCharge) {
    this.#descriptor = descriptor;
    this.#charge = charge;
  }

  /** See {@link OpenFile.bytes}. */
  bytes(): number {
    return systemCall(null, () => sizeOf(this.#descriptor)) + this.#pending.length;
  }

  /** See {@link OpenFile.readAt}. */
  readAt(): string {
    throw new FileError(FileProblem.accessDenied, null);
  }

  /** See {@link OpenFile.writeAt}. */
  writeAt(_position: number, data: string): void {
    this.#noteFailure(() => this.#charge.grow(this.bytes() + data.length, null));
    this.#pending += data;
    if (this.#pending.length >= PENDING_BYTES_MAX) this.#write();
  }

  /** See {@link OpenFile.flush}. */
  flush(): void {
    if (this.#failure !== null) throw this.#failure;
    this.#write();
    this.#charge.save(this.bytes());
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
    this.#charge.discard();
    closeSync(this.#descriptor);
  }

  #write(): void {
    const data = this.#pending;
    if (data === "") return;
    this.#pending = "";
    const bytesBefore = sizeOf(this.#descriptor);
    this.#noteFailure(() => {
      try {
        systemCall(null, () => writeTo(this.#descriptor, null, data));
      } catch (error) {
        // What others have appended meanwhile stays.
        const isOurs = sizeOf(this.#descriptor) < bytesBefore + data.length;
        if (isOurs) ftruncateSync(this.#descriptor, bytesBefore);
        throw error;
      }
    });
  }

  #noteFailure(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (error instanceof FileError) this.#failure = error;
      throw error;
    }
  }
}
