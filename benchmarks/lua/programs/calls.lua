-- Calls in a loop: local functions, functions in a table field, functions passed as arguments,
-- with zero to four arguments and with one, two and no results.
local scale = tonumber((...)) or 1
local n = math.floor(7200000 * scale)

local function nothing() end

local function one(a)
  return a + 1
end

local function swap(a, b)
  return b, a
end

local function blend(a, b, c, d)
  return a - b + c - d
end

local library = {
  half = function(a)
    return a * 0.5
  end,
  clamp = function(a, low, high)
    if a < low then
      return low
    elseif a > high then
      return high
    end
    return a
  end,
}

local function apply(f, a)
  return f(a)
end

local function run()
  local x, y = 0, 1
  for i = 1, n do
    nothing()
    x = one(x)
    x, y = swap(x, y)
    x = blend(x, i, y, 1) % 1009
    y = library.clamp(y, 0, 997)
    y = apply(one, y)
    x = x + library.half(4)
  end
  return x, y
end

local started = os.clock()
local x, y = run()
local seconds = os.clock() - started

print(string.format("checksum %.0f %.0f", x, y))
print(string.format("seconds %.6f", seconds))
