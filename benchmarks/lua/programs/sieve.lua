-- Integer loops over an array of booleans: the sieve of Eratosthenes.
local scale = tonumber((...)) or 1
local limit = 400000
local rounds = math.max(1, math.floor(61 * scale))

local function sieve()
  local composite = {}
  for i = 1, limit do
    composite[i] = false
  end
  local count, sum = 0, 0.0 -- a float everywhere: fengari's integers have 32 bits
  local root = math.floor(math.sqrt(limit))
  for i = 2, limit do
    if not composite[i] then
      count = count + 1
      sum = sum + i
      if i <= root then
        for multiple = i * i, limit, i do
          composite[multiple] = true
        end
      end
    end
  end
  return count, sum
end

local started = os.clock()
local count, sum
for _ = 1, rounds do
  count, sum = sieve()
end
local seconds = os.clock() - started

print(string.format("checksum %d %.0f", count, sum))
print(string.format("seconds %.6f", seconds))
