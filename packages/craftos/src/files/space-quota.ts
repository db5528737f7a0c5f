/**
 * How much may be stored in a mount. As in CC: Tweaked a file or folder counts for at least 500 bytes,
 * so that many small ones fill a disk too.
 */
import { FileError, FileProblem } from "./file-error.js";

/** What a file or folder counts for at least. */
export const FILE_BYTES_MIN = 500;

/**
 * What a file counts for.
 * @param bytes - its size
 */
export function chargeOf(bytes: number): number {
  return Math.max(bytes, FILE_BYTES_MIN);
}

/** Counts what is stored. */
export class SpaceQuota {
  /** How many bytes may be stored. */
  readonly capacityBytes: number;
  #usedBytes: number;

  /**
   * Makes a quota.
   * @param capacityBytes - how many bytes may be stored; Infinity for any number
   * @param usedBytes - how many are
   */
  constructor(capacityBytes: number, usedBytes = 0) {
    this.capacityBytes = capacityBytes;
    this.#usedBytes = usedBytes;
  }

  /** How many bytes more may be stored. */
  get freeBytes(): number {
    return Math.max(this.capacityBytes - this.#usedBytes, 0);
  }

  /**
   * Takes room.
   * @param bytes - how much; less than nothing gives it back
   * @param path - which path the error names
   * @throws FileError `Out of space`; then none is taken
   */
  take(bytes: number, path: string | null): void {
    if (bytes > this.freeBytes) throw new FileError(FileProblem.outOfSpace, path);
    this.#usedBytes = Math.max(this.#usedBytes + bytes, 0);
  }
}

/** The room of one file that is being written. */
export class FileCharge {
  readonly #quota: SpaceQuota;
  /** What is taken up by the file as it is now for everybody else. */
  #savedBytes: number;
  #takenBytes: number;

  /**
   * Takes room for a file.
   * @param quota - where
   * @param bytes - its size; null when it is new
   * @param path - which path the error names
   * @throws FileError `Out of space`
   */
  constructor(quota: SpaceQuota, bytes: number | null, path: string) {
    this.#quota = quota;
    this.#savedBytes = bytes === null ? 0 : chargeOf(bytes);
    this.#takenBytes = this.#savedBytes;
    if (bytes === null) this.grow(0, path);
  }

  /**
   * Sees that there is room for a file of a size.
   * @throws FileError `Out of space`
   */
  grow(bytes: number, path: string | null): void {
    const missing = chargeOf(bytes) - this.#takenBytes;
    if (missing <= 0) return;
    this.#quota.take(missing, path);
    this.#takenBytes += missing;
  }

  /** The file has this size now for everybody. */
  save(bytes: number): void {
    const surplus = this.#takenBytes - chargeOf(bytes);
    if (surplus > 0) this.#quota.take(-surplus, null);
    this.#takenBytes -= Math.max(surplus, 0);
    this.#savedBytes = this.#takenBytes;
  }

  /** The file stays as it was saved last. */
  discard(): void {
    this.#quota.take(this.#savedBytes - this.#takenBytes, null);
    this.#takenBytes = this.#savedBytes;
  }
}
