/**
 * Programs that work on the computer. Source: tweaked.cc for their names and what they are given.
 */
import type { RomProgram } from "./rom-program.js";

/** The programs. */
export const COMPUTER_PROGRAMS: readonly RomProgram[] = [
  {
    name: "about",
    help: "about says what the computer runs.",
    source: String.raw`-- Says what the computer runs.
print(os.version() .. " on " .. _HOST)
`,
  },
  {
    name: "id",
    help: "id shows the computer's number and label.",
    source: String.raw`-- Shows the computer's number and label.
print("This is computer #" .. os.getComputerID())
local label = os.getComputerLabel()
if label then print(('This computer is labelled "%s"'):format(label)) end
`,
  },
  {
    name: "label",
    help: "label get shows the computer's label; label set <text> sets it, label clear removes it.",
    source: String.raw`-- Shows, sets and removes the computer's label.
local action, text = ...
if action == "get" and not text then
  local label = os.getComputerLabel()
  print(label and ('Computer label is "%s"'):format(label) or "No Computer label")
elseif action == "set" and text then
  os.setComputerLabel(text)
  print(('Computer label set to "%s"'):format(text))
elseif action == "clear" and not text then
  os.setComputerLabel(nil)
  print("Computer label cleared")
else
  local name = arg[0] or "label"
  print("Usages:\n" .. name .. " get\n" .. name .. " set <text>\n" .. name .. " clear")
end
`,
  },
  {
    name: "lua",
    help: "lua runs what is typed as Lua; exit() ends it.",
    source: String.raw`-- Runs what is typed as Lua and shows what it gives.
local pretty = require("cc.pretty")

local isRunning, history = true, {}
local env = setmetatable({
  exit = setmetatable({}, {
    __tostring = function() return "Call exit() to exit." end,
    __call = function() isRunning = false end,
  }),
}, { __index = _ENV })

local function complete(text)
  local start = text:find("[%w_.:]+$")
  return start and textutils.complete(text:sub(start), env) or nil
end

print("Interactive Lua prompt.")
print("Call exit() to exit.")
while isRunning do
  write("lua> ")
  local line = read(nil, history, settings.get("lua.autocomplete") and complete or nil)
  if not line then break end -- The input has ended.
  if line:find("%S") and history[#history] ~= line then history[#history + 1] = line end

  local fn = load("return " .. line, "=lua", "t", env)
  local problem
  if not fn then fn, problem = load(line, "=lua", "t", env) end
  local results = table.pack(false, problem)
  if fn then results = table.pack(pcall(fn)) end
  if not results[1] then
    printError(results[2])
  else
    for i = 2, results.n do
      local value = results[i]
      local meta = type(value) == "table" and getmetatable(value)
      if type(meta) == "table" and type(meta.__tostring) == "function" then
        print(tostring(value))
      else
        pretty.pretty_print(value, {
          function_args = settings.get("lua.function_args"),
          function_source = settings.get("lua.function_source"),
        })
      end
    end
  end
end
`,
  },
  {
    name: "motd",
    help: "motd shows a line of the files that the setting motd.path names.",
    source: String.raw`-- Shows a line that chance picks.
local lines = {}
for path in settings.get("motd.path"):gmatch("[^:]+") do
  if fs.exists(path) and not fs.isDir(path) then
    for line in io.lines(path) do lines[#lines + 1] = line end
  end
end
if #lines > 0 then print(lines[math.random(#lines)]) end
`,
  },
  {
    name: "peripherals",
    help: "peripherals lists what is attached to the computer.",
    source: String.raw`-- Lists what is attached.
local names = peripheral.getNames()
print("Attached Peripherals:")
if #names == 0 then print("None") end
for _, name in ipairs(names) do
  print(name .. " (" .. table.concat({ peripheral.getType(name) }, ", ") .. ")")
end
`,
  },
  {
    name: "reboot",
    help: "reboot starts the computer again.",
    source: String.raw`-- Starts the computer again.
os.reboot()
`,
  },
  {
    name: "set",
    help: "set lists the settings; set <name> shows one, set <name> <value> changes it.",
    source: String.raw`-- Lists, shows and changes settings.
local name, text = ...
if not name then
  local lines = {}
  for i, setting in ipairs(settings.getNames()) do
    lines[i] = textutils.serialise(setting) .. " is " .. textutils.serialise(settings.get(setting))
  end
  textutils.pagedPrint(table.concat(lines, "\n"))
  return
elseif not text then
  local details = settings.getDetails(name)
  print(textutils.serialise(name) .. " is " .. textutils.serialise(details.value))
  if details.description then print(details.description) end
  return
end

local value = text
if text == "true" then value = true
elseif text == "false" then value = false
elseif text == "nil" then value = nil
elseif tonumber(text) then value = tonumber(text)
end

local details = settings.getDetails(name)
if value == nil then
  settings.unset(name)
elseif details.type and details.type ~= type(value) and details.type ~= "string" then
  printError(textutils.serialise(text) .. " is not a valid " .. details.type .. ".")
  return
else
  if details.type == "string" then value = text end
  settings.set(name, value)
end
print(textutils.serialise(name) .. (value == nil and " unset" or " set to " .. textutils.serialise(value)))
settings.save(".settings")
`,
  },
  {
    name: "shutdown",
    help: "shutdown ends the computer's run.",
    source: String.raw`-- Ends the computer's run.
os.shutdown()
`,
  },
  {
    name: "time",
    help: "time shows the world's time and day.",
    source: String.raw`-- Shows the world's time and day.
print("The time is " .. textutils.formatTime(os.time(), false) .. " on Day " .. os.day())
`,
  },
];
