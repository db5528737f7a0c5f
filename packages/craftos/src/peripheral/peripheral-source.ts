/**
 * `peripheral`: what is attached to a computer, and what is on its cables. Source: tweaked.cc, peripheral.
 */

/** The file `/rom/apis/peripheral.lua`; its chunk is given the natives. */
export const PERIPHERAL_API = `-- What is attached. See https://tweaked.cc/module/peripheral.html

local expect = require("cc.expect").expect
local natives = ...

-- The wired modem on whose cable something is.
local function hubOf(name)
  for _, hub in ipairs(natives.getNames()) do
    if natives.hasType(hub, "peripheral_hub") and natives.call(hub, "isPresentRemote", name) then
      return hub
    end
  end
end

-- Asks for something of a peripheral: of the computer's own, or over a cable.
local function ask(what, name, ...)
  if natives.isPresent(name) then return natives[what](name, ...) end
  local hub = hubOf(name)
  if hub then return natives.call(hub, what .. "Remote", name, ...) end
  return nil
end

local function wrapped(value)
  local meta = getmetatable(value)
  if type(meta) ~= "table" or meta.__name ~= "peripheral" or type(meta.name) ~= "string" then
    error("bad argument #1 (table is not a peripheral)", 3)
  end
  return meta
end

local function getNames()
  local names, seen = {}, {}
  local function add(name)
    if not seen[name] then
      seen[name] = true
      names[#names + 1] = name
    end
  end
  for _, name in ipairs(natives.getNames()) do
    add(name)
    if natives.hasType(name, "peripheral_hub") then
      for _, remote in ipairs(natives.call(name, "getNamesRemote")) do add(remote) end
    end
  end
  return names
end

local function isPresent(name)
  expect(1, name, "string")
  return natives.isPresent(name) or hubOf(name) ~= nil
end

local function getType(peripheral)
  expect(1, peripheral, "string", "table")
  if type(peripheral) == "table" then return table.unpack(wrapped(peripheral).types) end
  return ask("getType", peripheral)
end

local function hasType(peripheral, peripheral_type)
  expect(1, peripheral, "string", "table")
  expect(2, peripheral_type, "string")
  if type(peripheral) == "string" then return ask("hasType", peripheral, peripheral_type) end
  for _, ty in ipairs(wrapped(peripheral).types) do
    if ty == peripheral_type then return true end
  end
  return false
end

local function getMethods(name)
  expect(1, name, "string")
  return ask("getMethods", name)
end

local function getName(peripheral)
  expect(1, peripheral, "table")
  return wrapped(peripheral).name
end

local function call(name, method, ...)
  expect(1, name, "string")
  expect(2, method, "string")
  return ask("call", name, method, ...)
end

local function wrap(name)
  expect(1, name, "string")
  local methods = getMethods(name)
  if not methods then return nil end
  local types = { getType(name) }
  local result = setmetatable({}, { __name = "peripheral", name = name, type = types[1], types = types })
  for _, method in ipairs(methods) do
    result[method] = natives.bind(name, method)
      or function(...) return ask("call", name, method, ...) end
  end
  return result
end

local function find(ty, filter)
  expect(1, ty, "string")
  expect(2, filter, "function", "nil")
  local found = {}
  for _, name in ipairs(getNames()) do
    if hasType(name, ty) then
      local peripheral = wrap(name)
      if not filter or filter(name, peripheral) then found[#found + 1] = peripheral end
    end
  end
  return table.unpack(found)
end

return {
  call = call,
  find = find,
  getMethods = getMethods,
  getName = getName,
  getNames = getNames,
  getType = getType,
  hasType = hasType,
  isPresent = isPresent,
  wrap = wrap,
}
`;
