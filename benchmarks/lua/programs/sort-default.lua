-- table.sort without a comparator: random, sorted, reversed and repetitive numbers, and strings.
local scale = tonumber((...)) or 1
local size = 20000
local rounds = math.max(1, math.floor(53 * scale))

local function check(list)
  for i = 2, #list do
    assert(list[i - 1] <= list[i])
  end
  return list
end

local started = os.clock()
local sum, seed = 0, 77
for round = 1, rounds do
  local random, sorted, reversed, few, strings = {}, {}, {}, {}, {}
  for i = 1, size do
    seed = (seed * 3877 + 29573) % 139968
    random[i] = seed
    sorted[i] = i
    reversed[i] = size - i
    few[i] = seed % 10
    if i <= size / 4 then
      strings[i] = "key " .. seed % 100000
    end
  end
  table.sort(random)
  table.sort(sorted)
  table.sort(reversed)
  table.sort(few)
  table.sort(strings)
  check(random)
  check(strings)
  sum = (sum + random[round] + sorted[round] + reversed[size] + few[size] + #strings[10]) % 1000000007
end
local seconds = os.clock() - started

print(string.format("checksum %.0f", sum))
print(string.format("seconds %.6f", seconds))
