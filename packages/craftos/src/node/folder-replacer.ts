/**
 * An open file on a disk that gets new contents. They are collected in a temporary file beside it,
 * which takes its place when they are flushed for the first time or the file is closed: whoever reads
 * the file sees the old contents or the new, whatever fails. From then on what is written goes into
 * the file itself.
 */
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  openSync,
  renameSync,
  type Stats,
  unlinkSync,
} from "node:fs";
import { FileError } from "../files/file-error.js";
import type { OpenFile } from "../files/mount.js";
import type { FileCharge } from "../files/space-quota.js";
import { PENDING_BYTES_MAX, readFrom, sizeOf, writeTo } from "./folder-file.js";
import type { KeptFolder } from "./folder-walk.js";
import { systemCall } from "./host-error.js";
import { temporaryName } from "./host-name.js";

/** What a file is replaced with. */
export interface ReplacerSetup {
  /** The folder that it lies in. */
  readonly folder: KeptFolder;
  /** Its name there, a byte string. */
  readonly name: string;
  /** Its path in the mount. */
  readonly path: string;
  /** What is there now, or null. */
  readonly stats: Stats | null;
  /** The file that is there, open for reading, when its contents are kept; null for none. */
  readonly original: number | null;
  /** Its room. */
  readonly charge: FileCharge;
}

/** How much is copied at a time. */
const COPY_BYTES = 1024 * 1024;

/** A file that gets new contents. */
export class FolderReplacer implements OpenFile {
  readonly #setup: ReplacerSetup;
  /** What is read and written: the original, the temporary file, or after a flush the file itself. */
  #descriptor: number;
  /** The temporary file's name as long as it has not taken the file's place. */
  #temporary: string | null = null;
  /** Whether what is written goes into a file of this one's own. */
  #isWritable = false;
  #pending = "";
  #pendingAt = 0;
  #failure: FileError | null = null;

  /**
   * Begins to replace a file.
   * @param setup - which; its folder and its original are taken over
   * @throws FileError when nothing can be written there
   */
  constructor(setup: ReplacerSetup) {
    this.#setup = setup;
    this.#descriptor = setup.original ?? this.#makeTemporary();
  }

  /** See {@link OpenFile.bytes}. */
  bytes(): number {
    const end = this.#pending === "" ? 0 : this.#pendingAt + this.#pending.length;
    return Math.max(
      systemCall(null, () => sizeOf(this.#descriptor)),
      end,
    );
  }

  /** See {@link OpenFile.readAt}. */
  readAt(position: number, count: number): string {
    this.#write();
    return systemCall(null, () => readFrom(this.#descriptor, position, count));
  }

  /** See {@link OpenFile.writeAt}. */
  writeAt(position: number, data: string): void {
    this.#noteFailure(() => {
      this.#setup.charge.grow(Math.max(position + data.length, this.bytes()), null);
      if (!this.#isWritable) this.#copyOriginal();
    });
    if (position !== this.#pendingAt + this.#pending.length) this.#write();
    if (this.#pending === "") this.#pendingAt = position;
    this.#pending += data;
    if (this.#pending.length >= PENDING_BYTES_MAX) this.#write();
  }

  /** See {@link OpenFile.flush}. */
  flush(): void {
    if (this.#failure !== null) throw this.#failure;
    this.#write();
    this.#takePlace();
    this.#setup.charge.save(this.bytes());
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
    const { folder, charge } = this.#setup;
    closeSync(this.#descriptor);
    this.#removeTemporary();
    charge.discard();
    folder.release();
  }

  /** The temporary file becomes the file. */
  #takePlace(): void {
    const { path, name } = this.#setup;
    const temporary = this.#temporary;
    if (temporary === null) return;
    this.#noteFailure(() => {
      systemCall(path, () => renameSync(this.#hostPath(temporary), this.#hostPath(name)));
    });
    this.#temporary = null;
  }

  /** Makes the temporary file and gives its descriptor. */
  #makeTemporary(): number {
    const { path, stats } = this.#setup;
    const temporary = temporaryName();
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const descriptor = systemCall(path, () => openSync(this.#hostPath(temporary), flags));
    this.#temporary = temporary;
    try {
      if (stats !== null) keepOwner(descriptor, stats);
    } catch (error) {
      closeSync(descriptor);
      this.#removeTemporary();
      throw error;
    }
    this.#isWritable = true;
    return descriptor;
  }

  /** The first write to a file whose contents are kept: goes on in a copy. */
  #copyOriginal(): void {
    const original = this.#descriptor;
    const copy = this.#makeTemporary();
    try {
      systemCall(null, () => copyAll(original, copy));
    } catch (error) {
      this.#isWritable = false;
      closeSync(copy);
      this.#removeTemporary();
      throw error;
    }
    this.#descriptor = copy;
    closeSync(original);
  }

  #removeTemporary(): void {
    const temporary = this.#temporary;
    this.#temporary = null;
    if (temporary === null) return;
    try {
      unlinkSync(this.#hostPath(temporary));
    } catch {
      // Somebody has removed it, or its folder.
    }
  }

  #write(): void {
    const data = this.#pending;
    if (data === "") return;
    this.#pending = "";
    const position = this.#pendingAt;
    this.#noteFailure(() => {
      systemCall(null, () => writeTo(this.#descriptor, position, data));
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

  #hostPath(name: string): Buffer {
    return Buffer.from(`${this.#setup.folder.path}/${name}`, "latin1");
  }
}

function copyAll(from: number, to: number): void {
  for (let position = 0; ;) {
    const data = readFrom(from, position, COPY_BYTES);
    if (data === "") return;
    writeTo(to, position, data);
    position += data.length;
  }
}

/** The new file is whose the old one was, and may be used by whom that might. */
function keepOwner(descriptor: number, { uid, gid, mode }: Stats): void {
  if (process.getuid !== undefined && (uid !== process.getuid() || gid !== process.getgid?.())) {
    try {
      fchownSync(descriptor, uid, gid);
    } catch {
      // Only the superuser may give files away; then the file is the process's own.
    }
  }
  systemCall(null, () => fchmodSync(descriptor, mode & 0o777));
}
