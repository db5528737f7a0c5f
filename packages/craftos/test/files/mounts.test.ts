/**
 * File systems of several mounts, and trees over trees.
 */
import { expect, test } from "vitest";
import { FileError } from "../../src/files/file-error.js";
import { FileSystem } from "../../src/files/file-system.js";
import { MemoryMount } from "../../src/files/memory-mount.js";
import { OverlayMount } from "../../src/files/overlay-mount.js";
import { outputOf } from "../run-program.js";

function withMounts(): FileSystem {
  const files = new FileSystem({
    disk: new MemoryMount({ files: { "Data/x": "hidden", a: "1" } }),
  });
  const mount = (names: Record<string, string>) => new MemoryMount({ files: names });
  files.mount({ location: "/data/", mount: mount({ x: "mounted" }) });
  files.mount({
    location: "srv/deep/www",
    mount: mount({ "index.html": "<html>" }),
    isReadOnly: true,
  });
  return files;
}

test("a path belongs to the deepest mount on its way, whatever its case", () => {
  const output = outputOf(
    `print(io.open("data/x"):read("a"), io.open("DATA/x"):read("a"), fs.getDrive("Data"))
     print(table.concat(fs.list(""), " "), table.concat(fs.list("srv"), " "), fs.isDir("srv/deep"))
     print(fs.open("srv/deep/www/new", "w")) print(fs.open("Srv/Deep/WWW/new", "w"))
     fs.move("a", "data/moved") fs.copy("srv", "copy") print(table.concat(fs.find("?*p*/*/*/*"), " "), fs.exists("data/moved"))
     print(pcall(fs.delete, "data")) print(pcall(fs.move, "data", "b"))`,
    { fileSystem: withMounts() },
  );
  expect(output).toBe(
    "mounted\tmounted\tdata\nData a data rom srv\tdeep\ttrue\n" +
      "nil\t/srv/deep/www/new: Access denied\nnil\t/Srv/Deep/WWW/new: Access denied\n" +
      "copy/deep/www/index.html\ttrue\n" +
      "false\t/data: Access denied\nfalse\tAccess denied\n",
  );
});

test("nothing can be mounted twice at a place, at the root or outside", () => {
  const files = withMounts();
  for (const location of ["data", "DATA", "", "..", "../x"]) {
    expect(() => files.mount({ location, mount: new MemoryMount() })).toThrow(FileError);
  }
});

test("a tree over another takes what is written, and leaves the lower as it is", () => {
  const lower = { "app.lua": "", "data/users": "old", "data/log": "1", "only/lower": "x" };
  const lowerMount = new MemoryMount({ files: lower });
  const upper = new MemoryMount({ files: { "data/upper": "u" } });
  const fileSystem = new FileSystem({ disk: new OverlayMount(upper, lowerMount) });
  const output = outputOf(
    `local function put(path, mode, text) local h = fs.open(path, mode) h.write(text) h.close() end
     put("data/users", "w", "new") put("data/log", "a", "2") put("only/lower", "r+", "y") put("new/file", "w", "n")
     for _, path in ipairs { "data/users", "data/log", "only/lower", "new/file", "data/upper" } do
       io.write(path, "=", io.open(path):read("a"), " ")
     end
     print(table.concat(fs.list(""), " "), table.concat(fs.list("data"), " "))
     print(pcall(fs.delete, "data")) print(pcall(fs.delete, "app.lua")) print(pcall(fs.move, "app.lua", "b.lua"))
     fs.delete("data/upper") fs.move("new", "moved") print(table.concat(fs.list("data"), " "), fs.exists("moved/file"))
     fs.makeDir("only/lower2/x") print(pcall(fs.makeDir, "app.lua")) print(fs.isReadOnly("app.lua"))`,
    { fileSystem },
  );
  expect(output).toBe(
    "data/users=new data/log=12 only/lower=y new/file=n data/upper=u app.lua data new only rom\tlog upper users\n" +
      "false\t/data: Access denied\nfalse\t/app.lua: Access denied\nfalse\t/app.lua: Access denied\n" +
      "log users\ttrue\nfalse\t/app.lua: File exists\nfalse\n",
  );
  for (const [path, contents] of Object.entries(lower)) {
    expect(lowerMount.openForReading(path).readAt(0, 10)).toBe(contents);
  }
});
