/**
 * The two ways to start the command: from the files that the compiler wrote, and from the bundle,
 * which is made of them and loads faster; and what makes it fast.
 */
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandFile, CommandProcess, rootFolder, writeFiles } from "./command-process.js";

const PROGRAM = `
  http.listen(0, function(request, response)
    response.write("answered")
    response.close()
    error("traced")
  end)
`;

test.each(["main.js", "command-bundle.cjs"])(
  "dist/%s serves with the default engine and traces errors",
  async (file) => {
    const url = `file://${join(rootFolder, "packages/cli/dist", file)}`;
    const script = `
      const { main } = await import("${url}");
      process.exit(await main(["program.lua"], process));
    `;
    const command = new CommandProcess(process.execPath, ["--input-type=module", "-e", script], {
      cwd: writeFiles({ "program.lua": PROGRAM }),
    });
    const response = await fetch(await command.address());
    expect(await response.text()).toBe("answered");
    await command.says("/program.lua:5: traced");
    await command.says("\t/program.lua:5: in function </program.lua:2>");
    expect(command.stderr).toContain("(uWebSockets.js ");
  },
);

/** What takes several milliseconds to load, and an empty program has no use for. */
const HEAVY_MODULES = [
  ...["child_process", "crypto", "dgram", "dns", "http", "http2", "https", "net"],
  ...["stream", "tls", "tty", "v8", "worker_threads", "zlib"],
];

/** Starts the command on a program, with what it keeps compiled in a folder. */
function start(program: string, cache: string, env: Readonly<Record<string, string>> = {}) {
  const cwd = writeFiles({
    "program.lua": program,
    "list.cjs": `process.on("exit", () => {
      require("node:fs").writeFileSync("modules.txt", process.moduleLoadList.join("\\n"));
    });`,
  });
  const args = ["--require", join(cwd, "list.cjs"), commandFile, "run", "program.lua"];
  return {
    cwd,
    command: new CommandProcess(process.execPath, args, {
      cwd,
      env: { XDG_CACHE_HOME: cache, ...env },
    }),
  };
}

test("an empty program loads nothing of Node that only a server, a client or a terminal needs", async () => {
  const { cwd, command } = start("", writeFiles({}));
  expect(await command.ended).toMatchObject({ status: 0, stdout: "", stderr: "" });
  const loaded = readFileSync(join(cwd, "modules.txt"), "utf8").split("\n");
  expect(loaded).toContain("NativeModule fs");
  const heavy = HEAVY_MODULES.map((name) => `NativeModule ${name}`);
  expect(loaded.filter((name) => heavy.includes(name))).toEqual([]);
});

// From 22.1 on, Node does it.
describe.skipIf("enableCompileCache" in module)("what the command keeps compiled", () => {
  /** Runs an empty program; gives the path of what is kept. */
  async function keep(cache: string): Promise<string> {
    const { command } = start("", cache);
    expect(await command.ended).toMatchObject({ status: 0, stdout: "", stderr: "" });
    const folder = join(cache, "craftos-http");
    const [name = "", ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    return join(folder, name);
  }

  test("is written by the first run and left alone by the second, for its owner only", async () => {
    const cache = writeFiles({});
    const file = await keep(cache);
    const { ino, mode } = statSync(file);
    expect(mode & 0o777).toBe(0o600);
    expect(await keep(cache)).toBe(file);
    expect(statSync(file).ino).toBe(ino);
  });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ["cut short", (bytes) => bytes.subarray(0, bytes.length / 2)],
    ["of another bundle", (bytes) => Buffer.from(bytes).fill("0", 2, 10)],
    ["nothing", () => Buffer.alloc(0)],
    [
      "refused by V8",
      (bytes) => Buffer.concat([bytes.subarray(0, 66), Buffer.alloc(99), bytes.subarray(-66)]),
    ],
  ])("is written again when what is there is %s", async (_, damage) => {
    const cache = writeFiles({});
    const file = await keep(cache);
    const whole = readFileSync(file);
    writeFileSync(file, damage(whole));
    await keep(cache);
    expect(readFileSync(file).subarray(0, 66)).toEqual(whole.subarray(0, 66));
    expect(readFileSync(file).length).toBeGreaterThan(whole.length / 2);
  });

  test("does not keep a program in TypeScript from its compiler", async () => {
    const cache = writeFiles({});
    await keep(cache);
    const cwd = writeFiles({ "program.ts": `print("compiled");` });
    const command = new CommandProcess(process.execPath, [commandFile, "run", "program.ts"], {
      cwd,
      env: { XDG_CACHE_HOME: cache },
    });
    expect(await command.ended).toMatchObject({ status: 0, stdout: "compiled\n", stderr: "" });
  });

  test("is not used when others may have written it", async () => {
    const cache = writeFiles({});
    const file = await keep(cache);
    const { ino } = statSync(file);
    chmodSync(file, 0o666);
    await keep(cache);
    expect(statSync(file).ino).not.toBe(ino);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("is not written where it cannot be, or where NODE_DISABLE_COMPILE_CACHE is set", async () => {
    const cache = writeFiles({ "craftos-http": "a file" });
    const { command } = start("", cache);
    expect(await command.ended).toMatchObject({ status: 0, stderr: "" });
    const empty = writeFiles({});
    const { command: without } = start("", empty, { NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(await without.ended).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(join(empty, "craftos-http"))).toBe(false);
  });
});
