-- Deep recursion: call stacks of ten thousand frames grown and unwound again and again,
-- plus the Ackermann function, whose stack goes up and down irregularly.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(2700 * scale))

local function sum_to(n)
  if n == 0 then
    return 0
  end
  return n + sum_to(n - 1)
end

local is_odd
local function is_even(n)
  if n == 0 then
    return true
  end
  local result = is_odd(n - 1)
  return result
end

function is_odd(n)
  if n == 0 then
    return false
  end
  local result = is_even(n - 1)
  return result
end

local function ackermann(m, n)
  if m == 0 then
    return n + 1
  elseif n == 0 then
    return ackermann(m - 1, 1)
  end
  return ackermann(m - 1, (ackermann(m, n - 1)))
end

local started = os.clock()
local total, evens = 0.0, 0 -- a float everywhere: fengari's integers have 32 bits
for round = 1, rounds do
  total = total + sum_to(10000 - round % 7)
  if is_even(7000 + round % 100) then
    evens = evens + 1
  end
  total = total + ackermann(2, 40 + round % 3)
end
local seconds = os.clock() - started

print(string.format("checksum %.0f %d", total, evens))
print(string.format("seconds %.6f", seconds))
