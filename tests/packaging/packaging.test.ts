/**
 * The packages as they would be published: packed, installed with npm, pnpm and Yarn into empty folders,
 * run and imported there. Skipped, and said so, only when the npm registry cannot be reached.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import ts from "typescript";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { CommandProcess } from "../command/command-process.js";
import { findExamples } from "../markdown/find-examples.js";
import {
  NpmProject,
  packPackages,
  type PackedPackage,
  RegistryUnreachable,
} from "./npm-project.js";
import { SIZE_BUDGETS } from "./size-budgets.js";
import { STRICT_MANAGERS, StrictWorkspace } from "./strict-workspace.js";

const rootFolder = fileURLToPath(new URL("../..", import.meta.url));

let tarballs: string;
let packed: PackedPackage[];
let isReachable = true;
const projects: NpmProject[] = [];
const workspaces: StrictWorkspace[] = [];
const installed = makeProject();

function makeProject(): NpmProject {
  const project = new NpmProject();
  projects.push(project);
  return project;
}

beforeAll(async () => {
  tarballs = mkdtempSync(join(tmpdir(), "craftos-http-tarballs-"));
  packed = await packPackages(tarballs);
  try {
    await installed.install(packed.map(({ tarball }) => tarball));
  } catch (error) {
    if (!(error instanceof RegistryUnreachable)) throw error;
    isReachable = false;
  }
}, 180_000);

beforeEach((context) => {
  context.skip(!isReachable, "the npm registry cannot be reached");
});

afterAll(() => {
  for (const project of projects) project.remove();
  for (const workspace of workspaces) workspace.remove();
  rmSync(tarballs, { recursive: true, force: true });
  // Most of what there is to remove are TypeScript's files.
}, 60_000);

/** Type-checks a file of a project strictly, with the declarations that it uses of packages. */
function findTypeErrors(project: NpmProject, file: string, types: string[]): string[] {
  const program = ts.createProgram([join(project.folder, file)], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    // Node's declarations are the user's own affair, so they come from here.
    typeRoots: [join(rootFolder, "node_modules", "@types")],
    types,
  });
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.includes(project.folder));
  const diagnostics = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...own.flatMap((source) => program.getSyntacticDiagnostics(source)),
    ...own.flatMap((source) => program.getSemanticDiagnostics(source)),
  ];
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

test("`npx craftos-http run` of the installed command answers over HTTP", async () => {
  const hello = readFileSync(join(rootFolder, "examples", "hello.lua"), "utf8");
  const stopping = "response.close()\n  return true";
  installed.write("hello.lua", hello.replace("response.close()", stopping));

  const process = new CommandProcess("npx", ["craftos-http", "run", "hello.lua", "0"], {
    cwd: installed.folder,
  });
  const response = await fetch(await process.address());
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("Hello from Lua!\n");
  expect(await process.ended).toMatchObject({ status: 0, stdout: "" });
});

test.for(readdirSync(join(rootFolder, "packages")))(
  "packages/%s works alone: its README's example checks and runs",
  async (folder) => {
    const { name, folder: sources } = packed.find((one) => one.folder.endsWith(`/${folder}`))!;
    const project = makeProject();
    project.copyPackage(name, installed);

    const readme = relative(rootFolder, join(sources, "README.md"));
    const example = findExamples(readme).find(({ language }) => language === "ts")!;
    expect(example.code).toContain(`"${name}"`);
    project.write("example.ts", example.code);
    const types = folder === "types" ? [] : ["node"];
    expect(findTypeErrors(project, "example.ts", types)).toEqual([]);

    project.write("import.js", `await import("${name}");`);
    expect(await project.runNode("import.js")).toBe("");
    if (example.mode !== "run") return;
    const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };
    project.write("example.js", ts.transpile(example.code, options));
    expect(await project.runNode("example.js")).toBe(example.output);
  },
);

test.for(STRICT_MANAGERS)(
  "every package works alone where %s installs it, and the command runs Lua and TypeScript there",
  { timeout: 240_000 },
  async (manager) => {
    const workspace = new StrictWorkspace(manager);
    workspaces.push(workspace);
    await workspace.install(packed);
    for (const { name } of packed) {
      workspace.write(name, "import.js", `await import("${name}");\nconsole.log("imported");`);
      expect(await workspace.runNode(name, "import.js")).toBe("imported\n");
    }
    const command = "craftos-http";
    workspace.write(command, "hello.lua", `print("hello from Lua")`);
    expect(await workspace.runCommand(command, [command, "run", "hello.lua"])).toBe(
      "hello from Lua\n",
    );
    workspace.write(command, "hello.ts", `print(["hello", "from TypeScript"].join(" "));`);
    expect(await workspace.runCommand(command, [command, "run", "hello.ts"])).toBe(
      "hello from TypeScript\n",
    );
  },
);

test("no package is larger than its budget, and each has one", () => {
  expect(packed.map(({ name }) => name).sort()).toEqual(Object.keys(SIZE_BUDGETS).sort());
  for (const { name, tarball } of packed) {
    const bytes = readFileSync(tarball);
    const { packedKib, unpackedKib } = SIZE_BUDGETS[name]!;
    expect(bytes.length / 1024, `${name}, packed, in KiB`).toBeLessThan(packedKib);
    expect(gunzipSync(bytes).length / 1024, `${name}, in KiB`).toBeLessThan(unpackedKib);
  }
});

test("the published interpreter is one file, which runs faster than its modules do", async () => {
  installed.write(
    "where.js",
    `process.stdout.write(import.meta.resolve("@craftos-http/interpreter"));`,
  );
  expect(await installed.runNode("where.js")).toMatch(/\/interpreter\/dist\/joined\.js$/);
});
