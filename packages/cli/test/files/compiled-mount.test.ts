/**
 * Compiled files in a program's folder, as a computer's file system shows them.
 */
import { FileSystem, MemoryMount } from "@craftos-http/craftos";
import { describe, expect, test } from "vitest";
import { CompiledMount } from "../../src/files/compiled-mount.js";

interface TestFiles {
  readonly files: FileSystem;
  readonly mount: CompiledMount;
  readonly folder: MemoryMount;
}

function makeFiles(): TestFiles {
  const folder = new MemoryMount({ files: { "a.ts": "ts", "a.lua": "old", "notes.txt": "n" } });
  const compiled = new Map([
    ["a.lua", "new"],
    ["lib/b.lua", "b"],
  ]);
  const mount = new CompiledMount(folder, compiled);
  return { files: new FileSystem({ disk: mount }), mount, folder };
}

function write(files: FileSystem, path: string, text: string): void {
  const file = files.openForWriting(path, "replace");
  file.writeAt(0, text);
  file.close();
}

describe("CompiledMount", () => {
  test("shows compiled files with those of the folder, in place of those of the same name", () => {
    const { files } = makeFiles();
    expect(files.list("")).toEqual(["a.lua", "a.ts", "lib", "notes.txt"]);
    expect(files.list("lib")).toEqual(["b.lua"]);
    expect(["a.lua", "lib/b.lua", "notes.txt"].map((path) => files.readWhole(path))).toEqual([
      ...["new", "b", "n"],
    ]);
  });

  test("lets nobody write, delete or move what is compiled", () => {
    const { files, mount, folder } = makeFiles();
    expect(files.isReadOnly("a.lua")).toBe(true);
    expect(() => write(files, "a.lua", "x")).toThrow("Access denied");
    for (const path of ["a.lua", "lib", "lib/b.lua"]) {
      expect(() => mount.delete(path), path).toThrow("Access denied");
      expect(() => mount.move(path, "elsewhere"), path).toThrow("Access denied");
    }
    expect(folder.info("a.lua")?.bytes).toBe(3);
  });

  test("keeps what is written in the folder, beside compiled files too", () => {
    const { files, mount, folder } = makeFiles();
    write(files, "new.txt", "1");
    write(files, "lib/new.txt", "2");
    mount.move("notes.txt", "lib/notes.txt");
    mount.delete("new.txt");
    expect([...folder.list("")].sort()).toEqual(["a.lua", "a.ts", "lib"]);
    expect([...folder.list("lib")].sort()).toEqual(["new.txt", "notes.txt"]);
    expect(files.list("lib")).toEqual(["b.lua", "new.txt", "notes.txt"]);
  });
});
