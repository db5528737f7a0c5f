-- Protected calls that succeed: pcall with arguments and several results, nested, around a method,
-- and xpcall with a handler that is never needed.
local scale = tonumber((...)) or 1
local n = math.floor(4400000 * scale)
local pcall, xpcall = pcall, xpcall

local function divide(a, b)
  return a / b, a % b
end

local box = { value = 0 }
function box:add(by)
  self.value = (self.value + by) % 1009
  return self.value
end

local function nested(a)
  local ok, value = pcall(divide, a, 4)
  return ok and value
end

local function no_arguments()
  return 3
end

local function handler(message)
  return "handled: " .. tostring(message)
end

local started = os.clock()
local sum = 0
for i = 1, n do
  local ok, quotient, rest = pcall(divide, i % 64, 8)
  if ok then
    sum = sum + quotient + rest
  end
  local _, value = pcall(box.add, box, i % 5)
  sum = sum + value
  _, value = pcall(nested, i % 16)
  sum = sum + value
  _, value = xpcall(no_arguments, handler)
  sum = (sum + value) % 1000003
end
local seconds = os.clock() - started

print(string.format("checksum %.4f", sum))
print(string.format("seconds %.6f", seconds))
