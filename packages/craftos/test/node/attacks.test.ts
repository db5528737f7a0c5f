/**
 * Ways out of a folder that is mounted: none may lead to what lies beside it, to read or to write.
 */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { FolderMount } from "../../src/node/folder-mount.js";
import { makeFolder, outputOn } from "../files/disks.js";

const SECRET = "what nobody may read";

/** A folder with a mount in it and a secret beside that. */
function makeSite() {
  const site = makeFolder({
    "outside/secret": SECRET,
    "outside/dir/inner": SECRET,
    "disk/file": "inside",
    "disk/dir/file": "inside",
  });
  return { outside: join(site, "outside"), disk: join(site, "disk") };
}

/** Everything outside, to see that it stays as it was. */
function contentsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.isFile() ? `${path}: ${readFileSync(path, "utf8")}` : path;
    })
    .sort();
}

/** Does with each path what a program can do with one, and prints what it read. */
const TRY_EVERYTHING = `
  for _, path in ipairs { ... } do
    for _, mode in ipairs { "r", "w", "a", "r+", "w+" } do
      local ok, handle = pcall(fs.open, path, mode)
      if ok and handle then
        if handle.readAll then print("read", path, handle.readAll()) end
        if handle.write then handle.write("written") end
        pcall(handle.close)
      end
    end
    local ok, names = pcall(fs.list, path)
    if ok then print("listed", path, table.concat(names, " ")) end
    print(path, fs.exists(path), fs.isDir(path))
    pcall(fs.attributes, path) pcall(fs.getSize, path)
    pcall(fs.copy, path, "copied") pcall(fs.copy, "file", path .. "/copied") pcall(fs.makeDir, path .. "/made")
    pcall(fs.move, path .. "/secret", "stolen") pcall(fs.move, "dir/file", path .. "/moved")
    print("loaded", loadfile(path) and "yes" or "no")
    pcall(fs.delete, path .. "/secret") pcall(fs.delete, path .. "/inner")
  end`;

const PATHS = [
  "..",
  "../outside/secret",
  "/../outside/secret",
  "dir/../../outside/secret",
  "..\\\\outside\\\\secret",
  "dir/.. /../outside",
  "...",
  "..../outside",
  ".. /outside/secret",
  "..\\0/outside/secret",
  ". ./outside/secret",
  "/etc/passwd",
  "//etc/passwd",
  "C:/Windows",
  "file/../../outside/secret",
  "nothing/../../outside/secret",
  "/proc/self/root/etc/passwd",
  "x".repeat(5000),
  "x/".repeat(3000),
  "../".repeat(3000) + "etc/passwd",
];

const platforms = ["linux", "darwin"] as const;

