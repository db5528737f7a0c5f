-- Coroutines that yield from their own body: pairs of resume and yield that carry a value each way.
-- At scale 1 there are 18 * 10^6 pairs.
local scale = tonumber((...)) or 1
local pairs_count = math.floor(18000000 * scale)
local resume, yield = coroutine.resume, coroutine.yield

local function body(value)
  local sum = 0
  while true do
    sum = (sum + value) % 1000003
    value = yield(sum)
  end
end

local started = os.clock()
local thread = coroutine.create(body)
local ok, last
for i = 1, pairs_count do
  ok, last = resume(thread, i % 17)
end
local seconds = os.clock() - started

print(string.format("checksum %s %d", tostring(ok), last))
print(string.format("seconds %.6f", seconds))
