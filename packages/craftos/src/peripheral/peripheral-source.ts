/**
 * `peripheral`: what is attached to a computer, which is nothing. Source: tweaked.cc, peripheral.
 */

/** The file `/rom/apis/peripheral.lua`. */
export const PERIPHERAL_API = `-- What is attached: nothing. See https://tweaked.cc/module/peripheral.html

local expect = require("cc.expect").expect

-- Wrapped peripherals have this kind of metatable; no program can have got one.
local function expectPeripheral(value)
  if type(value) == "table" then error("bad argument #1 (table is not a peripheral)", 3) end
end

local function getNames() return {} end

local function isPresent(name)
  expect(1, name, "string")
  return false
end

local function getType(peripheral)
  expect(1, peripheral, "string", "table")
  expectPeripheral(peripheral)
  return nil
end

local function hasType(peripheral, peripheral_type)
  expect(1, peripheral, "string", "table")
  expect(2, peripheral_type, "string")
  expectPeripheral(peripheral)
  return nil
end

local function getMethods(name)
  expect(1, name, "string")
  return nil
end

local function getName(peripheral)
  expect(1, peripheral, "table")
  expectPeripheral(peripheral)
end

local function call(name, method)
  expect(1, name, "string")
  expect(2, method, "string")
  return nil
end

local function wrap(name)
  expect(1, name, "string")
  return nil
end

local function find(ty, filter)
  expect(1, ty, "string")
  expect(2, filter, "function", "nil")
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
