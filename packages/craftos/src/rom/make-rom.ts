/**
 * What a computer has under `/rom`: the environment's own files, read-only. Source: tweaked.cc for the
 * names that programs look for.
 */
import { MemoryMount } from "../files/memory-mount.js";
import type { Mount } from "../files/mount.js";
import { APIS } from "./apis.js";
import { CC_COMPLETION } from "./cc-completion.js";
import { CC_EXPECT } from "./cc-expect.js";
import { CC_PRETTY } from "./cc-pretty.js";
import { CC_STRINGS } from "./cc-strings.js";

/** The files, by path. */
const FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values(APIS).map(({ name, source }) => [`apis/${name}.lua`, source]),
  ),
  "modules/main/cc/completion.lua": CC_COMPLETION,
  "modules/main/cc/expect.lua": CC_EXPECT,
  "modules/main/cc/pretty.lua": CC_PRETTY,
  "modules/main/cc/strings.lua": CC_STRINGS,
};

/** The folders that are there, with files or without. */
const FOLDERS = ["apis", "help", "modules/main", "programs"];

/** Makes the tree under `/rom`. */
export function makeRom(): Mount {
  const rom = new MemoryMount({ files: FILES });
  for (const folder of FOLDERS) rom.makeFolder(folder);
  return rom;
}
