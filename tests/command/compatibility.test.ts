/**
 * docs/compatibility.md against the code: a row for all that a program can reach, and nothing else.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rootFolder, runProgram, startProgram } from "./command-process.js";

/** Prints the name of everything that a program can reach without calling anything. */
const LIST_NAMES = `
  local seen = { [_G] = true, [package.loaded] = true, [package.loaders] = true,
    [package.preload] = true, [arg] = true }

  local function list(values, prefix)
    for key, value in pairs(values) do
      local name = prefix .. tostring(key)
      local isLibrary = type(value) == "table" and not seen[value] and prefix == ""
      if isLibrary then seen[value] = true list(value, name .. ".") else print(name) end
    end
  end

  list(_G, "")
  list(getfenv(1), "")
`;

/** The names in the first column of the tables, as far as they match. */
function documentedNames(row: RegExp): string[] {
  const page = readFileSync(`${rootFolder}/docs/compatibility.md`, "utf8");
  return [...page.matchAll(row)].map(([, name = ""]) => name);
}

test("every function and value of a program has a row in docs/compatibility.md", async () => {
  const { stdout, stderr } = await runProgram(LIST_NAMES);
  expect(stderr).toBe("");
  const documented = documentedNames(
    /^\| `(?!(?:request|response|handle|answer|socket|client|server|cc)\.|(?:file|v|window):)([^`]+)` /gmu,
  );
  expect(documented.sort()).toEqual(stdout.trim().split("\n").sort());
});

test("every method of the handles has a row in docs/compatibility.md", async () => {
  const process = startProgram(`http.listen(0, function(request, response)
    for name in pairs(request) do print("request." .. name) end
    for name in pairs(response) do print("response." .. name) end
    response.close()
    return true
  end)`);
  await fetch(await process.address());
  const { stdout } = await process.ended;
  const documented = documentedNames(/^\| `(re(?:quest|sponse)\.\w+)` /gmu);
  expect(documented.sort()).toEqual(stdout.trim().split("\n").sort());
});

test("every method of file handles has a row in docs/compatibility.md", async () => {
  const { stdout } = await runProgram(`
    for name in pairs(fs.open("program.lua", "r+")) do print("handle." .. name) end`);
  const documented = documentedNames(/^\| `(handle\.\w+)` /gmu);
  expect(documented.sort()).toEqual(stdout.trim().split("\n").sort());
});

test("every method of what requests give has a row in docs/compatibility.md", async () => {
  const { stdout } = await runProgram(`
    local port = http.addListener(0)
    parallel.waitForAny(function()
      while true do
        local _, _, _, response = os.pullEvent("http_request")
        response.close()
      end
    end, function()
      for name in pairs(http.get("http://127.0.0.1:" .. port)) do print("answer." .. name) end
    end)`);
  const documented = documentedNames(/^\| `(answer\.\w+)` /gmu);
  expect(documented.sort()).toEqual(stdout.trim().split("\n").sort());
});

test("every method of a program's WebSockets has a row in docs/compatibility.md", async () => {
  const { stdout } = await runProgram(`
    local server = http.websocketServer(0)
    local socket = http.websocket("ws://127.0.0.1:" .. server.port)
    for name in pairs(socket) do print("socket." .. name) end`);
  const documented = documentedNames(/^\| `(socket\.\w+)` /gmu);
  expect(documented.sort()).toEqual(stdout.trim().split("\n").sort());
});

test("everything of a WebSocket server and its clients has a row in docs/compatibility.md", async () => {
  const { stdout } = await runProgram(`
    local server = http.websocketServer(0)
    for name in pairs(server) do print("server." .. name) end
    parallel.waitForAll(
      function() http.websocket("ws://127.0.0.1:" .. server.port) end,
      function() for name in pairs(server.listen()) do print("client." .. name) end end)`);
  const documented = documentedNames(/^\| `((?:client|server)\.\w+)` /gmu);
  expect(documented.sort()).toEqual(stdout.trim().split("\n").sort());
});

test("every function of the modules has a row in docs/compatibility.md", async () => {
  const { stdout } = await runProgram(`
    local function list(folder, prefix)
      for _, entry in ipairs(fs.list(folder)) do
        local name = prefix .. entry:gsub("%.lua$", "")
        if fs.isDir(fs.combine(folder, entry)) then
          list(fs.combine(folder, entry), name .. ".")
        else
          for field in pairs(require(name)) do print(name .. "." .. field) end
        end
      end
    end
    list("rom/modules/main/cc", "cc.")`);
  const documented = documentedNames(/^\| `(cc\.[\w.]+)` /gmu);
  expect(documented.sort()).toEqual(stdout.trim().split("\n").sort());
});

test("every method of files, vectors and windows has a row in docs/compatibility.md", async () => {
  const { stdout } = await runProgram(`
    local function list(methods, prefix)
      for name, value in pairs(methods) do
        if type(value) == "function" then print(prefix .. ":" .. name) end
      end
    end
    list(getmetatable(io.stdout).__index, "file")
    list(getmetatable(vector.new()).__index, "v")
    list(window.create(term.current(), 1, 1, 1, 1, false), "window")`);
  const documented = documentedNames(/^\| `((?:file|v|window):\w+)` /gmu);
  expect(documented.sort()).toEqual(stdout.trim().split("\n").sort());
});
