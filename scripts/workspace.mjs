/**
 * Every command of the workspace: `node scripts/workspace.mjs COMMAND [ARGS...]`, called by the
 * scripts of the root's package.json. Needs Node and npm and nothing else: it installs what is
 * missing first. A command's output, exit status and signals are passed on unchanged.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled } from "./install.mjs";
import { rootFolder, run } from "./run-process.mjs";

const testResults = join(rootFolder, ".cache", "test-results.json");

/** Runs a tool that is installed in the workspace's root; `script` is the path of its program. */
function runTool(script, args, env = {}) {
  return run(process.execPath, [join(rootFolder, "node_modules", script), ...args], { env });
}

function build() {
  return inOrder(
    () => runTool("typescript/bin/tsc", ["-b", "tsconfig.build.json"]),
    () => run(process.execPath, [join("scripts", "bundle-command.mjs")]),
  );
}

/** Runs every check, two at a time and all of them whatever fails; shows what the failed ones say. */
function lint() {
  return runTool("turbo/bin/turbo", [
    "run",
    "task:typecheck",
    "task:eslint",
    "task:prettier",
    "task:layers",
    "task:unused",
    "lint:api",
    "lint:types",
    "lint:package",
    "--continue",
    "--concurrency=2",
    "--output-logs=errors-only",
  ]);
}

/** Runs steps in order up to the first that fails; returns its exit status, else 0. */
async function inOrder(...steps) {
  for (const step of steps) {
    const status = await step();
    if (status !== 0) return status;
  }
  return 0;
}

function start(args) {
  const command = join(rootFolder, "packages", "cli", "bin", "craftos-http.js");
  const example = join("examples", "hello.lua");
  return inOrder(build, () => run(process.execPath, [command, "run", example, ...args]));
}

function runTests(args) {
  mkdirSync(join(rootFolder, ".cache"), { recursive: true });
  rmSync(testResults, { force: true });
  return runTool("vitest/vitest.mjs", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${testResults}`,
    ...args,
  ]);
}

/** Lints and tests, both whole, so that one run tells everything that is wrong. */
async function test(args) {
  const buildStatus = await build();
  if (buildStatus !== 0) return buildStatus;
  const lintStatus = await lint();
  const testStatus = await runTests(args);
  if (lintStatus !== 0) process.stderr.write("\nThe lint step failed: its report is above.\n");
  return testStatus || lintStatus;
}

function bench([name = "", ...args]) {
  if (!existsSync(join(rootFolder, "benchmarks", "src", `bench-${name}.ts`))) {
    process.stderr.write(`There is no benchmark '${name}': say lua, http or websocket.\n`);
    return 2;
  }
  return inOrder(
    build,
    () => runTool("typescript/bin/tsc", ["-b", "benchmarks"]),
    () => run(process.execPath, [join("scripts", "bundle-interpreter.mjs")]),
    () => run(process.execPath, [join("benchmarks", "dist", `bench-${name}.js`), ...args]),
  );
}

/**
 * Tries random programs, library calls and sources for long, against PUC Lua.
 *
 * @param {string[]} args `--minutes M` or `--count N`, `--seed S`; see `tests/fuzz/fuzz.mjs`
 */
function fuzz(args) {
  return run(process.execPath, [join("tests", "fuzz", "fuzz.mjs"), ...args]);
}

/**
 * Serves clients of all kinds for long, and looks whether anything goes wrong or grows.
 *
 * @param {string[]} args `--minutes M`, `--engine uws|node`, `--clients N`, `--seed S`
 */
function soak(args) {
  return inOrder(build, () => run(process.execPath, [join("tests", "soak", "soak.mjs"), ...args]));
}

/** Builds the documentation site into `site/dist`. */
function site() {
  return inOrder(build, () => run(process.execPath, [join("site", "build-site.mjs")]));
}

const commands = {
  start,
  build,
  test,
  "test:only": (args) => inOrder(build, () => runTests(args)),
  lint: () => inOrder(build, lint),
  typecheck: () => runTool("typescript/bin/tsc", ["-b"]),
  format: () => runTool("prettier/bin/prettier.cjs", ["--write", "--log-level=warn", "."]),
  bench,
  site,
  fuzz,
  soak,
};

async function main([name = "", ...args]) {
  if (!Object.hasOwn(commands, name)) {
    process.stderr.write(`Say one of: ${Object.keys(commands).join(", ")}.\n`);
    return 2;
  }
  return inOrder(ensureInstalled, () => commands[name](args));
}

process.exitCode = await main(process.argv.slice(2));
