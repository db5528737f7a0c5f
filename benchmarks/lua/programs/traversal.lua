-- Traversal: pairs, ipairs and next over lists, records, string-keyed and mixed tables, with fields
-- cleared and assigned on the way. Sums do not depend on the order of keys.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(2200 * scale))

local list, dictionary, mixed = {}, {}, {}
for i = 1, 2000 do
  list[i] = i % 37
  dictionary["key" .. i] = i % 41
  if i % 2 == 0 then
    mixed[i] = i % 43
  else
    mixed["m" .. i] = i % 47
  end
end
local small = { width = 3, height = 4, depth = 5, name = "box" }

local started = os.clock()
local sum = 0
for round = 1, rounds do
  for i, value in ipairs(list) do
    sum = sum + i * value % 7
  end
  for _, value in pairs(list) do
    sum = sum + value
  end
  for key, value in pairs(dictionary) do
    sum = sum + #key + value
  end
  for key, value in pairs(mixed) do
    if type(key) == "number" then
      sum = sum + key
    end
    sum = sum + value
  end
  local key, value = next(dictionary)
  while key do
    sum = sum + value
    key, value = next(dictionary, key)
  end
  for _ = 1, 300 do
    for name, field in pairs(small) do
      if name ~= "name" then
        sum = sum + field
      end
    end
  end
  local doomed = {}
  for i = 1, 300 do
    doomed["d" .. i] = i
  end
  for name, number in pairs(doomed) do
    if number % 2 == 0 then
      doomed[name] = nil
    else
      doomed[name] = number + round
    end
  end
  for _, number in pairs(doomed) do
    sum = sum + number
  end
  sum = sum % 1000003
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
