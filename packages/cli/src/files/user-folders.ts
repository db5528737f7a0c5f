/**
 * Where a person's machine keeps what programs keep. Source: the XDG Base Directory Specification;
 * Apple's File System Programming Guide; Windows' known folder LocalAppData.
 */
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** The environment's variables. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Gives the folder of the computer whose files are the person's own.
 * @param env - the environment's variables
 * @param platform - the machine's
 * @returns a path on the machine; the folder may not be there
 */
export function userDataFolder(env: Environment, platform: NodeJS.Platform): string {
  return join(baseFolder("XDG_DATA_HOME", "share", env, platform), "computer", "0");
}

/**
 * Gives the folder of what this project remembers of a person's work, such as a history.
 * @param env - the environment's variables
 * @param platform - the machine's
 * @returns a path on the machine; the folder may not be there
 */
export function userStateFolder(env: Environment, platform: NodeJS.Platform): string {
  return baseFolder("XDG_STATE_HOME", "state", env, platform);
}

/** The folder of ours in the one that a variable names, or else in the system's own. */
function baseFolder(
  variable: string,
  local: string,
  env: Environment,
  platform: NodeJS.Platform,
): string {
  return join(baseOf(), "craftos-http");

  function baseOf(): string {
    const set = env[variable];
    // The specification has relative paths ignored.
    if (set !== undefined && isAbsolute(set)) return set;
    if (platform === "darwin") return join(homedir(), "Library", "Application Support");
    if (platform === "win32") return env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
    return join(homedir(), ".local", local);
  }
}
