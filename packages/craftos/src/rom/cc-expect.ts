/**
 * The module `cc.expect`: argument checks for programs. Source: tweaked.cc, cc.expect.
 *
 * CC: Tweaked puts the name of the checked function into messages where it finds one; this does not.
 */

/** The file `/rom/modules/main/cc/expect.lua`. */
export const CC_EXPECT = `-- Checks of arguments and fields. See https://tweaked.cc/library/cc.expect.html

local function shownType(value)
  if value ~= value then return "nan" end
  if value == math.huge then return "inf" end
  if value == -math.huge then return "-inf" end
  local meta = getmetatable(value)
  local name = type(meta) == "table" and type(value) ~= "string" and meta.__name
  return type(name) == "string" and name or type(value)
end

local function isOneOf(wanted, ...)
  for i = 1, select("#", ...) do
    if wanted == select(i, ...) then return true end
  end
  return false
end

-- "string", "string or number", "string, number or table"; nil is not named.
local function namesOf(...)
  local names = {}
  for i = 1, select("#", ...) do
    local name = select(i, ...)
    if name ~= "nil" then names[#names + 1] = name end
  end
  if #names == 0 then return "nil" end
  local last = table.remove(names)
  return #names == 0 and last or table.concat(names, ", ") .. " or " .. last
end

local function expect(index, value, ...)
  if isOneOf(type(value), ...) then return value end
  local message = ("bad argument #%d (%s expected, got %s)"):format(index, namesOf(...), shownType(value))
  return error(message, 3)
end

local function field(tbl, index, ...)
  if type(tbl) ~= "table" then
    error(("bad argument #1 (table expected, got %s)"):format(shownType(tbl)), 2)
  end
  local value = tbl[index]
  if isOneOf(type(value), ...) then return value end
  if value == nil then error(("field '%s' missing from table"):format(tostring(index)), 3) end
  local names = namesOf(...)
  return error(("bad field '%s' (%s expected, got %s)"):format(tostring(index), names, shownType(value)), 3)
end

local function range(num, min, max)
  for i, value in ipairs({ num or false, min or 0, max or 0 }) do
    if type(value) ~= "number" then
      local given = ({ num, min, max })[i]
      error(("bad argument #%d (number expected, got %s)"):format(i, shownType(given)), 2)
    end
  end
  min, max = min or -math.huge, max or math.huge
  if min > max then error("min must be less than or equal to max)", 2) end
  if num ~= num or num < min or num > max then
    error(("number outside of range (expected %s to be within %s and %s)"):format(num, min, max), 3)
  end
  return num
end

return setmetatable({ expect = expect, field = field, range = range }, {
  __call = function(_, ...) return expect(...) end,
})
`;
