/**
 * Writing a template into a folder that has nothing in it.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { TEMPLATES_FOLDER } from "../../templates-folder.js";

/** Nothing can be written to the folder; the message is for people. */
export class FolderNotUsable extends Error {
  override readonly name = "FolderNotUsable";
}

/** What stands for the folder's name in templates. */
const NAME = "{{name}}";

/**
 * Writes a template.
 * @param template - its name
 * @param folder - where to; it is made
 * @returns the names of the files that were written
 * @throws FolderNotUsable when there is something in it, or it cannot be made
 */
export function writeTemplate(template: string, folder: string): readonly string[] {
  const source = new URL(`${template}/`, TEMPLATES_FOLDER);
  const names = readdirSync(source).sort();
  try {
    mkdirSync(folder, { recursive: true });
    const [found] = readdirSync(folder);
    if (found !== undefined) {
      throw new FolderNotUsable(
        `The folder '${folder}' is not empty: there is '${found}' in it. Name another one.`,
      );
    }
    for (const name of names) {
      const text = readFileSync(new URL(name, source), "utf8");
      const title = basename(resolve(folder));
      // Somebody else may write there too: what is there stays.
      const file = join(folder, name);
      writeFileSync(file, text.replaceAll(NAME, title), { flag: "wx" });
    }
  } catch (error) {
    if (error instanceof FolderNotUsable) throw error;
    const { message } = error as Error;
    throw new FolderNotUsable(`Nothing can be written to '${folder}': ${message}.`, {
      cause: error,
    });
  }
  return names;
}
