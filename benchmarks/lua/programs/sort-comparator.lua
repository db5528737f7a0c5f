-- table.sort with a comparator: descending numbers, records by one field and by two, and an index
-- sorted by what it points to.
local scale = tonumber((...)) or 1
local size = 10000
local rounds = math.max(1, math.floor(35 * scale))

local started = os.clock()
local sum, seed = 0, 31
for round = 1, rounds do
  local numbers, people, index = {}, {}, {}
  for i = 1, size do
    seed = (seed * 3877 + 29573) % 139968
    numbers[i] = seed
    people[i] = { name = "n" .. seed % 3000, age = seed % 80, id = i }
    index[i] = i
  end
  table.sort(numbers, function(a, b)
    return a > b
  end)
  table.sort(index, function(a, b)
    local x, y = people[a].age, people[b].age
    if x == y then
      return a < b
    end
    return x < y
  end)
  sum = sum + numbers[round] + index[1] + index[size]
  table.sort(people, function(a, b)
    if a.name ~= b.name then
      return a.name < b.name
    end
    return a.id < b.id
  end)
  sum = (sum + people[1].id + people[size].id * 3) % 1000000007
end
local seconds = os.clock() - started

print(string.format("checksum %.0f", sum))
print(string.format("seconds %.6f", seconds))
