/**
 * A program's files on a real disk, by the command: where they lie, what stays, what cannot be lost.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandFile, CommandProcess, run, start, writeFiles } from "./command-process.js";

/** Adds to a list of users beside the program, and says what there is. */
const PROGRAM = `
local users = {}
local h = fs.open("data/users.json", "r")
if h then users = textutils.unserializeJSON(h.readAll()) h.close() end
users[#users + 1] = "user " .. #users + 1
h = assert(fs.open("data/users.json", "w"))
h.write(textutils.serializeJSON(users))
h.close()
print(#users, require("lib"), table.concat(fs.list("/"), " "))`;

const FILES = { "server.lua": PROGRAM, "lib.lua": "return 'beside'" };

const read = (...path: string[]): string => readFileSync(join(...path), "latin1");

test("a program's folder is its disk: files beside it are read and written", async () => {
  const folder = writeFiles(FILES);
  expect((await run(["run", "server.lua"], { cwd: folder })).stdout).toBe(
    "1\tbeside\tdata lib.lua rom server.lua\n",
  );
  expect((await run(["run", join(folder, "server.lua")])).stdout).toMatch(/^2\tbeside\t/);
  expect(read(folder, "data", "users.json")).toBe('["user 1","user 2"]');
  expect(readdirSync(folder).sort()).toEqual(["data", "lib.lua", "server.lua"]);
});

test("--data keeps the disk in another folder; the program's own is only read", async () => {
  const folder = writeFiles({ ...FILES });
  const args = ["run", "--data", "made/here", "server.lua"];
  expect((await run(args, { cwd: folder })).stdout).toBe(
    "1\tbeside\tdata lib.lua rom server.lua\n".replace(
      "data lib.lua rom server.lua",
      "data lib.lua made rom server.lua",
    ),
  );
  expect((await run(args, { cwd: folder })).stdout).toMatch(/^2\t/);
  expect(read(folder, "made/here/data/users.json")).toBe('["user 1","user 2"]');
  expect(existsSync(join(folder, "data"))).toBe(false);
});

test("--user-data keeps it where the person's data is", async () => {
  const folder = writeFiles(FILES);
  const env = { XDG_DATA_HOME: join(folder, "share") };
  const { status } = await run(["run", "--user-data", "server.lua"], { cwd: folder, env });
  expect(status).toBe(0);
  expect(existsSync(join(folder, "share/craftos-http/computer/0/data/users.json"))).toBe(true);
});

test("--ephemeral keeps it in memory: nothing of it stays", async () => {
  const folder = writeFiles(FILES);
  for (let n = 0; n < 2; n++) {
    const { stdout } = await run(["run", "--ephemeral", "server.lua"], { cwd: folder });
    expect(stdout).toMatch(/^1\tbeside\tdata /);
  }
  expect(readdirSync(folder).sort()).toEqual(["lib.lua", "server.lua"]);
});

test("--mount shows folders, to read only or to write, and errors tell where they lie", async () => {
  const shared = writeFiles({ "lib.lua": "\n\nerror('in a mount')", note: "hello" });
  const folder = writeFiles({
    "a.lua": `print(io.open("shared/note"):read("a"), fs.open("shared/new", "w"))
      local h = fs.open("out/new", "w") h.write("x") h.close()
      dofile("shared/lib.lua")`,
  });
  const out = writeFiles({});
  const mounts = ["--mount", `ro:${shared}:/shared`, "--mount", `${out}:out`];
  const { stdout, stderr, status } = await run(["run", ...mounts, "a.lua"], { cwd: folder });
  expect(stdout).toBe("hello\tnil\t/shared/new: Access denied\n");
  expect(read(out, "new")).toBe("x");
  expect(status).toBe(1);
  expect(stderr).toContain("/shared/lib.lua:3: in a mount");
  expect(stderr).toContain("> 3 | error('in a mount')");
  expect(stderr).toMatch(/at \S*lib\.lua:3/);
});

test("what cannot be used is said in a sentence", async () => {
  const folder = writeFiles({ "a.lua": "", file: "" });
  const said = async (...flags: string[]) => {
    const { status, stderr } = await run(["run", ...flags, "a.lua"], { cwd: folder });
    return `${status} ${stderr.split("\n")[0]?.replaceAll(folder, "")}`;
  };
  expect(await said("--mount", "nowhere:/x")).toBe(
    "1 craftos-http: The folder '/nowhere' cannot be used: there is no such folder.",
  );
  expect(await said("--data", "file")).toMatch(
    /^1 craftos-http: The folder '\/file' cannot be made: /,
  );
  expect(await said("--mount", "ro:.:a", "--mount", ".:/A/")).toBe(
    "1 craftos-http: Nothing can be mounted at '/A/': File exists.",
  );
  for (const flags of [
    ["--mount", "x"],
    ["--mount", ".:/"],
    ["--mount", ".:.."],
    ["--quota", "x"],
  ]) {
    expect((await said(...flags)).startsWith("2 ")).toBe(true);
  }
  expect((await said("--data", "x", "--ephemeral")).startsWith("2 ")).toBe(true);
});

