/**
 * Programs with and without a project around them: which Lua files come out, with which compilers and
 * options, and what is complained of.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CompiledProgram, compileProgram } from "../src/index.js";
import { projectFolder } from "./project-folder.js";

const require = createRequire(import.meta.url);

/** Compiles a program of a project. */
function compile(
  files: Readonly<Record<string, unknown>>,
  { main = "server.ts", isChecked = true, hasSourceMaps = true } = {},
): CompiledProgram {
  return compileProgram({ file: join(projectFolder(files), main), isChecked, hasSourceMaps });
}

const messagesOf = ({ problems }: CompiledProgram): string[] =>
  problems.map(({ message }) => message.split("\n")[0] ?? "");

/** The source map in a Lua file. */
function mapOf(lua: string | undefined): Readonly<Record<string, unknown>> {
  const base64 = /\n--# sourceMappingURL=data:application\/json;base64,(.*)\n$/.exec(
    lua ?? "",
  )?.[1];
  return JSON.parse(Buffer.from(base64 ?? "", "base64").toString("utf8")) as never;
}

describe("a program without a project", () => {
  test("is compiled with what it imports, JSON and the library of TypeScriptToLua", () => {
    const program = compile({
      "server.ts": `import { names } from "./lib/names"; import * as data from "./data.json";
        print([...names, data.name].join(", "));`,
      "lib/names.ts": `export const names = ["a", "b"];`,
      "data.json": { name: "c" },
    });
    expect(program.problems).toEqual([]);
    expect(program.path).toBe("server.lua");
    expect([...program.files.keys()].sort()).toEqual([
      "data.lua",
      "lib/names.lua",
      "lualib_bundle.lua",
      "server.lua",
    ]);
    expect(program.files.get("server.lua")).toContain('require("lib.names")');
    expect(program.inputs).toContain(join(program.folder, "lib", "names.ts"));
    expect(program.inputs).toContain(join(program.folder, "data.json"));
  });

  test("has the declarations of CraftOS, of Lua and of the server in scope", () => {
    const program = compile({
      "server.ts": `import type { HttpRequest } from "@craftos-http/types";
        http.listen(8080, (request: HttpRequest, response) => {
          const [ok, why] = pcall(() => fs.exists(request.getURL()));
          response.write(tostring(ok), textutils.serializeJSON({ why, day: os.day() }));
          sleep(1);
          response.close();
          return true;
        });`,
    });
    expect(messagesOf(program)).toEqual([]);
  });

  test("has functions without self, which CraftOS can call", () => {
    const { problems, files } = compile({
      "server.ts": `function work(): void { sleep(1); } parallel.waitForAll(work, work); work();`,
    });
    expect(problems).toEqual([]);
    expect(files.get("server.lua")).toContain("function work()");
  });

  test("is checked strictly, and says where what is wrong", () => {
    const source = `const count: number = "one";\nprint(cuont);\nfunction f(x) { return x; }\n`;
    const { problems, path, files } = compile({ "server.ts": source });
    expect(
      problems.map(({ code, place }) => [code, place?.line, place?.column, place?.length]),
    ).toEqual([
      ["TS2322", 1, 7, 5],
      ["TS2552", 2, 7, 5],
      ["TS7006", 3, 12, 1],
    ]);
    expect(problems[0]).toMatchObject({ isError: true, place: { text: source } });
    expect([path, files.size]).toEqual([undefined, 0]);
  });

  test("is not checked when that is not wanted, but has to be TypeScript", () => {
    const wrong = compile(
      { "server.ts": `const n: number = "one"; print(n)` },
      { isChecked: false },
    );
    expect(wrong.files.get("server.lua")).toContain('n = "one"');
    const broken = compile({ "server.ts": "let a = (" }, { isChecked: false });
    expect(messagesOf(broken)).toContain("Expression expected.");
    expect(broken.path).toBeUndefined();
  });

  test("is told what cannot be Lua", () => {
    const program = compile({
      "server.ts": `declare const s: string; print(s == null, s == "1");`,
    });
    expect(program.problems).toMatchObject([]);
    const regex = compile({ "server.ts": `print(/a+/.test("a"));` });
    expect(regex.problems[0]?.code).toMatch(/^TSTL\d+$/);
    expect(regex.path).toBeUndefined();
  });

  test("has source maps in it, which name the source and have its text", () => {
    const source = `\nprint("ü");\n`;
    const { files, originals, folder } = compile({ "lib/a b.ts": source }, { main: "lib/a b.ts" });
    expect(mapOf(files.get("a b.lua"))).toMatchObject({
      sources: ["/a b.ts"],
      sourcesContent: [source],
    });
    expect(originals.get("a b.ts")).toBe(join(folder, "a b.ts"));
    const plain = compile({ "server.ts": source }, { hasSourceMaps: false });
    expect(plain.files.get("server.lua")).not.toContain("sourceMappingURL");
    // A Lua file's text is bytes.
    expect(plain.files.get("server.lua")).toContain("Ã¼");
  });

  test("may import from folders above its own", () => {
    const program = compile(
      {
        "src/app.main/server.ts": `import { x } from "../shared/x"; import { y } from "./y"; print(x + y);`,
        "src/app.main/y.ts": `export const y = 2;`,
        "src/shared/x.ts": `export const x = 1;`,
      },
      { main: "src/app.main/server.ts" },
    );
    const main = program.files.get(program.path ?? "");
    const required = [...(main ?? "").matchAll(/require\("(.*?)"\)/g)].map(([, name = ""]) => name);
    expect(required).toHaveLength(2);
    for (const name of required) {
      expect(program.files.has(`${name.replaceAll(".", "/")}.lua`), name).toBe(true);
    }
    expect(mapOf(main)).toMatchObject({ sources: ["/server.ts"] });
    expect(mapOf(program.files.get("shared/x.lua"))).toMatchObject({ sources: ["/shared/x.ts"] });
  });
});

