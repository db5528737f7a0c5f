/**
 * What a person says of a computer's files: where its disk is, and what else is mounted.
 */

/** Where a computer's disk is; the program's folder is below it, read-only. */
export type DiskChoice =
  { readonly kind: "folder"; readonly folder: string } | { readonly kind: "memory" };

/** A folder of the machine's in a computer's tree of files. */
export interface MountChoice {
  /** Its path on the machine. */
  readonly folder: string;
  /** Where it is found, from the computer's root. */
  readonly location: string;
  /** Whether the program may only read it. */
  readonly isReadOnly: boolean;
}

/** The files of a computer. */
export interface FilesOptions {
  /** Where its disk is; default the program's folder itself. */
  readonly disk?: DiskChoice | undefined;
  /** What else is mounted; default nothing. */
  readonly mounts?: readonly MountChoice[];
  /** How many bytes the disk holds; default any number in a folder, 64 MiB in memory. */
  readonly diskBytesMax?: number | undefined;
  /** How many files the program may have open at once; default 128. */
  readonly openFilesMax?: number | undefined;
}

/** The files cannot be what was asked for; the message is for people. */
export class FilesNotUsable extends Error {
  override readonly name = "FilesNotUsable";
}
