-- Metamethods: vectors with operators (__add, __mul, __unm, __eq, __lt, __len, __call, __concat),
-- an __index function with defaults, a __newindex that counts.
local scale = tonumber((...)) or 1
local n = math.floor(940000 * scale)

local meta = {}
local function vector(x, y)
  return setmetatable({ x = x, y = y }, meta)
end
meta.__add = function(a, b)
  return vector(a.x + b.x, a.y + b.y)
end
meta.__mul = function(a, b)
  if type(b) == "number" then
    return vector(a.x * b, a.y * b)
  end
  return a.x * b.x + a.y * b.y
end
meta.__unm = function(a)
  return vector(-a.x, -a.y)
end
meta.__eq = function(a, b)
  return a.x == b.x and a.y == b.y
end
meta.__lt = function(a, b)
  return a.x < b.x
end
meta.__call = function(a, key)
  return a[key]
end
meta.__concat = function(a, b)
  return a.x .. b
end

local writes = 0
local store = {}
local guarded = setmetatable({}, {
  __index = function(_, key)
    return store[key] or 7
  end,
  __newindex = function(_, key, value)
    writes = writes + 1
    store[key] = value
  end,
})

local started = os.clock()
local sum, equal, less, length = vector(0, 0), 0, 0, 0
for i = 1, n do
  local a = vector(i % 10, i % 4)
  local b = -a * 2
  sum = sum + a + b
  if a == vector(i % 5, i % 4) then
    equal = equal + 1
  end
  if b < a then
    less = less + 1
  end
  length = length + a * b + a("x")
  guarded[i % 50] = i % 3
  length = length + guarded[i % 77]
  if i % 16 == 0 then
    length = length + #(a .. "!")
  end
end
local seconds = os.clock() - started

print(string.format("checksum %d %d %d %d %d", sum.x + sum.y, equal, less, length, writes))
print(string.format("seconds %.6f", seconds))
