-- Generic loops: `for ... in` over iterators written in Lua, stateless ones, ones that are closures,
-- and ones that wrap another iterator.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(100 * scale))

local function step_up(limit, current)
  if current < limit then
    return current + 1, current * 2
  end
end

local function up_to(limit)
  return step_up, limit, 0
end

local function range(first, last, step)
  local next_value = first - step
  return function()
    next_value = next_value + step
    if next_value <= last then
      return next_value
    end
  end
end

local function pairs_of(list)
  local position = -1
  return function()
    position = position + 2
    local a = list[position]
    if a ~= nil then
      return a, list[position + 1]
    end
  end
end

local function filtered(divisor, iterate, state, control)
  return function()
    local value
    repeat
      value = iterate(state, control)
      control = value
    until value == nil or value % divisor == 0
    return value
  end
end

local list = {}
for i = 1, 40000 do
  list[i] = (i * 7919) % 104729
end

local started = os.clock()
local sum = 0.0 -- a float everywhere: fengari's integers have 32 bits
for _ = 1, rounds do
  for i, doubled in up_to(100000) do
    sum = sum + doubled - i
  end
  for value in range(1, 150000, 2) do
    sum = sum + value
  end
  for a, b in pairs_of(list) do
    sum = sum + a - b
  end
  for value in filtered(3, range(1, 60000, 1)) do
    sum = sum + value
  end
  for value in filtered(7, up_to(60000)) do
    sum = sum + value
  end
  sum = sum % 1000000007
end
local seconds = os.clock() - started

print(string.format("checksum %.0f", sum))
print(string.format("seconds %.6f", seconds))
