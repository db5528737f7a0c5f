/**
 * The options that say where a computer's files are.
 */
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { DiskChoice, FilesOptions, MountChoice } from "../files/files-options.js";
import { userDataFolder } from "../files/user-data-folder.js";
import { parseBytes, parseCount } from "./option-values.js";

/** As `openComputerFiles` has it; loading that takes time, and most calls need no help text. */
const MEMORY_DISK = "64MiB";
const OPEN_FILES_MAX = 128;

interface FileFlags {
  readonly data?: string;
  readonly userData?: true;
  readonly ephemeral?: true;
  readonly mount?: readonly MountChoice[];
  readonly quota?: number;
  readonly maxOpenFiles?: number;
}

/**
 * Adds the options to a command.
 * @param command - the command
 * @returns a function that reads what was set out of the command's parsed options
 */
export function addFileOptions(
  command: Command,
): (parsed: Readonly<Record<string, unknown>>) => FilesOptions {
  const options = [
    new Option(
      "--data <dir>",
      "folder that is the computer's disk; default the program's folder",
    ).conflicts(["userData", "ephemeral"]),
    new Option(
      "--user-data",
      `keep the disk in ${userDataFolder(process.env, process.platform)}`,
    ).conflicts("ephemeral"),
    new Option("--ephemeral", "keep the disk in memory: nothing that the program writes stays"),
    new Option(
      "--mount <[ro:]path:at>",
      "show a folder at a path of the computer; ro: to read only",
    ).argParser(addMount),
    new Option(
      "--quota <size>",
      `bytes on the disk; more is an error (default no bound, ${MEMORY_DISK} in memory)`,
    ).argParser(parseBytes),
    new Option(
      "--max-open-files <n>",
      `files that the program may have open at once (default ${OPEN_FILES_MAX})`,
    ).argParser(parseCount),
  ];
  for (const option of options) command.addOption(option.helpGroup("Files:"));
  return (parsed) => {
    const flags: FileFlags = parsed;
    return {
      disk: diskOf(flags),
      mounts: flags.mount ?? [],
      diskBytesMax: flags.quota,
      openFilesMax: flags.maxOpenFiles,
    };
  };
}

function diskOf({ data, userData, ephemeral }: FileFlags): DiskChoice | undefined {
  if (data !== undefined) return { kind: "folder", folder: resolve(data) };
  if (userData === true) {
    return { kind: "folder", folder: userDataFolder(process.env, process.platform) };
  }
  return ephemeral === true ? { kind: "memory" } : undefined;
}

function addMount(text: string, before: readonly MountChoice[] = []): readonly MountChoice[] {
  return [...before, parseMount(text)];
}

/**
 * Reads a mount: `PATH:AT`, or `ro:PATH:AT` for one that is only read.
 * @param text - what was written
 * @throws InvalidArgumentError
 */
export function parseMount(text: string): MountChoice {
  const [, mode, folder, location] = /^(?:(ro|rw):)?(.+):([^:]*)$/s.exec(text) ?? [];
  const isPlace = location !== undefined && /[^/\\.\s]/.test(location);
  if (folder === undefined || !isPlace) {
    throw new InvalidArgumentError(
      "A folder and a path on the computer are expected, such as ro:./public:/public.",
    );
  }
  return { folder: resolve(folder), location, isReadOnly: mode === "ro" };
}