describe("a program in a project", () => {
  test("has the options of the nearest tsconfig.json, and those of its part tstl", () => {
    const program = compile(
      {
        "tsconfig.json": {
          compilerOptions: { strict: false, outDir: "out", rootDir: "src", declaration: true },
          tstl: {
            luaTarget: "5.1",
            luaLibImport: "inline",
            luaBundle: "x.lua",
            luaBundleEntry: "y",
          },
          include: ["src"],
        },
        "src/server.ts": `function f(x) { return x; }
          for (const x of [1, 2].map(f)) { if (x === 1) continue; print(x); }`,
        "src/other.ts": `this is no TypeScript`,
      },
      { main: "src/server.ts" },
    );
    expect(messagesOf(program)).toEqual([]);
    expect([...program.files.keys()]).toEqual(["server.lua"]);
    expect(program.files.get("server.lua")).toContain("Lua Library inline imports");
    expect(program.files.get("server.lua")).not.toContain("goto");
    expect(program.inputs).toContain(join(program.folder, "..", "tsconfig.json"));
  });

  test("has its own declarations", () => {
    const program = compile({
      "tsconfig.json": { compilerOptions: { types: [] } },
      "globals.d.ts": `/** @noSelf */ declare function shout(text: string): void;`,
      "server.ts": `shout("hello"); http.listen(1, () => true); print("not declared");`,
    });
    expect(messagesOf(program)).toEqual(["Cannot find name 'print'."]);
  });

  test("is told of what is wrong with the tsconfig.json", () => {
    const program = compile({
      "tsconfig.json": { compilerOptions: { strikt: true } },
      "server.ts": `print(1);`,
    });
    expect(messagesOf(program)[0]).toContain("Unknown compiler option 'strikt'");
  });

  test.each(["5.3", "5.4", "JIT", "Luau"])(
    "for Lua %s is compiled for 5.2, and told so",
    (target) => {
      const program = compile({
        "tsconfig.json": { tstl: { luaTarget: target } },
        "server.ts": `print(Math.floor(7 / 2) | 1);`,
      });
      expect(program.warnings).toEqual([
        `luaTarget is ${target}, which CraftOS does not run: 5.2 is used instead`,
      ]);
      expect(program.files.get("server.lua")).toContain("bit32.bor(");
    },
  );

  test("is compiled by the project's own compilers, the fork before the stock", () => {
    const real = JSON.stringify(require.resolve("typescript-to-lua"));
    const own = {
      "package.json": { version: "1.2.3" },
      "index.js": `module.exports = require(${real})`,
    };
    const typescript = JSON.stringify(require.resolve("typescript"));
    const program = compile({
      "server.ts": "print(1);",
      "node_modules/@jackmacwindows/typescript-to-lua/package.json": own["package.json"],
      "node_modules/@jackmacwindows/typescript-to-lua/index.js": own["index.js"],
      "node_modules/typescript-to-lua/package.json": { version: "1.0.0" },
      "node_modules/typescript/package.json": { version: "5.4.3" },
      "node_modules/typescript/index.js": `module.exports = require(${typescript})`,
    });
    expect(program.compilers).toBe("@jackmacwindows/typescript-to-lua 1.2.3 with TypeScript 5.4.3");
    expect([program.warnings, program.path]).toEqual([[], "server.lua"]);
  });

  test("without the TypeScript that its own compiler needs is compiled by others, and told why", () => {
    const program = compile({
      "server.ts": "print(1);",
      "node_modules/typescript-to-lua/package.json": { version: "1.0.0" },
    });
    expect(program.warnings).toEqual([
      "the project has typescript-to-lua but no TypeScript. " +
        "Compiled with typescript-to-lua 1.37.1 with TypeScript 6.0.2",
    ]);
  });

  test("with TypeScript 7 is compiled by others, and told why", () => {
    const program = compile({
      "server.ts": "print(1);",
      "node_modules/typescript-to-lua/package.json": { version: "1.37.1" },
      "node_modules/typescript/package.json": { version: "7.0.2" },
    });
    expect(program.warnings).toEqual([
      "the project's TypeScript is 7.0.2, a native program that typescript-to-lua cannot use; " +
        "install typescript@6 as well, or in its place. " +
        "Compiled with typescript-to-lua 1.37.1 with TypeScript 6.0.2",
    ]);
    expect(program.path).toBe("server.lua");
  });
});