test("--quota and --max-open-files are errors that a program sees", async () => {
  const folder = writeFiles({
    "a.lua": `print(fs.getCapacity("/"))
      local h = fs.open("big", "w")
      print(pcall(h.write, ("x"):rep(5000))) print(pcall(h.close)) print(fs.exists("big"))
      h = fs.open("a.lua", "r") print(fs.open("a.lua", "r"))`,
  });
  const flags = ["--quota", "4KiB", "--max-open-files", "1"];
  const { stdout } = await run(["run", ...flags, "a.lua"], { cwd: folder });
  expect(stdout).toBe(
    "4096\nfalse\tOut of space\nfalse\tOut of space\nfalse\nnil\tToo many files already open\n",
  );
});

test("a process that is killed while it writes leaves the file as it was", async () => {
  const folder = writeFiles({
    "a.lua": `local h = fs.open("file", "w")
      h.write(("x"):rep(1000000)) print("written") os.pullEvent("never")`,
    file: "old",
  });
  const process = start(["run", "a.lua"], { cwd: folder });
  await process.says(/written/);
  await process.kill("SIGKILL");
  expect(read(folder, "file")).toBe("old");
});

test.skipIf(!existsSync("/bin/sh"))(
  "a disk that takes no more is an error of the program, and the file stays as it was",
  async () => {
    const folder = writeFiles({
      "a.lua": `
        local function try(mode)
          local h = assert(fs.open("file", mode))
          local ok, message = pcall(function() for _ = 1, 100 do h.write(("x"):rep(4000)) end h.flush() end)
          print(mode, ok, (message:gsub("^.-: ", "")), pcall(h.close))
          print(fs.getSize("file"), #fs.list(""))
        end
        try("w") try("a") try("r+") try("w+")`,
      file: "old contents",
    });
    // No file of the process may grow past 64 KiB: POSIX counts in blocks of 512 bytes.
    const limited = `ulimit -f 128; exec "$0" "$@"`;
    const command = new CommandProcess(
      "/bin/sh",
      ["-c", limited, process.execPath, commandFile, "run", "a.lua"],
      { cwd: folder },
    );
    const { stdout, stderr } = await command.ended;
    expect(stderr).toBe("");
    const failed = "false\tOut of space\tfalse\tOut of space\n12\t3\n";
    expect(stdout).toBe(`w\t${failed}a\t${failed}r+\t${failed}w+\t${failed}`);
    expect(read(folder, "file")).toBe("old contents");
    expect(readdirSync(folder).sort()).toEqual(["a.lua", "file"]);
  },
);

test("files that a program leaves open are saved, also when an error ends it", async () => {
  const folder = writeFiles({
    "a.lua": `local h = fs.open("log", "w") h.writeLine("line") _G.kept = h error("the end")`,
  });
  expect((await run(["run", "a.lua"], { cwd: folder })).status).toBe(1);
  expect(read(folder, "log")).toBe("line\n");
});

test("a recorded program that reads and writes files replays without them", async () => {
  const folder = writeFiles({
    "a.lua": `
      local lib = require("lib")
      for line in io.lines("input") do io.write(#line, " ") end
      local h = fs.open("out/file", "w") h.write(lib) h.write(("y"):rep(3000)) h.close()
      print(fs.open("missing", "r")) print(pcall(fs.list, "missing")) print(pcall(fs.delete, "rom/x"))
      fs.copy("out", "copy") fs.move("copy", "moved") print(table.concat(fs.find("*/*"), " "))
      print(fs.attributes("input").modified, fs.getFreeSpace("/"), fs.getSize("moved/file"), dofile("lib.lua"))
      h = fs.open("input", "r+") h.seek("end") h.write("more") h.seek("set", 2) print(h.readAll()) h.close()
      print(pcall(fs.makeDir, "input"))`,
    "lib.lua": `return "lib \\0\\255"`,
    input: "a\r\nb\n",
  });
  const recorded = await run(["run", "--record", "trace.bin", "a.lua"], { cwd: folder });
  expect([recorded.status, recorded.stderr]).toEqual([0, ""]);
  for (const name of readdirSync(folder)) {
    if (name !== "trace.bin") rmSync(join(folder, name), { recursive: true });
  }
  const replayed = await run(["replay", "--output", "trace.bin"], { cwd: folder });
  expect(replayed.stderr).toBe("");
  expect(replayed.stdout.replace(/The replay is identical.*\n$/, "")).toBe(recorded.stdout);
  expect(replayed.stdout).toContain("The replay is identical");
  expect(readdirSync(folder)).toEqual(["trace.bin"]);

  const changed = `local h = fs.open("out/file", "w") h.write("other") h.close()`;
  writeFileSync(join(folder, "changed.lua"), changed);
  const different = await run(["replay", "trace.bin", "changed.lua"], { cwd: folder });
  expect(different.status).toBe(1);
  expect(different.stderr).toMatch(/actual:\n {2}written to \/out\/file\n[^]*at a\.lua:1/);
});

test("a link beside the program that leads out of its folder leads nowhere", async () => {
  const secret = writeFiles({ secret: "secret" });
  const folder = writeFiles({
    "a.lua": `print(fs.exists("link"), fs.open("link/secret", "r")) print(loadfile("link/secret"))`,
  });
  symlinkSync(secret, join(folder, "link"));
  mkdirSync(join(folder, "dir"));
  const { stdout } = await run(["run", "a.lua"], { cwd: folder });
  expect(stdout).toBe("false\tnil\t/link/secret: No such file\nnil\tFile not found\n");
});
