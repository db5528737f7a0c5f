/**
 * `settings`: options of programs, kept in the file `/.settings`. Source: tweaked.cc, settings.
 */

/** The file `/rom/apis/settings.lua`. */
export const SETTINGS_API = `-- Options of programs. See https://tweaked.cc/module/settings.html

local checks = require "cc.expect"
local expect, field = checks.expect, checks.field

local definitions, values = {}, {}
local types = { boolean = true, number = true, string = true, table = true }

-- A copy, so that nobody changes a setting but through this library; an error for what cannot be saved.
local function copy(value)
  if type(value) ~= "table" then return value end
  return textutils.unserialize(textutils.serialize(value, { compact = true, allow_repetitions = true }))
end

local function valueOf(name)
  local value = values[name]
  if value == nil and definitions[name] then return definitions[name].default end
  return value
end

local function change(name, value)
  local old = valueOf(name)
  values[name] = value
  local new = valueOf(name)
  if old ~= new then os.queueEvent("setting_changed", name, copy(new), copy(old)) end
end

local function copyChecked(value)
  local isGood, copied = pcall(copy, value)
  if not isGood then error(copied, 3) end
  return copied
end

local function define(name, options)
  expect(1, name, "string")
  expect(2, options, "table", "nil")
  local definition = {}
  if options then
    definition.description = field(options, "description", "string", "nil")
    definition.type = field(options, "type", "string", "nil")
    definition.default = copyChecked(field(options, "default", "boolean", "number", "string", "table", "nil"))
    if definition.type and not types[definition.type] then
      error(("Unknown type %q. Expected one of boolean, number, string, table."):format(definition.type), 2)
    end
  end
  definitions[name] = definition
  if definition.type and values[name] ~= nil and type(values[name]) ~= definition.type then
    change(name, nil)
  end
end

local function undefine(name)
  expect(1, name, "string")
  definitions[name] = nil
end

local function set(name, value)
  expect(1, name, "string")
  expect(2, value, "boolean", "number", "string", "table")
  local definition = definitions[name]
  if definition and definition.type then expect(2, value, definition.type) end
  change(name, copyChecked(value))
end

local function get(name, default)
  expect(1, name, "string")
  local value = values[name]
  if value ~= nil then return copy(value) end
  if default ~= nil then return default end
  return copy(valueOf(name))
end

local function getDetails(name)
  expect(1, name, "string")
  local definition = definitions[name] or {}
  return {
    description = definition.description,
    type = definition.type,
    default = copy(definition.default),
    value = get(name),
    changed = values[name] ~= nil,
  }
end

local function unset(name)
  expect(1, name, "string")
  change(name, nil)
end

local function clear()
  local names = {}
  for name in pairs(values) do names[#names + 1] = name end
  for _, name in ipairs(names) do change(name, nil) end
end

local function getNames()
  local names = {}
  for name in pairs(definitions) do names[#names + 1] = name end
  for name in pairs(values) do
    if not definitions[name] then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function loadInto(path, store)
  local file = fs.open(path or ".settings", "r")
  if not file then return false end
  local saved = textutils.unserialize(file.readAll() or "")
  file.close()
  if type(saved) ~= "table" then return false end
  for name, value in pairs(saved) do
    local definition = definitions[name]
    local wanted = definition and definition.type
    if type(name) == "string" and types[type(value)] and (not wanted or wanted == type(value)) then
      store(name, value)
    end
  end
  return true
end

local function load(path)
  expect(1, path, "string", "nil")
  return loadInto(path, change)
end

local function save(path)
  expect(1, path, "string", "nil")
  local text = textutils.serialize(values, { allow_repetitions = true })
  local file = fs.open(path or ".settings", "w")
  if not file then return false end
  file.write(text)
  file.close()
  return true
end

local defaults = {
  ["bios.strict_globals"] = { "boolean", false, "Whether assigning a global that a program does not declare is an error." },
  ["edit.autocomplete"] = { "boolean", true, "Whether the editor completes names." },
  ["edit.default_extension"] = { "string", "lua", "The extension of files the editor makes." },
  ["list.show_hidden"] = { "boolean", false, "Whether the list program shows files that begin with a dot." },
  ["lua.autocomplete"] = { "boolean", true, "Whether the Lua prompt completes names." },
  ["lua.function_args"] = { "boolean", true, "Whether the Lua prompt shows the parameters of functions." },
  ["lua.function_source"] = { "boolean", false, "Whether the Lua prompt shows where functions are defined." },
  ["lua.warn_against_use_of_local"] = { "boolean", true, "Whether the Lua prompt warns of locals." },
  ["motd.enable"] = { "boolean", false, "Whether a message is shown at start." },
  ["motd.path"] = { "string", "/rom/motd.txt:/motd.txt", "Where messages are, with colons between." },
  ["paint.default_extension"] = { "string", "nfp", "The extension of files the paint program makes." },
  ["shell.allow_disk_startup"] = { "boolean", true, "Whether startup programs on disks are run." },
  ["shell.allow_startup"] = { "boolean", true, "Whether startup programs are run." },
  ["shell.autocomplete"] = { "boolean", true, "Whether the shell completes names." },
}
for name, default in pairs(defaults) do
  definitions[name] = { type = default[1], default = default[2], description = default[3] }
end

-- What a computer begins with: the host's settings, then its own.
for name, value in (_CC_DEFAULT_SETTINGS or ""):gmatch("([^=,]+)=([^,]*)") do
  if value == "true" then values[name] = true
  elseif value == "false" then values[name] = false
  elseif value == "nil" then values[name] = nil
  else values[name] = tonumber(value) or value end
end
loadInto(nil, function(name, value) values[name] = value end)

return {
  define = define,
  undefine = undefine,
  set = set,
  get = get,
  getDetails = getDetails,
  unset = unset,
  clear = clear,
  getNames = getNames,
  load = load,
  save = save,
}
`;
