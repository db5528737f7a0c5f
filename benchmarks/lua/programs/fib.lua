-- Calls: the naive Fibonacci recursion on a local function, fib(32) each round.
-- Measures the cost of a call and a return, and little else.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(8 * scale))

local function fib(n)
  if n < 2 then
    return n
  end
  return fib(n - 1) + fib(n - 2)
end

local started = os.clock()
local sum = 0
for _ = 1, rounds do
  sum = sum + fib(32)
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
