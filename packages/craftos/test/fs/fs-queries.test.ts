/**
 * The functions of `fs` that look at what is there, on every kind of disk. Expected: tweaked.cc, fs,
 * and the messages of CC: Tweaked 1.109.
 */
import { describe, expect, test } from "vitest";
import { disks, outputOn } from "../files/disks.js";

const FILES = {
  "a.txt": "12345",
  "dir/b.lua": "",
  "dir/sub/c": "x",
  ".hidden": "",
  "Zoe\xcc\x88": "1",
};

describe.each(disks)("fs %s", (_name, makeDisk) => {
  const output = (source: string): string => outputOn(makeDisk(FILES), source);

  test("fs.list() gives the names in a folder in the order of their bytes, with mounts", () => {
    expect(
      output(`print(table.concat(fs.list(""), " ")) print(table.concat(fs.list("/dir/"), " "))`),
    ).toBe(".hidden Zoe\xcc\x88 a.txt dir rom\nb.lua sub\n");
  });

  test("fs.list() of a file, of nothing and of what is outside are errors", () => {
    expect(
      output(
        `for _, path in ipairs { "a.txt", "x", "rom/startup.lua", "rom/x", "..", "../x" } do
           print(pcall(fs.list, path))
         end`,
      ),
    ).toBe(
      [
        "/a.txt: Not a directory",
        "/x: No such file",
        "/rom/startup.lua: Not a directory",
        "/rom/x: No such file",
        "/..: Invalid Path",
        "/../x: Invalid Path",
        "",
      ]
        .map((line) => (line === "" ? "" : `false\t${line}`))
        .join("\n"),
    );
  });

  test("fs.exists(), isDir() and isReadOnly() answer for any path", () => {
    expect(
      output(
        `for _, path in ipairs { "", "a.txt", "dir", "x", "a.txt/x", "..", "rom", "ROM/APIS", "rom/x" } do
           print(path, fs.exists(path), fs.isDir(path), fs.isReadOnly(path))
         end`,
      ),
    ).toBe(
      [
        "\ttrue\ttrue\tfalse",
        "a.txt\ttrue\tfalse\tfalse",
        "dir\ttrue\ttrue\tfalse",
        "x\tfalse\tfalse\tfalse",
        "a.txt/x\tfalse\tfalse\tfalse",
        "..\tfalse\tfalse\tfalse",
        "rom\ttrue\ttrue\ttrue",
        "ROM/APIS\tfalse\tfalse\ttrue",
        "rom/x\tfalse\tfalse\ttrue",
        "",
      ].join("\n"),
    );
  });

  test("fs.getSize() gives bytes, 0 for a folder", () => {
    expect(
      output(`print(fs.getSize("a.txt"), fs.getSize("dir")) print(pcall(fs.getSize, "rom/x"))`),
    ).toBe("5\t0\nfalse\t/rom/x: No such file\n");
  });

  test("fs.getDrive() and isDriveRoot() tell mounts apart", () => {
    expect(
      output(
        `print(fs.getDrive(""), fs.getDrive("a.txt"), fs.getDrive("rom/apis"), fs.getDrive("x"))
         print(fs.isDriveRoot("/"), fs.isDriveRoot("/rom"), fs.isDriveRoot("rom/apis"), fs.isDriveRoot("dir"))`,
      ),
    ).toBe("hdd\thdd\trom\ntrue\ttrue\tfalse\tfalse\n");
  });

  test("fs.getFreeSpace() and getCapacity() are 0 and nil where nothing can be written", () => {
    expect(output(`print(fs.getFreeSpace("rom"), fs.getCapacity("rom"))`)).toBe("0\tnil\n");
  });

  test("fs.attributes() describes files and folders", () => {
    expect(
      output(
        `local a = fs.attributes("a.txt")
         print(a.size, a.isDir, a.isReadOnly, a.modified == a.modification, a.created <= a.modified)
         local d = fs.attributes("rom")
         print(d.size, d.isDir, d.isReadOnly)
         print(pcall(fs.attributes, "x"))`,
      ),
    ).toBe("5\tfalse\tfalse\ttrue\ttrue\n0\ttrue\ttrue\nfalse\t/x: No such file\n");
  });

  test("fs.find() knows the wildcards * and ?", () => {
    expect(
      output(
        `for _, pattern in ipairs { "*", "dir/*", "*/*.lua", "rom/*/?.lua", "dir/sub", "x", "x/*", "*/sub/?", "a.tx?t" } do
           print(table.concat(fs.find(pattern), " "))
         end
         print(pcall(fs.find, "../x"))`,
      ),
    ).toBe(
      [
        ".hidden Zoe\xcc\x88 a.txt dir rom",
        "dir/b.lua dir/sub",
        "dir/b.lua rom/startup.lua",
        "rom/apis/a.lua rom/apis/b.lua",
        "dir/sub",
        "",
        "",
        "dir/sub/c",
        "",
        "false\t/../x: Invalid Path",
        "",
      ].join("\n"),
    );
  });

  test("fs.complete() gives how a path may go on", () => {
    expect(
      output(
        `local function show(...) print(table.concat(fs.complete(...), " ")) end
         show("", "dir") show("", "dir", false) show("", "dir", true, false) show("s", "dir")
         show("dir/", "") show("/di", "dir") show("..", "dir") show(".", "dir") show("nothing/", "")
         show("", "", { include_hidden = false, include_dirs = false })
         show(".", "", { include_hidden = false, include_dirs = false })`,
      ),
    ).toBe(
      [
        ". .. b.lua sub/ sub",
        ". .. sub/ sub",
        "../ b.lua sub/",
        "ub/ ub",
        "b.lua sub/ sub",
        "r/ r",
        "",
        ".",
        "",
        "Zoe\xcc\x88 a.txt dir/ rom/",
        "hidden",
        "",
      ].join("\n"),
    );
  });
});

