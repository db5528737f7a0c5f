-- Coroutines that yield three Lua calls below their body: all frames are left and entered again.
-- At scale 1 there are 10^7 pairs of resume and yield.
local scale = tonumber((...)) or 1
local pairs_count = math.floor(10000000 * scale)
local resume, yield = coroutine.resume, coroutine.yield

local function inner(value)
  local answer = yield(value + 1)
  return answer
end

local function middle(value)
  local answer = inner(value * 2 % 1009)
  return answer + 1
end

local function outer(value)
  local answer = middle(value + 3)
  return answer - 1
end

local function body(value)
  while true do
    value = outer(value)
  end
end

local started = os.clock()
local thread = coroutine.create(body)
local ok, last, sum = true, 0, 0
for i = 1, pairs_count do
  ok, last = resume(thread, i % 17)
  sum = sum + last
end
local seconds = os.clock() - started

print(string.format("checksum %s %d", tostring(ok), sum))
print(string.format("seconds %.6f", seconds))
