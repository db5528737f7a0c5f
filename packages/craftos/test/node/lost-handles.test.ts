/**
 * Handles that a program loses: their files are saved and closed in time.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { FolderMount } from "../../src/node/folder-mount.js";
import { fileSystemOn, makeFolder } from "../files/disks.js";
import { outputOf } from "../run-program.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

test("the files of lost handles are saved and closed", async () => {
  const folder = makeFolder({ file: "one\ntwo\n" });
  const fileSystem = fileSystemOn(new FolderMount(folder), 20);
  const source = `
    for i = 1, 9 do fs.open("file", "r") fs.open("out" .. i, "w").write("saved") end`;
  outputOf(source, { fileSystem });
  const isSaved = (): boolean =>
    readdirSync(folder).filter((name) => /^out\d$/.test(name)).length === 9;
  while (!isSaved()) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(readFileSync(join(folder, "out9"), "utf8")).toBe("saved");
  for (let n = 0; n < 15; n++) fileSystem.openForReading("file");
});
