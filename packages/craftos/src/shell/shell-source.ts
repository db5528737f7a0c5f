/**
 * The `shell` library: programs by name, with aliases, a path and completion. Source: tweaked.cc, shell.
 */

/**
 * The file `/rom/apis/shell.lua`, a chunk that makes a shell of a table: adds what the table does not have,
 * and gives the functions and one that says whether the shell is to end. It is given the table, `make` of
 * `cc.require`, `multishell` or nil, the shell that it is started from or nil, and the path of a program
 * that runs in it already or nil.
 */
export const SHELL_API = String.raw`-- Programs by name. See https://tweaked.cc/module/shell.html

local shell, makeRequire, multishell, parent, running = ...
local expect = require("cc.expect").expect

-- The functions. They call each other through shell, where a program may have put others in their place.
local api = {}
local directory = parent and parent.dir() or ""
local programPath = parent and parent.path() or ".:/rom/programs:/rom/programs/advanced:/rom/programs/http"
local aliases = parent and parent.aliases() or {
  clr = "clear", cp = "copy", dir = "list", ls = "list", mv = "move", rm = "delete", sh = "shell",
  background = "bg", foreground = "fg",
}
local completions = parent and parent.getCompletionInfo() or {}
-- The programs under way, the innermost last.
local programs = { running and { path = running } }
local isExiting = false

-- The words of a command line. What stands between double quotes is one word.
local function split(...)
  local line, words, at = table.concat({ ... }, " "), {}, 1
  while at <= #line do
    local word, after = line:match('^"([^"]*)"?()', at)
    if not word then
      word, after = line:match('^[ \t]*([^ \t"]*)()', at)
      if word == "" then word = nil end
    end
    words[#words + 1] = word
    at = after
  end
  return words
end

-- ---- Programs

local function showTitle()
  if not multishell then return end
  local program = programs[#programs]
  multishell.setTitle(multishell.getCurrent(), program and fs.getName(program.path):gsub("%.lua$", "") or "shell")
end

local function makeEnvironment(folder)
  local env = setmetatable({ shell = shell, multishell = multishell }, { __index = _G })
  env.require, env.package = makeRequire(env, folder)
  return env
end

-- Follows the #! lines of a file to a program in Lua; gives that and its arguments, or nil and why not.
local function findInterpreter(path, args)
  for _ = 1, 5 do
    local file, problem = fs.open(path, "r")
    if not file then return nil, problem end
    local command = (file.readLine() or ""):match("^#!(.*)")
    file.close()
    if not command then return path, args end

    local words = split(command)
    local program = words[1] and shell.resolveProgram(words[1])
    if not program then return nil, "Hashbang program not found: " .. (words[1] or "") end
    if program == "rom/programs/shell.lua" and #words == 1 then
      return nil, "Cannot use the shell as a hashbang program"
    end
    words[0] = table.remove(words, 1)
    words[#words + 1] = "/" .. path
    for _, arg in ipairs(args) do words[#words + 1] = arg end
    path, args = program, words
  end
  return nil, "Hashbang recursion depth limit reached when loading file: " .. path
end

-- Runs a file with arguments. Says whether it ended without an error, which it shows.
local function runFile(path, args)
  local ok = false
  local program, problem = findInterpreter(path, args)
  if program then
    args = problem
    local env = makeEnvironment(fs.getDir(program))
    env.arg = args
    if settings.get("bios.strict_globals") then
      getmetatable(env).__newindex = function(_, name)
        error("Attempt to create global " .. tostring(name), 2)
      end
    end
    local fn
    fn, problem = loadfile("/" .. program, nil, env)
    if fn then ok, problem = pcall(fn, table.unpack(args)) end
  end
  if not ok and problem and problem ~= "" then printError(problem) end
  return ok
end

function api.execute(command, ...)
  expect(1, command, "string")
  for i = 1, select("#", ...) do expect(i + 1, (select(i, ...)), "string") end

  local path = shell.resolveProgram(command)
  if not path then
    printError("No such program")
    return false
  end

  -- Programs that run side by side do not end in the order in which they began.
  local program = { path = path }
  programs[#programs + 1] = program
  showTitle()
  local ok = runFile(path, { [0] = command, ... })
  for i = #programs, 1, -1 do
    if programs[i] == program then table.remove(programs, i) end
  end
  showTitle()
  return ok
end

function api.run(...)
  local words = split(...)
  if #words == 0 then return false end
  return shell.execute(table.unpack(words))
end

function api.exit() isExiting = true end

function api.getRunningProgram()
  local program = programs[#programs]
  return program and program.path
end

-- ---- Where programs are

function api.dir() return directory end

function api.setDir(dir)
  expect(1, dir, "string")
  if not fs.isDir(dir) then error("Not a directory", 2) end
  directory = fs.combine(dir)
end

function api.path() return programPath end

function api.setPath(path)
  expect(1, path, "string")
  programPath = path
end

function api.resolve(path)
  expect(1, path, "string")
  return path:find("^[/\\]") and fs.combine(path) or fs.combine(directory, path)
end

local function findFile(path)
  for _, ending in ipairs { "", ".lua" } do
    local file = path .. ending
    if fs.exists(file) and not fs.isDir(file) then return file end
  end
  return nil
end

function api.resolveProgram(command)
  expect(1, command, "string")
  command = aliases[command] or command
  if command:find("[/\\]") then return findFile(shell.resolve(command)) end
  for folder in programPath:gmatch("[^:]+") do
    local file = findFile(fs.combine(shell.resolve(folder), command))
    if file then return file end
  end
  return nil
end

local function sortedKeys(set)
  local keys = {}
  for key in pairs(set) do keys[#keys + 1] = key end
  table.sort(keys)
  return keys
end

function api.programs(includeHidden)
  expect(1, includeHidden, "boolean", "nil")
  local found = {}
  for folder in programPath:gmatch("[^:]+") do
    folder = shell.resolve(folder)
    for _, name in ipairs(fs.isDir(folder) and fs.list(folder) or {}) do
      local isShown = includeHidden or name:sub(1, 1) ~= "."
      if isShown and not fs.isDir(fs.combine(folder, name)) then
        found[name:match("^(.+)%.lua$") or name] = true
      end
    end
  end
  return sortedKeys(found)
end

-- ---- Aliases

function api.setAlias(alias, program)
  expect(1, alias, "string")
  expect(2, program, "string")
  aliases[alias] = program
end

function api.clearAlias(alias)
  expect(1, alias, "string")
  aliases[alias] = nil
end

function api.aliases()
  local copy = {}
  for alias, program in pairs(aliases) do copy[alias] = program end
  return copy
end

-- ---- Completion

local function completeFolders(text, includeFiles)
  return fs.complete(text, directory, {
    include_files = includeFiles,
    include_dirs = false,
    include_hidden = settings.get("shell.autocomplete_hidden") or false,
  })
end

function api.completeProgram(text)
  expect(1, text, "string")
  if text:find("[/\\]") then return completeFolders(text, true) end
  local found = {}
  local function add(name)
    if #name > #text and name:sub(1, #text) == text then found[name:sub(#text + 1)] = true end
  end
  for alias in pairs(aliases) do add(alias) end
  for _, program in ipairs(shell.programs()) do add(program) end
  for _, folder in ipairs(completeFolders(text, false)) do found[folder] = true end
  return sortedKeys(found)
end

-- Whether a command's arguments can be completed.
local function takesArguments(command)
  local path = shell.resolveProgram(command)
  return path ~= nil and completions[path] ~= nil
end

function api.complete(line)
  expect(1, line, "string")
  local words = split(line)
  if line:sub(-1) == " " then words[#words + 1] = "" end
  if line == "" then return nil end

  local command, last = words[1] or "", table.remove(words) or ""
  if #words == 0 then
    if takesArguments(command) then return { " " } end
    local results = shell.completeProgram(command)
    for i, result in ipairs(results) do
      if takesArguments(command .. result) then results[i] = result .. " " end
    end
    return results
  end
  local info = completions[shell.resolveProgram(command) or false]
  return info and info.fnComplete(shell, #words, last, words)
end

function api.setCompletionFunction(program, complete)
  expect(1, program, "string")
  expect(2, complete, "function")
  completions[program] = { fnComplete = complete }
end

function api.getCompletionInfo() return completions end

-- ---- Tabs

if multishell then
  function api.openTab(...)
    local words = split(...)
    local path = words[1] and shell.resolveProgram(words[1])
    if path then
      if path == "rom/programs/shell.lua" then table.remove(words, 1) end
      return multishell.launch(makeEnvironment("rom/programs"), "rom/programs/shell.lua", table.unpack(words))
    end
    if words[1] then printError("No such program") end
  end

  function api.switchTab(id)
    expect(1, id, "number")
    multishell.setFocus(id)
  end
end

for name, fn in pairs(api) do
  if shell[name] == nil then shell[name] = fn end
end
return api, function() return isExiting end
`;
