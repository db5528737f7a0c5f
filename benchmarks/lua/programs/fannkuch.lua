-- Small integer arrays: every permutation of 1..n, each reversed from the front until 1 comes first
-- (pancake flips). Reports the most flips and an alternating sum.
local scale = tonumber((...)) or 1
local n = 8
local rounds = math.max(1, math.floor(37 * scale))

local function flips_of(order, scratch)
  for i = 1, n do
    scratch[i] = order[i]
  end
  local flips, first = 0, scratch[1]
  while first ~= 1 do
    local low, high = 1, first
    while low < high do
      scratch[low], scratch[high] = scratch[high], scratch[low]
      low, high = low + 1, high - 1
    end
    flips = flips + 1
    first = scratch[1]
  end
  return flips
end

-- Permutations in Heap's order: each differs from the one before by one swap.
local function search()
  local order, counter, scratch = {}, {}, {}
  for i = 1, n do
    order[i], counter[i] = i, 1
  end
  local most, sum, sign = 0, 0, 1
  local level = 1
  while level <= n do
    if level == 1 then
      local flips = flips_of(order, scratch)
      if flips > most then
        most = flips
      end
      sum = sum + sign * flips
      sign = -sign
      level = 2
    elseif counter[level] < level then
      local other = 1
      if level % 2 == 0 then
        other = counter[level]
      end
      order[other], order[level] = order[level], order[other]
      counter[level] = counter[level] + 1
      level = 1
    else
      counter[level] = 1
      level = level + 1
    end
  end
  return most, sum
end

local started = os.clock()
local most, sum
for _ = 1, rounds do
  most, sum = search()
end
local seconds = os.clock() - started

print(string.format("checksum %d %d", most, sum))
print(string.format("seconds %.6f", seconds))
