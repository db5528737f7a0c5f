/**
 * The Dockerfile. No test can count on a Docker daemon, so its instructions are followed in folders of this
 * machine, with the packages as they would be published: what it copies, `npm ci`, the command, the health
 * check, and SIGTERM. The base image and its user are not tested. Skipped, and said so, only when the npm
 * registry cannot be reached.
 */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DockerfileParser, type Instruction } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { CommandProcess, rootFolder } from "../command/command-process.js";
import { NpmProject, packPackages, RegistryUnreachable } from "../packaging/npm-project.js";

const text = readFileSync(join(rootFolder, "deploy/docker/Dockerfile"), "utf8");
const dockerfile = DockerfileParser.parse(text);

/** The instructions of a stage, the first being 0. */
function stage(index: number): Instruction[] {
  const stages: Instruction[][] = [];
  for (const instruction of dockerfile.getInstructions()) {
    if (instruction.getKeyword() === "FROM") stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  return stages[index] ?? [];
}

/** The words of the last instruction of a kind that is written as a list. */
function words(keyword: string): string[] {
  const found = stage(1)
    .filter((instruction) => instruction.getKeyword() === keyword)
    .at(-1);
  const text = found?.getRawArgumentsContent() ?? "";
  return JSON.parse(text.slice(text.indexOf("["))) as string[];
}

const argumentsOf = (index: number, keyword: string): string[] =>
  stage(index)
    .filter((instruction) => instruction.getKeyword() === keyword)
    .map((instruction) => instruction.getRawArgumentsContent() ?? "");

test("a linter finds nothing in the Dockerfile", () => {
  expect(validate(text)).toEqual([]);
  expect(validate(text.replace("HEALTHCHECK", "HEALTHCHEK"))).not.toEqual([]);
});

test("the server is the container's first process, and not root's", () => {
  expect(argumentsOf(1, "USER")).toEqual(["node"]);
  // A list is run without a shell, which would keep signals to itself.
  expect(words("ENTRYPOINT")[0]).toBe("node");
  expect(words("CMD")[0]).toBe("run");
  const order = stage(1).map((instruction) => instruction.getKeyword());
  expect(order.indexOf("USER")).toBeGreaterThan(order.lastIndexOf("RUN"));
});

const folder = mkdtempSync(join(tmpdir(), "craftos-http-docker-"));
/** The program's folder, the first stage's and the image's `/app`, and `/data`. */
const place = {
  context: new NpmProject(),
  dependencies: join(folder, "dependencies"),
  app: join(folder, "app"),
  data: join(folder, "data"),
};
let isReachable = true;

beforeAll(async () => {
  const { context, dependencies, app, data } = place;
  for (const made of [dependencies, app, data]) mkdirSync(made);
  const packed = await packPackages(folder);
  try {
    const tarballs = packed.map(({ tarball }) => tarball);
    await context.install(tarballs, ["--package-lock-only"]);
    context.write(
      "main.lua",
      `http.listen(0, function(request, response)
        if request.getURL() == "/slow" then sleep(0.5) end
        local file = fs.open("kept.txt", "w")
        file.write("kept")
        file.close()
        response.write("served")
        response.close()
      end)`,
    );
    expect(argumentsOf(0, "COPY")).toEqual(["package.json package-lock.json ./"]);
    for (const name of ["package.json", "package-lock.json"]) {
      cpSync(join(context.folder, name), join(dependencies, name));
    }
    const [install = ""] = argumentsOf(0, "RUN");
    expect(install).toMatch(/^npm ci /);
    execFileSync("npm", [...install.split(" ").slice(1), "--prefer-offline"], {
      cwd: dependencies,
      stdio: "pipe",
    });
  } catch (error) {
    if (!(error instanceof RegistryUnreachable)) throw error;
    isReachable = false;
    console.log("skipped: the Dockerfile's steps (the npm registry cannot be reached)");
    return;
  }
  expect(argumentsOf(1, "COPY")).toEqual(["/app/node_modules ./node_modules", ". ."]);
  renameSync(join(dependencies, "node_modules"), join(app, "node_modules"));
  const ignored = readFileSync(join(rootFolder, "deploy/docker/.dockerignore"), "utf8").split("\n");
  expect(ignored).toContain("node_modules");
  for (const name of ["main.lua", "package.json"]) {
    cpSync(join(context.folder, name), join(app, name));
  }
}, 240_000);

beforeEach((context) => {
  context.skip(!isReachable, "the npm registry cannot be reached");
});

afterAll(() => {
  place.context.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** Runs the health check's command for a port; gives its status. */
async function checkHealth(port: string): Promise<number | null> {
  const [node = "", ...args] = words("HEALTHCHECK").map((word) => word.replace("9100", port));
  expect(node).toBe("node");
  const child = spawn(process.execPath, args, { stdio: "ignore" });
  return await new Promise((resolve) => {
    child.once("exit", resolve);
  });
}

test("its steps make a server that is healthy, keeps its data apart, and finishes on SIGTERM", async () => {
  const [, ...entry] = words("ENTRYPOINT");
  const command = words("CMD").map((word) =>
    word.replace("/data", place.data).replace("9100", "0").replace("0.0.0.0", "127.0.0.1"),
  );
  const server = new CommandProcess(process.execPath, [...entry, ...command], {
    cwd: place.app,
    env: { NODE_ENV: "production" },
  });
  const address = await server.address();
  const [, port = ""] = await server.says(/figures are on \S+:(\d+)\/metrics/);
  expect(await checkHealth(port)).toBe(0);
  expect(await (await fetch(address)).text()).toBe("served");
  expect(readFileSync(join(place.data, "kept.txt"), "utf8")).toBe("kept");
  expect(() => readFileSync(join(place.app, "kept.txt"))).toThrow("ENOENT");

  const slow = fetch(`${address}/slow`);
  // The request is with the program when another that came later is answered.
  await fetch(address);
  const ended = server.kill("SIGTERM");
  expect(await (await slow).text()).toBe("served");
  expect(await ended).toMatchObject({ status: 0 });
  expect(await checkHealth(port)).toBe(1);
});
