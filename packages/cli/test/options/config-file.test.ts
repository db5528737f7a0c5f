/**
 * Where the config file is found, and what is said of one that cannot be understood.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readFolderConfig, readNamedConfig } from "../../src/options/config-file.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craftos-http-config-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const COMMANDS = ["run", "test"];
const read = () => readFolderConfig(folder, COMMANDS);

describe("readFolderConfig()", () => {
  test("gives nothing when there is none", () => {
    expect(read()).toBeUndefined();
    write("package.json", `{ "name": "craftos-http" }`);
    expect(read()).toBeUndefined();
  });

  test("reads the file, and the field of package.json when there is no file", () => {
    write("package.json", `{ "craftos-http": { "main": "a.lua" } }`);
    expect(read()).toMatchObject({ main: "a.lua", name: "package.json (craftos-http)", folder });
    write("craftos-http.config.json", `\uFEFF{ "$schema": "x", "run": { "host": "::1" } }`);
    expect(read()).toEqual({
      name: "craftos-http.config.json",
      folder,
      main: undefined,
      sections: { run: { host: "::1" } },
    });
  });

  test("readNamedConfig() reads any file, whose folder its paths start from", () => {
    const path = write("other.json", `{ "main": "b.lua" }`);
    expect(readNamedConfig(path, COMMANDS)).toMatchObject({ name: "other.json", folder });
    expect(() => readNamedConfig("nowhere.json", COMMANDS)).toThrow(
      "option '--config': there is no file 'nowhere.json'.",
    );
  });

  test.each([
    ["{", /^craftos-http\.config\.json is no JSON: .+\.$/],
    ["[]", "craftos-http.config.json: an object is expected."],
    [
      `{ "serve": {} }`,
      "craftos-http.config.json: there is no 'serve'. There are main, run, test.",
    ],
    [`{ "run": 1 }`, "craftos-http.config.json: run: an object is expected."],
    [`{ "main": 1 }`, "craftos-http.config.json: main: the path of a program is expected."],
  ])("refuses %s", (text, message) => {
    write("craftos-http.config.json", text);
    expect(read).toThrow(message);
  });

  test("says which manifest cannot be understood, when it is meant", () => {
    write("package.json", `{ "name": "x" `);
    expect(read()).toBeUndefined();
    write("package.json", `{ "craftos-http": `);
    expect(read).toThrow(/^package\.json is no JSON: /);
    write("package.json", `{ "craftos-http": 1 }`);
    expect(read).toThrow("package.json (craftos-http): an object is expected.");
  });
});
