-- Varargs: select, {...}, passing them on, unpack, and functions that return several values.
local scale = tonumber((...)) or 1
local n = math.floor(1700000 * scale)
local unpack = table.unpack or unpack
local select = select

local function count(...)
  return select("#", ...)
end

local function sum(...)
  local total = 0
  for i = 1, select("#", ...) do
    total = total + (select(i, ...))
  end
  return total
end

local function gather(...)
  local list = { ... }
  return #list, list[1], list[#list]
end

local function forward(f, ...)
  return f(...)
end

local function drop_first(_, ...)
  return ...
end

local function maximum(first, ...)
  local best = first
  for i = 1, select("#", ...) do
    local value = (select(i, ...))
    if value > best then
      best = value
    end
  end
  return best
end

local started = os.clock()
local total = 0
local five = { 5, 4, 3, 2, 1 }
for i = 1, n do
  total = total + count(i, nil, nil) + count()
  total = total + sum(i % 7, 2, 3, 4)
  local size, first, last = gather(i % 5, 2, drop_first(1, 2, 3))
  total = total + size + first + last
  total = total + forward(maximum, i % 11, 6, i % 3)
  five[i % 5 + 1] = i % 9
  total = total + sum(unpack(five))
  total = total % 1000003
end
local seconds = os.clock() - started

print(string.format("checksum %d", total))
print(string.format("seconds %.6f", seconds))
