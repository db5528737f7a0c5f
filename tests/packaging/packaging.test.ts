/**
 * The packages as they would be published: packed, installed with npm into empty folders, run and
 * imported there. Skipped, and said so, only when the npm registry cannot be reached.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, expect, test, type TestContext } from "vitest";
import { CommandProcess } from "../command/command-process.js";
import { findExamples } from "../markdown/find-examples.js";
import {
  closureOf,
  NpmProject,
  packPackages,
  type PackedPackage,
  RegistryUnreachable,
} from "./npm-project.js";

const rootFolder = fileURLToPath(new URL("../..", import.meta.url));
const TIME_LIMIT_MS = 180_000;

let tarballs: string;
let packed: Map<string, PackedPackage>;
const projects: NpmProject[] = [];

beforeAll(async () => {
  tarballs = mkdtempSync(join(tmpdir(), "craftos-http-tarballs-"));
  packed = await packPackages(tarballs);
}, TIME_LIMIT_MS);

afterAll(() => {
  for (const project of projects) project.remove();
  rmSync(tarballs, { recursive: true, force: true });
});

/** Makes a project with a package in it; skips the test when there is no registry. */
async function projectWith(name: string, context: TestContext, flags: string[] = []) {
  const project = new NpmProject();
  projects.push(project);
  try {
    await project.install(closureOf(name, packed), flags);
  } catch (error) {
    if (!(error instanceof RegistryUnreachable)) throw error;
    context.skip("the npm registry cannot be reached");
  }
  return project;
}

/** Type-checks a file of a project strictly, declarations of the packages included. */
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
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file === undefined || file.fileName.startsWith(project.folder))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

const FOLDERS = ["interpreter", "event-loop", "craftos", "http-host", "types", "cli"];

test("every package of the workspace is tried", () => {
  expect(readdirSync(join(rootFolder, "packages")).sort()).toEqual([...FOLDERS].sort());
});

test.for(FOLDERS)(
  "packages/%s works alone: its README's example checks and runs",
  { timeout: TIME_LIMIT_MS },
  async (folder, context) => {
    const found = [...packed.values()].find((one) => one.folder.endsWith(`/${folder}`))!;
    const project = await projectWith(found.name, context, ["--omit=optional"]);

    const readme = relative(rootFolder, join(found.folder, "README.md"));
    const example = findExamples(readme).find(({ language }) => language === "ts")!;
    expect(example.code).toContain(`"${found.name}"`);
    project.write("example.ts", example.code);
    const types = folder === "types" ? [] : ["node"];
    expect(findTypeErrors(project, "example.ts", types)).toEqual([]);

    project.write("import.js", `await import("${found.name}");`);
    expect(await project.runNode("import.js")).toBe("");
    if (example.mode !== "run") return;
    const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };
    project.write("example.js", ts.transpile(example.code, options));
    expect(await project.runNode("example.js")).toBe(example.output);
  },
);

test(
  "`npx craftos-http run` of the installed command answers over HTTP",
  { timeout: TIME_LIMIT_MS },
  async (context) => {
    const project = await projectWith("craftos-http", context);
    const stopping = `response.close()
  return true`;
    const hello = readFileSync(join(rootFolder, "examples", "hello.lua"), "utf8");
    project.write("hello.lua", hello.replace("response.close()", stopping));

    const process = new CommandProcess("npx", ["craftos-http", "run", "hello.lua", "0"], {
      cwd: project.folder,
    });
    const response = await fetch(await process.address());
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("Hello from Lua!\n");
    expect(await process.ended).toMatchObject({ status: 0, stdout: "" });
  },
);
