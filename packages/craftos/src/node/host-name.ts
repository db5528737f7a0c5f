/**
 * Which names of a mount may reach the disk, and which names on the disk a program may see.
 *
 * Invariant: a name that passes is one name of one file: no separator, no device, no second spelling
 * that the host takes for the same name where ours differ.
 */
import { normalPath } from "../files/file-path.js";

/** The files that hold what is not yet saved. */
const TEMPORARY = /^\.craftos-http-(\d+)-\w+\.tmp$/i;

/** Names that stand for devices on Windows, whatever comes after a dot. */
const DEVICES =
  /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9]|com\xc2[\xb9\xb2\xb3]|lpt\xc2[\xb9\xb2\xb3]) *(?:\.|$)/i;

let temporaryCount = 0;

/** Makes a name for a file that holds what is not yet saved. */
export function temporaryName(): string {
  const chance = Math.floor(Math.random() * 2 ** 40).toString(36);
  return `.craftos-http-${process.pid}-${++temporaryCount}_${chance}.tmp`;
}

/** Gives the number of the process that a temporary file belongs to, or null for any other name. */
export function temporaryOwner(name: string): number | null {
  const owner = TEMPORARY.exec(name)?.[1];
  return owner === undefined ? null : Number(owner);
}

/**
 * Says whether a name may be used on the disk.
 * @param name - one part of a path, a byte string
 * @param platform - the host's, as `process.platform` has it
 */
export function isHostName(name: string, platform: NodeJS.Platform): boolean {
  if (name === "" || name === "." || name === ".." || /[/\0]/.test(name)) return false;
  if (TEMPORARY.test(name)) return false;
  if (platform === "linux") return true;
  if (!isUtf8(name)) return false;
  // The parts of a file on macOS that look like files in it.
  if (platform === "darwin") return !name.toLowerCase().startsWith("..namedfork");
  // Short names (PROGRA~1) are second names of files; dots and spaces at the end are dropped.
  if (platform === "win32") {
    // eslint-disable-next-line no-control-regex -- control characters are what it is about
    return !DEVICES.test(name) && !/[\\:*?"<>|\x01-\x1f]|[. ]$|~\d/.test(name);
  }
  return true;
}

/**
 * Says whether a program can name a file that is on the disk: what `fs` drops from paths would name
 * another.
 * @param name - a name on the disk, a byte string
 */
export function canBeNamed(name: string): boolean {
  return normalPath(name) === name && !name.includes("/");
}

function isUtf8(name: string): boolean {
  const bytes = Buffer.from(name, "latin1");
  return Buffer.from(bytes.toString("utf8"), "utf8").equals(bytes);
}
