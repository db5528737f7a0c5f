/**
 * `fs.makeDir`, `move`, `copy` and `delete`, on every kind of disk. Expected: tweaked.cc, fs, and the
 * messages of CC: Tweaked 1.109.
 */
import { describe, expect, test } from "vitest";
import { Computer, Scheduler, VirtualClock } from "@craftos-http/event-loop";
import { LuaState } from "@craftos-http/interpreter";
import { createEnvironment } from "../../src/create-environment.js";
import { disks, type Files, fileSystemOn, outputOn } from "../files/disks.js";

const FILES = { "src/some/file": "contents", "src/x": "x", dest: "d" };

/** Defines `show(path)`, which prints a tree, and `try`. */
const SHOW = `local function show(path)
  for _, name in ipairs(fs.list(path)) do
    local inner = fs.combine(path, name)
    if name ~= "rom" then io.write(inner, fs.isDir(inner) and "/ " or " ") end
    if name ~= "rom" and fs.isDir(inner) then show(inner) end
  end
end
local function try(name, ...) print(select(2, pcall(fs[name], ...))) end
`;

describe.each(disks)("fs %s", (_name, makeDisk) => {
  const output = (source: string, files: Files = FILES): string =>
    outputOn(makeDisk(files), SHOW + source);

  test("fs.makeDir() makes a folder and its parents, and does nothing for one that is there", () => {
    expect(output(`fs.makeDir("a/b/c") fs.makeDir("a/b/c") fs.makeDir("") show("a")`)).toBe(
      "a/b/ a/b/c/ ",
    );
    expect(output(`try("makeDir", "dest") try("makeDir", "dest/x") try("makeDir", "rom/x")`)).toBe(
      "/dest: File exists\n/dest: File exists\n/rom/x: Access denied\n",
    );
  });

  test("fs.delete() deletes files and whole folders, and does nothing for what is not there", () => {
    expect(output(`fs.delete("src") fs.delete("nothing") fs.delete("dest/x") show("")`)).toBe(
      "dest ",
    );
    expect(
      output(`try("delete", "rom/x") try("delete", "") try("delete", "rom") try("delete", "..")`),
    ).toBe("/rom/x: Access denied\n/: Access denied\n/rom: Access denied\n/..: Invalid Path\n");
  });

  test("fs.move() moves files and folders, and makes the folder they go to", () => {
    expect(output(`fs.move("src/x", "y/z/x") fs.move("src", "moved") show("")`)).toBe(
      "dest moved/ moved/some/ moved/some/file y/ y/z/ y/z/x ",
    );
  });

  test("fs.move() says what cannot be moved", () => {
    expect(
      output(
        `try("move", "rom", "rom/move") try("move", "src", "rom/move") try("move", "rom", "new")
         try("move", "nothing", "new") try("move", "src", "dest") try("move", "src", "src/child")
         try("move", "", "child") try("move", "src", "SRC/child") show("")`,
      ),
    ).toBe(
      [
        "Access denied",
        "Access denied",
        "Access denied",
        "No such file",
        "File exists",
        "Can't move a directory inside itself",
        "Can't move a directory inside itself",
        "Can't move a directory inside itself",
        "dest src/ src/some/ src/some/file src/x ",
      ].join("\n"),
    );
  });

  test("fs.copy() copies files, whole folders, and from what can only be read", () => {
    expect(
      output(`fs.copy("src", "copy") fs.copy("rom/apis", "n/apis") show("copy") show("n")`),
    ).toBe("copy/some/ copy/some/file copy/x n/apis/ n/apis/a.lua n/apis/b.lua ");
    expect(output(`fs.copy("src/some/file", "a/b") print(io.open("a/b"):read("a"))`)).toBe(
      "contents\n",
    );
  });

  test("fs.copy() says what cannot be copied", () => {
    expect(
      output(
        `try("copy", "rom", "rom/x") try("copy", "nothing", "new") try("copy", "src", "dest")
         try("copy", "src", "src/x/y") try("copy", "src", "SRC/y") try("copy", "src", "../y")`,
      ),
    ).toBe(
      [
        "/rom/x: Access denied",
        "/nothing: No such file",
        "/dest: File exists",
        "/src: Can't copy a directory inside itself",
        "/src: Can't copy a directory inside itself",
        "/../y: Invalid Path",
        "",
      ].join("\n"),
    );
  });

  test("a long copy lets others have their turn, and nothing is half copied when it fails", () => {
    const files: Record<string, string> = { big: "x".repeat(9_000_000) };
    for (let n = 0; n < 40; n++) files[`many/${n}`] = "x";
    const clock = new VirtualClock();
    const state = new LuaState();
    let lookCount = 0;
    const watched: Pick<LuaState, "createCoroutine" | "run"> = {
      createCoroutine: (fn) => state.createCoroutine(fn),
      run: (coroutine, args, slice) => {
        const shouldPreempt = (): boolean => {
          lookCount++;
          return slice?.shouldPreempt() ?? false;
        };
        return state.run(coroutine, args, { shouldPreempt });
      },
    };
    const computer = new Computer({ scheduler: new Scheduler({ clock }), state: watched });
    const fileSystem = fileSystemOn(makeDisk(files, 14_000_000));
    let output = "";
    const write = (text: string): void => void (output += text);
    const environment = createEnvironment(state, computer, {
      write,
      writeError: write,
      files: fileSystem,
    });
    const source = `fs.copy("many", "copies") print(#fs.list("copies"))
      print(pcall(function() fs.copy("big", "bigger") end)) print(fs.exists("bigger"))`;
    environment.bootProgram({ path: "p.lua", source });
    clock.runUntilIdle();
    expect(output).toBe("40\nfalse\t/p.lua:2: Out of space\nfalse\n");
    // The host was asked every few files, and while the large one was copied.
    expect(lookCount).toBeGreaterThan(10);
  });
});
