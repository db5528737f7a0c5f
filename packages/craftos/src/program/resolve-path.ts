/**
 * Paths on a computer: from its root, parts separated by `/`, none of them empty, `.` or `..`.
 */

/**
 * Joins paths and resolves `.` and `..`. No path leads above the root.
 * Source: tweaked.cc, fs.combine.
 * @param parts - paths, each relative to the ones before it
 */
export function combinePaths(...parts: readonly string[]): string {
  const result: string[] = [];
  for (const part of parts.join("/").split(/[/\\]/)) {
    if (part === "..") result.pop();
    else if (part !== "" && part !== ".") result.push(part);
  }
  return result.join("/");
}

/**
 * Gives the folder that a file is in.
 * @param path - a path as {@link combinePaths} makes it
 */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}
