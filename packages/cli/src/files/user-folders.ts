/**
 * Where a person's machine keeps the data of programs. Source: the XDG Base Directory Specification;
 * Apple's File System Programming Guide; Windows' known folder LocalAppData.
 */
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Gives the folder of the computer whose files are the person's own.
 * @param env - the environment's variables
 * @param platform - the machine's
 * @returns a path on the machine; the folder may not be there
 */
export function userDataFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  return join(dataHome(env, platform), "craftos-http", "computer", "0");
}

function dataHome(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  // The specification has relative paths ignored.
  const set = env.XDG_DATA_HOME;
  if (set !== undefined && isAbsolute(set)) return set;
  if (platform === "darwin") return join(homedir(), "Library", "Application Support");
  if (platform === "win32") return env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
  return join(homedir(), ".local", "share");
}
