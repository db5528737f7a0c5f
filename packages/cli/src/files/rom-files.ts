/**
 * A ROM on the machine's disk: CC: Tweaked's or CraftOS-PC's, as they are. This project has none of its own
 * in it.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  type FileSystem,
  MemoryMount,
  OverlayMount,
  ROM_AUTORUN,
  ROM_AUTORUN_PATH,
} from "@craftos-http/craftos";
import { openFolder } from "./computer-files.js";
import { FilesNotUsable } from "./files-options.js";

/**
 * Mounts a ROM, read-only, with a file of ours among those that it runs at its start.
 * @param folder - with `bios.lua` and `rom`, or the folder `rom` beside a `bios.lua`
 * @param fileSystem - the computer's files
 * @returns its bios, a byte string
 * @throws FilesNotUsable
 */
export function mountRom(folder: string, fileSystem: FileSystem): string {
  const base = [folder, resolve(folder, "..")].find(
    (candidate) => existsSync(join(candidate, "bios.lua")) && isFolder(romIn(candidate, folder)),
  );
  if (base === undefined) {
    throw new FilesNotUsable(
      `There is no ROM in '${folder}': a file bios.lua and a folder rom are expected.`,
    );
  }
  const own = new MemoryMount({ files: { [ROM_AUTORUN_PATH]: ROM_AUTORUN } });
  const mount = new OverlayMount(own, openFolder(romIn(base, folder), {}));
  fileSystem.mount({ location: "rom", mount, label: "rom", isReadOnly: true });
  return readFileSync(join(base, "bios.lua"), "latin1");
}

/** Where the files for `/rom` are: in `rom`, or in the folder that was named if the bios is above it. */
function romIn(base: string, folder: string): string {
  return base === folder ? join(base, "rom") : folder;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
