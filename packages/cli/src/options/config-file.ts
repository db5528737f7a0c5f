/**
 * The config file: `craftos-http.config.json`, or the field `craftos-http` of package.json. It is looked
 * for in one folder, never above it, so that no folder of somebody else's has a say.
 *
 * Each command has a section of its name; `main` names the program of the folder.
 */
import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "./usage-error.js";

/** The name of the file. */
export const CONFIG_FILE = "craftos-http.config.json";

/** The field of package.json. */
const MANIFEST_FIELD = "craftos-http";

/** What a config file says. */
export interface Config {
  /** How messages name it. */
  readonly name: string;
  /** The folder that its relative paths start from. */
  readonly folder: string;
  /** The program of the folder, as it is written. */
  readonly main: string | undefined;
  /** The options of commands by their names. */
  readonly sections: Readonly<Record<string, ConfigSection>>;
}

/** Options of one command by their keys. */
export type ConfigSection = Readonly<Record<string, unknown>>;

/**
 * Reads the config of a folder, if there is one.
 * @param folder - where to look
 * @param commands - the names of sections that there are
 * @throws UsageError when it cannot be understood
 */
export function readFolderConfig(folder: string, commands: readonly string[]): Config | undefined {
  const path = join(folder, CONFIG_FILE);
  const text = readIfThere(path);
  if (text !== undefined) return readConfig(path, text, commands);
  const manifestPath = join(folder, "package.json");
  const manifest = readIfThere(manifestPath);
  if (manifest?.includes(`"${MANIFEST_FIELD}"`) !== true) return undefined;
  const fields = parseObject("package.json", manifest);
  const field = fields[MANIFEST_FIELD];
  if (field === undefined) return undefined;
  return checkConfig(`package.json (${MANIFEST_FIELD})`, dirname(manifestPath), field, commands);
}

/**
 * Reads a config file that was named.
 * @param path - where it is
 * @param commands - the names of sections that there are
 * @throws UsageError when it is not there or cannot be understood
 */
export function readNamedConfig(path: string, commands: readonly string[]): Config {
  const text = readIfThere(resolve(path));
  if (text === undefined) throw new UsageError(`option '--config': there is no file '${path}'.`);
  return readConfig(resolve(path), text, commands);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new UsageError(`${basename(path)} cannot be read: ${message}.`, { cause: error });
  }
}

function readConfig(path: string, text: string, commands: readonly string[]): Config {
  const name = basename(path);
  return checkConfig(name, dirname(path), parseObject(name, text), commands);
}

function parseObject(name: string, text: string): ConfigSection {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UsageError(`${name} is no JSON: ${(error as Error).message}.`, { cause: error });
  }
  return expectObject(name, value);
}

function expectObject(name: string, value: unknown): ConfigSection {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as ConfigSection;
  }
  throw new UsageError(`${name}: an object is expected.`);
}

function checkConfig(
  name: string,
  folder: string,
  value: unknown,
  commands: readonly string[],
): Config {
  const { main, ...fields } = expectObject(name, value);
  if (main !== undefined && (typeof main !== "string" || main === "")) {
    throw new UsageError(`${name}: main: the path of a program is expected.`);
  }
  // The schema is for editors.
  const sections = Object.entries(fields).filter(([key]) => key !== "$schema");
  for (const [key, section] of sections) {
    if (!commands.includes(key)) {
      const known = ["main", ...commands].join(", ");
      throw new UsageError(`${name}: there is no '${key}'. There are ${known}.`);
    }
    expectObject(`${name}: ${key}`, section);
  }
  return {
    name,
    folder,
    main,
    sections: Object.fromEntries(sections) as Record<string, ConfigSection>,
  };
}