describe.each(platforms)("a folder mounted as on %s", (platform) => {
  const tryAll = (disk: string, paths: readonly string[]): string => {
    const list = paths.map((path) => `"${path}"`).join(", ");
    const source = `local function main(...) ${TRY_EVERYTHING} end main(${list})`;
    return outputOn(new FolderMount(disk, { platform }), source);
  };

  test.each(PATHS)("no path leads out of it: %s", (path) => {
    const { disk, outside } = makeSite();
    const before = contentsOf(outside);
    const output = tryAll(disk, [path]);
    expect(output).not.toContain(SECRET);
    expect(output).not.toContain("root:");
    expect(contentsOf(outside)).toEqual(before);
  });

  test.each([
    ["../outside/secret", "link"],
    ["../outside", "link"],
    ["../outside", "link/secret"],
    ["../outside/dir", "link/inner"],
    ["dir/../../outside", "link"],
    ["..", "link/outside/secret"],
    [".", "link/link/link/../../outside"],
    ["/", "link/etc/passwd"],
    ["/etc/passwd", "link"],
    ["/proc/self/cwd", "link"],
    ["/dev/zero", "link"],
    ["link", "link"],
    ["../outside/not-there", "link"],
  ])("no link leads out of it: one to %s, taken as %s", (target, path) => {
    const { disk, outside } = makeSite();
    symlinkSync(target, join(disk, "link"));
    symlinkSync(join(outside, "secret"), join(disk, "dir", "absolute"));
    const before = contentsOf(outside);
    const output = tryAll(disk, [path, "dir/absolute", "link"]);
    expect(output).not.toContain(SECRET);
    expect(output).not.toContain("root:");
    expect(contentsOf(outside)).toEqual(before);
  });

  test("links that stay inside are followed, to read and to write; a write keeps the link", () => {
    const { disk } = makeSite();
    symlinkSync("dir/file", join(disk, "relative"));
    symlinkSync(join(disk, "dir"), join(disk, "absolute"));
    const output = outputOn(
      new FolderMount(disk, { platform }),
      `print(io.open("relative"):read("a"), io.open("absolute/file"):read("a"), fs.isDir("absolute"))
       local h = fs.open("relative", "w") h.write("changed") h.close()
       print(io.open("dir/file"):read("a"), table.concat(fs.list(""), " "))
       fs.delete("absolute") print(fs.exists("dir/file"), fs.exists("absolute"))`,
    );
    expect(output).toBe(
      "inside\tinside\ttrue\nchanged\tabsolute dir file relative rom\ntrue\tfalse\n",
    );
    expect(lstatSync(join(disk, "relative")).isSymbolicLink()).toBe(true);
  });

  test("links that lead out are not seen; deleting their folder deletes them and not what they mean", () => {
    const { disk, outside } = makeSite();
    symlinkSync(outside, join(disk, "dir", "out"));
    symlinkSync("nowhere", join(disk, "dir", "dangling"));
    const before = contentsOf(outside);
    const output = outputOn(
      new FolderMount(disk, { platform }),
      `print(table.concat(fs.list("dir"), " ")) print(fs.open("dir/out", "w")) print(fs.open("dir/out/new", "w"))
       print(pcall(fs.makeDir, "dir/out/new")) fs.delete("dir") print(fs.exists("dir"))`,
    );
    expect(output).toBe(
      "file\nnil\t/dir/out: Access denied\nnil\t/dir/out: Access denied\n" +
        "false\t/dir/out: Access denied\nfalse\n",
    );
    expect(contentsOf(outside)).toEqual(before);
  });

  test("what is no file and no folder is not there, and nothing waits for it", () => {
    const { disk } = makeSite();
    execFileSync("mkfifo", [join(disk, "pipe")]);
    const output = outputOn(
      new FolderMount(disk, { platform }),
      `print(fs.exists("pipe"), fs.open("pipe", "r")) print(fs.open("pipe", "w")) print(table.concat(fs.list(""), " "))`,
    );
    expect(output).toBe(
      "false\tnil\t/pipe: No such file\nnil\t/pipe: Access denied\ndir file rom\n",
    );
  });
});

test.runIf(process.platform === "linux")(
  "a folder that is exchanged for a link again and again leads nowhere",
  async () => {
    const { disk, outside } = makeSite();
    const before = contentsOf(outside);
    const turns = new SharedArrayBuffer(8);
    const counters = new Int32Array(turns);
    const worker = new Worker(
      `const { renameSync, rmSync, symlinkSync } = require("node:fs");
       const { workerData: { disk, outside, turns } } = require("node:worker_threads");
       const counters = new Int32Array(turns);
       // The program makes and deletes the folder too, so any of these may fail.
       const attempt = (act) => { try { act(); } catch {} };
       while (Atomics.load(counters, 0) === 0) {
         attempt(() => renameSync(disk + "/dir", disk + "/away"));
         attempt(() => symlinkSync(outside, disk + "/dir"));
         attempt(() => rmSync(disk + "/dir", { recursive: true, force: true }));
         attempt(() => renameSync(disk + "/away", disk + "/dir"));
         Atomics.add(counters, 1, 1);
       }`,
      { eval: true, workerData: { disk, outside, turns } },
    );
    const mount = new FolderMount(disk, { platform: "linux" });
    // Wait for the other thread to have begun.
    while (Atomics.load(counters, 1) === 0) await new Promise((resolve) => setImmediate(resolve));
    const output = outputOn(
      mount,
      `for i = 1, 1000 do
         local h = fs.open("dir/secret", "r")
         if h then print("read", h.readAll()) end
         local ok, w = pcall(fs.open, "dir/planted", "w")
         if ok and w then pcall(w.write, "x") pcall(w.close) end
         pcall(fs.makeDir, "dir/made/deep") pcall(fs.delete, "dir/dir") pcall(fs.move, "file", "dir/secret2")
         pcall(fs.move, "dir/secret2", "file")
         local ok, names = pcall(fs.list, "dir")
         if ok and table.concat(names, " "):find("secret$") then print("listed", table.concat(names, " ")) end
       end`,
    );
    Atomics.store(counters, 0, 1);
    await new Promise((resolve) => worker.once("exit", resolve));
    expect(Atomics.load(counters, 1)).toBeGreaterThan(10);
    expect(output).toBe("");
    expect(contentsOf(outside)).toEqual(before);
  },
  30_000,
);

