-- Closures: made in loops with fresh variables, sharing upvalues, composed, and passed to map and fold.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(23000 * scale))

local function counter()
  local count = 0
  return function(by)
    count = count + by
    return count
  end, function()
    return count
  end
end

local function compose(f, g)
  return function(x)
    return f(g(x))
  end
end

local function map(list, f)
  local result = {}
  for i = 1, #list do
    result[i] = f(list[i])
  end
  return result
end

local function fold(list, initial, f)
  local value = initial
  for i = 1, #list do
    value = f(value, list[i])
  end
  return value
end

local function add(a, b)
  return a + b
end

local numbers = {}
for i = 1, 300 do
  numbers[i] = i
end

local started = os.clock()
local total = 0
for round = 1, rounds do
  local adders = {}
  for i = 1, 60 do
    local offset = i * round % 13
    adders[i] = function(x)
      return x + offset
    end
  end
  local chain = compose(adders[1], compose(adders[20], adders[60]))
  local shifted = map(numbers, function(x)
    return chain(x) % 97
  end)
  total = total + fold(shifted, 0, add)
  local bump, read = counter()
  for i = 1, 200 do
    bump(i % 3)
  end
  total = (total + read()) % 1000003
end
local seconds = os.clock() - started

print(string.format("checksum %d", total))
print(string.format("seconds %.6f", seconds))
