-- Coroutines made by the thousand: generators behind coroutine.wrap in `for` loops, a tree walked
-- recursively inside one, and a pipeline of three.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(38000 * scale))
local wrap, yield = coroutine.wrap, coroutine.yield

local function range(last)
  return wrap(function()
    for i = 1, last do
      yield(i)
    end
  end)
end

local function walk(node)
  if node then
    walk(node.left)
    yield(node.key)
    walk(node.right)
  end
end

local function build(low, high)
  if low > high then
    return nil
  end
  local middle = math.floor((low + high) / 2)
  return { key = middle, left = build(low, middle - 1), right = build(middle + 1, high) }
end

local function filter(source, divisor)
  return wrap(function()
    for value in source do
      if value % divisor ~= 0 then
        yield(value)
      end
    end
  end)
end

local tree = build(1, 127)

local started = os.clock()
local sum = 0
for _ = 1, rounds do
  for value in range(40) do
    sum = sum + value
  end
  for key in wrap(function() walk(tree) end) do
    sum = sum + key
  end
  for value in filter(filter(range(100), 2), 3) do
    sum = sum + value
  end
  for i = 1, 20 do
    sum = sum + wrap(function(a) return a * 2 end)(i)
  end
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