test("a folder that takes the mount's place is not the mount", () => {
  const { disk, outside } = makeSite();
  const mount = new FolderMount(disk, { platform: "linux" });
  execFileSync("mv", [disk, `${disk}.moved`]);
  symlinkSync(outside, disk);
  expect(outputOn(mount, `print(fs.exists("secret"), fs.exists("file"))`)).toBe("false\ttrue\n");
});

test("files that hold what is not saved yet can be neither seen nor named; old ones are removed", () => {
  const { disk } = makeSite();
  const old = join(disk, ".craftos-http-999999999-1_x.tmp");
  const fresh = join(disk, ".craftos-http-999999999-2_x.tmp");
  writeFileSync(old, "");
  writeFileSync(fresh, "");
  utimesSync(old, 1e9, 1e9);
  const output = outputOn(
    new FolderMount(disk),
    `print(table.concat(fs.list(""), " ")) print(fs.open(".craftos-http-999999999-2_x.tmp", "r"))
     print(fs.open(".CRAFTOS-HTTP-1-2_x.tmp", "w"))
     local h = fs.open("new", "w") print(#fs.list("")) h.close() print(#fs.list(""))`,
  );
  expect(output).toBe(
    "dir file rom\nnil\t/.craftos-http-999999999-2_x.tmp: No such file\n" +
      "nil\t/.CRAFTOS-HTTP-1-2_x.tmp: Access denied\n3\n4\n",
  );
  expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
});

test.runIf(process.platform === "linux")("names are bytes, whether they are UTF-8 or not", () => {
  const { disk } = makeSite();
  const output = outputOn(
    new FolderMount(disk),
    `local name = "b\\255\\254\\128"
     local h = fs.open(name, "w") h.write("x") h.close()
     print(fs.list("")[1] == name, fs.exists(name), fs.exists("b\\239\\191\\189"))`,
  );
  expect(output).toBe("true\ttrue\tfalse\n");
});

test("names on the disk that a program cannot write down are not listed", () => {
  const { disk } = makeSite();
  for (const name of ["a:b", "a*", " space", "a\nb", "...", "b\\c"]) {
    writeFileSync(join(disk, name), "");
  }
  mkdirSync(join(disk, "x?"));
  expect(outputOn(new FolderMount(disk), `print(table.concat(fs.list(""), " "))`)).toBe(
    "dir file rom\n",
  );
});

test.runIf(process.platform === "linux")("files that cannot be opened hold nothing open", () => {
  const { disk } = makeSite();
  mkdirSync(join(disk, "folder"));
  symlinkSync("..", join(disk, "up"));
  const openCount = (): number => readdirSync("/proc/self/fd").length;
  const mount = new FolderMount(disk, { capacityBytes: 2500 });
  const source = `for _ = 1, 200 do
    for _, mode in ipairs { "r", "w", "a", "r+", "w+" } do
      for _, path in ipairs { "folder", "up/x", "nothing/../..", "nothing/x/y", "file/x" } do
        local ok, handle = pcall(fs.open, path, mode)
        if ok and handle then pcall(handle.write, ("x"):rep(9000)) pcall(handle.close) end
        fs.exists(path) pcall(fs.list, path)
      end
    end
  end`;
  const before = openCount();
  expect(outputOn(mount, source)).toBe("");
  expect(openCount()).toBe(before);
});
