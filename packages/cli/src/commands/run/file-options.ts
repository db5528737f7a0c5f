/**
 * The options that say where a computer's files are.
 */
import { resolve } from "node:path";
import type { DiskChoice, FilesOptions, MountChoice } from "../../files/files-options.js";
import { userDataFolder } from "../../files/user-folders.js";
import { flag, list, type OptionValues, value } from "../../options/option.js";
import { InvalidValue } from "../../options/usage-error.js";
import {
  FOLDER,
  parseBytes,
  parseCount,
  type ValuePlace,
  type ValueType,
} from "../../options/value-types.js";

const MOUNT: ValueType<MountChoice> = { parse: parseMount };

/** The options. */
export const FILE_OPTIONS = {
  data: value({
    flags: "--data <dir>",
    description: "folder that is the computer's disk; default the program's folder",
    type: FOLDER,
    group: "Files",
    excludes: ["user-data", "ephemeral"],
  }),
  userData: flag({
    flags: "--user-data",
    description: "keep the disk where this system keeps data of the user",
    group: "Files",
    excludes: ["ephemeral"],
  }),
  ephemeral: flag({
    flags: "--ephemeral",
    description: "keep the disk in memory: nothing that the program writes stays",
    group: "Files",
  }),
  mount: list({
    flags: "--mount <[ro:]path:at>",
    description: "show a folder at a path of the computer; ro: to read only; may be repeated",
    type: MOUNT,
    group: "Files",
  }),
  // As `openComputerFiles` has the defaults; loading that takes time, and most calls need no help.
  quota: value({
    flags: "--quota <size>",
    description: "bytes on the disk; more is an error",
    type: { parse: parseBytes },
    group: "Files",
    defaultText: "no bound, 64MiB in memory",
  }),
  maxOpenFiles: value({
    flags: "--max-open-files <n>",
    description: "files that the program may have open at once",
    type: { parse: parseCount },
    group: "Files",
    defaultText: "128",
  }),
};

/** Gives what was chosen. */
export function chosenFiles(options: OptionValues<typeof FILE_OPTIONS>): FilesOptions {
  return {
    disk: diskOf(options),
    mounts: options.mount,
    diskBytesMax: options.quota,
    openFilesMax: options.maxOpenFiles,
  };
}

function diskOf(options: OptionValues<typeof FILE_OPTIONS>): DiskChoice | undefined {
  const { data, userData, ephemeral } = options;
  if (data !== undefined) return { kind: "folder", folder: resolve(data) };
  if (userData) return { kind: "folder", folder: userDataFolder(process.env, process.platform) };
  return ephemeral ? { kind: "memory" } : undefined;
}

/**
 * Reads a mount: `PATH:AT`, or `ro:PATH:AT` for one that is only read.
 * @param text - what was written
 * @throws InvalidValue
 */
export function parseMount(text: string, { folder: base }: ValuePlace): MountChoice {
  const [, mode, folder, location] = /^(?:(ro|rw):)?(.+):([^:]*)$/s.exec(text) ?? [];
  const isPlace = location !== undefined && /[^/\\.\s]/.test(location);
  if (folder === undefined || !isPlace) {
    throw new InvalidValue(
      "A folder and a path on the computer are expected, such as ro:./public:/public.",
    );
  }
  return { folder: resolve(base, folder), location, isReadOnly: mode === "ro" };
}
