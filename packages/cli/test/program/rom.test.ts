/**
 * Booting a ROM. That of these tests is a small one of our own, which uses the natives as CC: Tweaked's does;
 * a real one is booted if the environment variable CRAFTOS_ROM names its folder.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runProgram } from "../../src/program/run-program.js";
import { runMain } from "../run-main.js";
import { FakeTerminal } from "../terminal/fake-terminal.js";

/** A ROM: what CC: Tweaked's bios does first, as short as can be. */
const ROM: Readonly<Record<string, string>> = {
  "bios.lua": `
    local missing = {}
    for _, name in ipairs { "print", "write", "read", "sleep", "loadfile", "dofile", "io", "textutils",
        "settings", "parallel", "colors", "keys", "window", "rednet", "gps", "disk", "vector", "shell" } do
      if _G[name] ~= nil then missing[#missing + 1] = name end
    end
    if #missing > 0 then error("the machine has " .. table.concat(missing, " "), 0) end
    function loadfile(path, env)
      local handle = assert(fs.open(path, "r"), path)
      local source = handle.readAll() handle.close()
      return load(source, "@/" .. path, nil, env or _G)
    end
    for _, file in ipairs(fs.list("rom/apis")) do
      local env = setmetatable({}, { __index = _G })
      assert(loadfile("rom/apis/" .. file, env))()
      local api = {} for key, value in pairs(env) do if key ~= "_ENV" then api[key] = value end end
      _G[file:gsub("%.lua$", "")] = api
    end
    function print(...)
      local _, y = term.getCursorPos()
      local texts = table.pack(...) for i = 1, texts.n do texts[i] = tostring(texts[i]) end
      term.write(table.concat(texts, " "))
      local _, height = term.getSize()
      if y == height then term.scroll(1) else y = y + 1 end
      term.setCursorPos(1, y)
    end
    function os.pullEvent(filter)
      local event = table.pack(coroutine.yield(filter))
      if event[1] == "terminate" then error("Terminated", 0) end
      return table.unpack(event, 1, event.n)
    end
    assert(loadfile("rom/programs/shell.lua"))()
    os.shutdown()
    while true do coroutine.yield() end`,
  "rom/apis/http.lua": `
    local native = http
    function checkURL(url)
      local ok, problem = native.checkURL(url)
      if not ok then return ok, problem end
      while true do
        local _, checked, allowed, why = os.pullEvent("http_check")
        if checked == url then return allowed, why end
      end
    end
    function get(url)
      native.request(url)
      while true do
        local event, what, handle = os.pullEvent()
        if event == "http_success" and what == url then return handle end
        if event == "http_failure" and what == url then return nil, handle end
      end
    end`,
  "rom/apis/term.lua": `
    local native = term.native and term.native() or term
    for key, fn in pairs(native) do _ENV[key] = fn end
    function native() return native end`,
  "rom/apis/peripheral.lua": `
    local native = peripheral
    function getNames()
      local names = {}
      for _, side in ipairs(rs.getSides()) do if native.isPresent(side) then names[#names + 1] = side end end
      return names
    end
    getType, call = native.getType, native.call`,
  "rom/programs/shell.lua": `
    local shell = {}
    function shell.execute(path, ...)
      local env = setmetatable({ shell = shell }, { __index = _G })
      local fn, problem = loadfile(path:sub(2), env)
      local ok
      if fn then ok, problem = pcall(fn, ...) end
      if not ok then print(problem) end
      return ok == true
    end
    print("ROM " .. _HOST:match("^%S+") .. (_CC_DEFAULT_SETTINGS or "none"))
    for _, file in ipairs(fs.list("rom/autorun")) do shell.execute("/rom/autorun/" .. file) end
    if fs.exists("startup.lua") then shell.execute("/startup.lua") end
    term.write("> ") term.setCursorBlink(true)
    local line = ""
    while true do
      local event, what = os.pullEvent()
      if event == "char" or event == "paste" then line = line .. what term.write(what) end
      if event == "key" and what == 257 then break end
    end
    print("") print("typed " .. line)`,
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craftos-http-rom-"));
  for (const [path, text] of Object.entries(ROM)) write(`machine/${path}`, text);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

test("a ROM finds the machine's natives and nothing else, and runs a program with its arguments", async () => {
  const program = write(
    "disk/p.lua",
    `print("program", ...) print(type(http.listen), fs.isReadOnly("rom/apis"), os.getComputerID())
     print(table.concat(peripheral.getNames(), " "), peripheral.getType("top"))
     print(http.checkURL("http://127.0.0.1/"))`,
  );
  const end = await runMain([
    ...["run", "--rom", join(folder, "machine"), "--peripheral", "top=modem", program, "a", "b"],
  ]);
  expect(end.errors).toBe("");
  expect(end.out).toBe("ROM ComputerCraft\nprogram a b\nfunction true 0\ntop modem\ntrue nil\n");
  expect(end.status).toBe(0);
});

test("a program serves with the host's http.listen, and its client is the ROM's", async () => {
  const program = write(
    "disk/p.lua",
    `local port = http.addListener(0)
     local function serve()
       local _, _, request, response = os.pullEvent("http_request")
       response.write("served " .. request.getURL()) response.close()
     end
     local co = coroutine.create(serve)
     coroutine.resume(co)
     local client = coroutine.create(function() print(http.get("http://127.0.0.1:" .. port .. "/x").readAll()) end)
     coroutine.resume(client)
     while coroutine.status(client) ~= "dead" do
       local event = table.pack(coroutine.yield())
       if event[1] == "http_request" then coroutine.resume(co, table.unpack(event, 1, event.n))
       else coroutine.resume(client, table.unpack(event, 1, event.n)) end
     end`,
  );
  const { out, status } = await runMain(["run", "-q", "--rom", join(folder, "machine"), program]);
  expect(out).toBe("ROM ComputerCraft\nserved /x\n");
  expect(status).toBe(0);
});

test("a program that fails in a ROM gives the status 1", async () => {
  const program = write("disk/p.lua", `error("broken", 0)`);
  const { out, status } = await runMain(["run", "--rom", join(folder, "machine/rom"), program]);
  expect(out).toContain("broken\n");
  expect(status).toBe(1);
});

test("without a program a ROM runs startup and shows its prompt, on the terminal", async () => {
  write("disk/startup.lua", `print("startup ran")`);
  const terminal = new FakeTerminal();
  const status = runProgram({
    ...{ rom: join(folder, "machine"), process: terminal, showsScreen: true },
    files: { disk: { kind: "folder", folder: join(folder, "disk") } },
  });
  await terminal.shows(/startup ran\n>/);
  terminal.type("hi\r");
  expect(await status).toBe(0);
  expect(terminal.text).toBe("ROM ComputerCraft\nstartup ran\n> hi\ntyped hi");
});

test("a run of a ROM is recorded, and replayed without its files", async () => {
  const program = write("disk/p.lua", `print("program", math.random(), os.epoch("utc"))`);
  const trace = join(folder, "trace.bin");
  const { status } = await runMain([
    ...["run", "--rom", join(folder, "machine"), "--record", trace, program],
  ]);
  expect(status).toBe(0);
  rmSync(join(folder, "machine"), { recursive: true });
  expect((await runMain(["replay", trace])).out).toContain("The replay is identical");
});

test("a folder without a ROM is refused", async () => {
  const { errors, status } = await runMain(["run", "--rom", folder]);
  expect(errors).toContain("a file bios.lua and a folder rom are expected");
  expect(status).toBe(1);
});

const realRom = process.env.CRAFTOS_ROM ?? "";

test.skipIf(realRom === "")(
  "a real ROM boots to its prompt, runs a program and leaves (CRAFTOS_ROM names its folder)",
  async () => {
    write("disk/greet.lua", `print("greetings", ...)`);
    const terminal = new FakeTerminal(60, 20);
    const status = runProgram({
      ...{ rom: realRom, process: terminal, showsScreen: true },
      files: { disk: { kind: "folder", folder: join(folder, "disk") } },
    });
    await terminal.shows(/^CraftOS 1\.\d[^]*\n>$/);
    terminal.type("greet you\r");
    await terminal.shows(/greetings you\n>$/);
    terminal.type("exit\r");
    expect(await status).toBe(0);
  },
);
