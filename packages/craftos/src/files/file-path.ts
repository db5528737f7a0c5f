/**
 * Paths on a computer: byte strings, from its root, parts separated by `/`. A normal path has no slash
 * in front, no part that is empty or `.`, and `..` only at its start, where it leads nowhere.
 * Source: tweaked.cc, fs (combine, getName, getDir); what is dropped was observed in CC: Tweaked 1.109.
 */

/** Longer names are cut. */
const NAME_BYTES_MAX = 255;

/** What no name may hold; the wildcards are allowed in patterns. */
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const FORBIDDEN = /[\0-\x1f":<>?|*]/g;
// eslint-disable-next-line no-control-regex -- the same
const FORBIDDEN_IN_PATTERN = /[\0-\x1f":<>|]/g;

/**
 * Gives the normal form of a path. Backslashes separate too; characters that no name may hold are
 * dropped, and spaces around a name; parts of dots alone, but for `..`, count as `.`.
 * @param path - any byte string
 * @param forbidden - what is dropped
 */
function normalise(path: string, forbidden: RegExp): string {
  const parts: string[] = [];
  for (const rawPart of path.replaceAll(forbidden, "").split(/[/\\]/)) {
    const part = trimSpaces(rawPart);
    if (part === "..") {
      if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
      else parts.push("..");
    } else if (part !== "" && !/^(?:\.|\.{3,})$/.test(part)) {
      parts.push(trimSpaces(part.slice(0, NAME_BYTES_MAX)));
    }
  }
  return parts.join("/");
}

/** Spaces only: a byte string's other characters above 127 are parts of UTF-8. */
function trimSpaces(part: string): string {
  return part.replaceAll(/^ +| +$/g, "");
}

/**
 * Gives the normal form of a path that names a file.
 * @param path - any byte string
 */
export function normalPath(path: string): string {
  return normalise(path, FORBIDDEN);
}

/**
 * Joins paths to a normal one, in which wildcards may stand.
 * @param parts - paths, each relative to the ones before it
 */
export function combinePaths(...parts: readonly string[]): string {
  return normalise(parts.join("/"), FORBIDDEN_IN_PATTERN);
}

/**
 * Gives the folder that a path lies in: `..` for the root.
 * @param path - any byte string
 */
export function folderOf(path: string): string {
  const normal = combinePaths(path);
  if (normal === "") return "..";
  return normal.slice(0, Math.max(normal.lastIndexOf("/"), 0));
}

/**
 * Gives a path's last part: `root` for the root.
 * @param path - any byte string
 */
export function nameOf(path: string): string {
  const normal = combinePaths(path);
  return normal === "" ? "root" : normal.slice(normal.lastIndexOf("/") + 1);
}

/**
 * Says whether a normal path leads out of the root.
 * @param path - a normal path
 */
export function leavesRoot(path: string): boolean {
  return path === ".." || path.startsWith("../");
}

/**
 * Says whether a path is a folder's or leads into it, in whatever case: which mount a path belongs to
 * must not depend on how it is spelt.
 * @param folder - a normal path
 * @param path - a normal path
 */
export function isWithin(folder: string, path: string): boolean {
  if (folder === "") return !leavesRoot(path);
  const start = lowerCase(path.slice(0, folder.length));
  if (start !== lowerCase(folder)) return false;
  return path.length === folder.length || path[folder.length] === "/";
}

/** Letters of ASCII only: bytes above are parts of UTF-8. */
function lowerCase(path: string): string {
  return path.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
