/**
 * What a computer's file system is made of: mounts, each a tree of files of its own, on a disk, in
 * memory or anywhere else. Everything is synchronous, as natives are.
 *
 * Paths in here are a mount's own: normal, "" for its root, without `..`. Every function throws
 * {@link FileError} with such a path. Contents are byte strings.
 */

/** What is known of a file or folder. */
export interface FileInfo {
  /** Whether it is a folder. */
  readonly isFolder: boolean;
  /** Whether it is a link to what is described; deleting it leaves that alone. Default false. */
  readonly isLink?: boolean;
  /** Its size in bytes; 0 for a folder. */
  readonly bytes: number;
  /** When it was made, in milliseconds since 1970. */
  readonly createdMs: number;
  /** When it was last changed, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/**
 * How a file is opened for writing. "replace" begins an empty one, "append" goes on at its end,
 * "update" keeps what is there.
 */
export type WriteMode = "replace" | "append" | "update";

/**
 * An open file. What is written becomes the file's contents all at once when it is flushed for the
 * first time or closed; before that, and when anything fails, the file is as it was. What is flushed
 * later is added to the file that is there. Appending adds at the file's end.
 */
export interface OpenFile {
  /** Its size in bytes, with what was written through it. */
  bytes(): number;
  /**
   * Reads.
   * @param position - where, from 0
   * @param count - how many bytes; gives fewer at the end only
   */
  readAt(position: number, count: number): string;
  /**
   * Writes. A file that is appended to takes it at its end, wherever that is.
   * @param position - where, from 0; past the end leaves zero bytes between
   */
  writeAt(position: number, data: string): void;
  /** Makes what was written so far the file's contents. */
  flush(): void;
  /** Flushes, and frees what the file holds, even if it throws. After a failed write it fails. */
  close(): void;
  /** Frees what the file holds; what was not flushed is forgotten. */
  discard(): void;
}

/** A tree of files. */
export interface Mount {
  /** What is at a path; null for nothing, or nothing that may be seen. */
  info(path: string): FileInfo | null;
  /** Whether what is at a path, or would be, cannot be written to. */
  isReadOnly(path: string): boolean;
  /** The names in a folder, in any order. */
  list(path: string): readonly string[];
  /** Opens a file that is there for reading. */
  openForReading(path: string): OpenFile;
  /** Opens a file for writing. Its folder is there; "update" needs the file to be there. */
  openForWriting(path: string, mode: WriteMode): OpenFile;
  /** Makes a folder, and those that it lies in, where there are none. */
  makeFolder(path: string): void;
  /** Throws when what is at a path can be neither deleted nor moved; mounts without it allow both. */
  checkRemoval?(path: string): void;
  /** Deletes a file, or an empty folder. */
  delete(path: string): void;
  /**
   * Moves a file or a folder to where there is nothing, in a folder that is there.
   * @returns false when this cannot be done but by copying
   */
  move(from: string, to: string): boolean;
  /** How many bytes more it takes. */
  freeBytes(): number;
  /** How many bytes it takes in all. */
  capacityBytes(): number;
}
