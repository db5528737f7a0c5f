-- Numeric loops: nested `for` with constant, negative and fractional steps, `while` and `repeat`,
-- with nothing but local arithmetic inside.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(110 * scale))

local function triangle(size)
  local sum = 0.0
  for i = 1, size do
    for j = i, size do
      sum = sum + (j - i)
    end
  end
  return sum
end

local function countdown(from)
  local sum = 0.0
  for i = from, 1, -3 do
    sum = sum + i
  end
  return sum
end

local function fractions(limit)
  local count, last = 0, 0
  for x = 0, limit, 0.25 do
    count = count + 1
    last = x
  end
  return count + last
end

local function while_loop(limit)
  local a, b, steps = 0, limit, 0
  while a < b do
    a = a + 2
    b = b - 1
    steps = steps + 1
  end
  return steps + a
end

local function repeat_loop(start)
  local x, steps = start, 0
  repeat
    if x % 2 == 0 then
      x = x - 2
    else
      x = x - 1
    end
    steps = steps + 1
    local done = x <= 0
  until done
  return steps
end

local started = os.clock()
local sum = 0.0 -- a float everywhere: fengari's integers have 32 bits
for round = 1, rounds do
  sum = sum + triangle(900 + round % 5)
  sum = sum + countdown(300000)
  sum = sum + fractions(50000)
  sum = sum + while_loop(600000)
  sum = sum + repeat_loop(400001)
  sum = sum % 1000000007
end
local seconds = os.clock() - started

print(string.format("checksum %.0f", sum))
print(string.format("seconds %.6f", seconds))
