-- Float arithmetic with calls and arrays: the largest singular value of the infinite matrix
-- a(i, j) = 1 / ((i + j)(i + j + 1) / 2 + i + 1), cut to a square, by the power method.
local scale = tonumber((...)) or 1
local size = 180
local rounds = math.max(1, math.floor(200 * scale))

local function entry(i, j)
  local diagonal = i + j - 2
  return 1 / (diagonal * (diagonal + 1) * 0.5 + i)
end

local function multiply(vector, result)
  for i = 1, size do
    local sum = 0
    for j = 1, size do
      sum = sum + entry(i, j) * vector[j]
    end
    result[i] = sum
  end
end

local function multiply_transposed(vector, result)
  for i = 1, size do
    local sum = 0
    for j = 1, size do
      sum = sum + entry(j, i) * vector[j]
    end
    result[i] = sum
  end
end

local started = os.clock()
local u, v, between = {}, {}, {}
for i = 1, size do
  u[i] = 1
end
for _ = 1, rounds do
  multiply(u, between)
  multiply_transposed(between, v)
  multiply(v, between)
  multiply_transposed(between, u)
end
local uv, vv = 0, 0
for i = 1, size do
  uv = uv + u[i] * v[i]
  vv = vv + v[i] * v[i]
end
local norm = math.sqrt(uv / vv)
local seconds = os.clock() - started

print(string.format("checksum %.9f", norm))
print(string.format("seconds %.6f", seconds))
