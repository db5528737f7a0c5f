-- Integer arithmetic: the longest Collatz chain that starts below a limit.
local scale = tonumber((...)) or 1
local limit = math.floor(440000 * scale)

local function chain_length(n)
  local steps = 1
  while n ~= 1 do
    if n % 2 == 0 then
      n = n / 2
    else
      n = 3 * n + 1
    end
    steps = steps + 1
  end
  return steps
end

local started = os.clock()
local best, longest, total = 0, 0, 0
for n = 1, limit do
  local steps = chain_length(n)
  total = total + steps
  if steps > longest then
    best, longest = n, steps
  end
end
local seconds = os.clock() - started

print(string.format("checksum %d %d %d", best, longest, total))
print(string.format("seconds %.6f", seconds))
