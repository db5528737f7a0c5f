/**
 * Programs that work on the shell itself. Source: tweaked.cc for their names and what they are given.
 */
import type { RomProgram } from "./rom-program.js";

/** The programs. */
export const SHELL_PROGRAMS: readonly RomProgram[] = [
  {
    name: "alias",
    help: "alias lists the aliases; alias <alias> <program> makes one, alias <alias> removes it.",
    source: String.raw`-- Lists, makes and removes aliases.
local alias, program = ...
if program then
  shell.setAlias(alias, program)
elseif alias then
  shell.clearAlias(alias)
else
  local lines = {}
  for name, target in pairs(shell.aliases()) do lines[#lines + 1] = name .. ":" .. target end
  table.sort(lines)
  textutils.pagedTabulate(lines)
end
`,
  },
  {
    name: "apis",
    help: "apis lists the libraries.",
    source: String.raw`-- Lists the libraries.
local names = {}
for name, value in pairs(_G) do
  if type(name) == "string" and type(value) == "table" and name ~= "_G" then names[#names + 1] = name end
end
table.sort(names)
textutils.pagedTabulate(names)
`,
  },
  {
    name: "bg",
    folder: "advanced",
    help: "bg <command> runs a command beside the programs that run.",
    source: String.raw`-- Runs a command beside the programs that run.
shell.openTab(... and table.concat({ ... }, " ") or "shell")
`,
  },
  {
    name: "clear",
    help: "clear empties the screen; clear palette resets the colours, clear all does both.",
    source: String.raw`-- Empties the screen.
local what = ... or "screen"
local wanted = { screen = { screen = true }, palette = { palette = true }, all = { screen = true, palette = true } }
if not wanted[what] then
  print("Usages:\nclear\nclear screen\nclear palette\nclear all")
  return
end
if wanted[what].palette then
  for i = 0, 15 do term.setPaletteColor(2 ^ i, term.nativePaletteColor(2 ^ i)) end
end
if wanted[what].screen then
  term.clear()
  term.setCursorPos(1, 1)
end
`,
  },
  {
    name: "echo",
    help: "echo <words> shows the words.",
    source: String.raw`-- Shows what it is given.
print(table.concat({ ... }, " "))
`,
  },
  {
    name: "exit",
    help: "exit ends the shell.",
    source: String.raw`-- Ends the shell.
shell.exit()
`,
  },
  {
    name: "fg",
    folder: "advanced",
    help: "fg <command> runs a command beside the programs that run, and gives it the keys.",
    source: String.raw`-- Runs a command beside the programs that run, and gives it the keys.
local tab = shell.openTab(... and table.concat({ ... }, " ") or "shell")
if tab then shell.switchTab(tab) end
`,
  },
  {
    name: "help",
    help: "help <topic> shows a text; help topics lists what there is.",
    source: String.raw`-- Shows a text on a topic.
local topic = ... or "intro"
if topic == "topics" or topic == "index" then
  print("Help topics available:")
  textutils.pagedTabulate(help.topics())
  return
end
local path = help.lookup(topic)
local file = path and fs.open(path, "r")
if not file then
  print("No help available")
  return
end
local text = file.readAll()
file.close()
local _, height = term.getSize()
textutils.pagedPrint(text, height - 3)
`,
  },
  {
    name: "programs",
    help: "programs lists the programs; programs all lists hidden ones too.",
    source: String.raw`-- Lists the programs.
textutils.pagedTabulate(shell.programs(... == "all"))
`,
  },
  {
    name: "shell",
    help: "shell starts another shell; shell <command> runs a command in one.",
    source: String.raw`-- Reads commands and runs them, or runs the one that it is given.
local makeShell = assert(loadfile("/rom/apis/shell.lua", nil, _ENV))
local child = {}
local _, isExiting = makeShell(child, require("cc.require").make, multishell, shell)
if ... then
  child.run(...)
  return
end

-- What can follow the names of programs.
local completion = require("cc.shell.completion")
local anyPath, somePaths = completion.dirOrFile, { completion.dirOrFile, many = true }
local fromTo = { { completion.dirOrFile, true }, anyPath }
local command = { { completion.programWithArgs, 2, many = true } }
local arguments = {
  cat = { { completion.file, many = true } }, cd = { completion.dir }, copy = fromTo, delete = { somePaths },
  list = { completion.dir }, mkdir = { { completion.dir, many = true } }, move = fromTo, rename = fromTo,
  type = { anyPath }, alias = { n = 2, nil, completion.program }, bg = command, fg = command, shell = command,
  clear = { { completion.choice, { "screen", "palette", "all" } } }, help = { completion.help },
  label = { { completion.choice, { "get", "set ", "clear" } } },
  programs = { { completion.choice, { "all" } } }, set = { { completion.setting, true } },
  wget = { { completion.choice, { "run " } } },
}
for name, list in pairs(arguments) do
  local path = child.resolveProgram(name)
  local isOurs = path and path:sub(1, 13) == "rom/programs/"
  if isOurs and not child.getCompletionInfo()[path] then
    child.setCompletionFunction(path, completion.build(table.unpack(list, 1, list.n or #list)))
  end
end

term.setTextColor(colors.yellow)
print(os.version())
local history = {}
while not isExiting() do
  term.setTextColor(colors.yellow)
  write(child.dir() .. "> ")
  term.setTextColor(colors.white)
  local line = read(nil, history, settings.get("shell.autocomplete") and child.complete or nil)
  if not line then break end -- The input has ended.
  if line:find("%S") and history[#history] ~= line then history[#history + 1] = line end
  child.run(line)
end
`,
  },
];