const memory = disks[0]![1];

test("every function of fs checks its arguments", () => {
  expect(
    outputOn(
      memory({}),
      `for _, name in ipairs { "list", "exists", "isDir", "isReadOnly", "getSize", "getDrive", "getFreeSpace",
           "getCapacity", "attributes", "find", "complete", "isDriveRoot", "makeDir", "delete", "move",
           "copy", "open", "combine", "getName", "getDir" } do
         local ok, message = pcall(fs[name])
         if message ~= "bad argument #1 (string expected, got nil)" then print(name, message) end
       end
       print(pcall(fs.move, "a")) print(pcall(fs.open, "a")) print(pcall(fs.combine, "a", 1))
       print(pcall(fs.complete, "", "", 1)) print(pcall(fs.complete, "", "", true, 1))
       print(pcall(fs.complete, "", "", { include_dirs = 1 }))`,
    ),
  ).toBe(
    [
      "bad argument #2 (string expected, got nil)",
      "bad argument #2 (string expected, got nil)",
      "bad argument #2 (string expected, got number)",
      "bad argument #3 (boolean expected, got number)",
      "bad argument #4 (boolean expected, got number)",
      "bad field 'include_dirs' (boolean expected, got number)",
      "",
    ]
      .map((line) => (line === "" ? "" : `false\t${line}`))
      .join("\n"),
  );
});

test("an error of fs speaks of the program's line", () => {
  expect(() => outputOn(memory({}), `\n\nfs.list("x")`)).toThrow(
    "/program.lua:3: /x: No such file",
  );
});

test("a pattern with many stars is matched at once", () => {
  const name = "a".repeat(250);
  const source = `print(#fs.find(("*a"):rep(100) .. "*b"), #fs.find(("*a"):rep(100)))`;
  expect(outputOn(memory({ [name]: "" }), source)).toBe("0\t1\n");
});
