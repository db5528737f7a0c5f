-- Arrays of arrays: products of square matrices of floats.
local scale = tonumber((...)) or 1
local size = 120
local rounds = math.max(1, math.floor(34 * scale))

local function fill(seed)
  local matrix = {}
  for i = 1, size do
    local row = {}
    for j = 1, size do
      seed = (seed * 3877 + 29573) % 139968
      row[j] = (seed % 2000) / 1000 - 1
    end
    matrix[i] = row
  end
  return matrix
end

local function transpose(matrix)
  local result = {}
  for i = 1, size do
    local row = {}
    for j = 1, size do
      row[j] = matrix[j][i]
    end
    result[i] = row
  end
  return result
end

local function multiply(a, b)
  local columns, product = transpose(b), {}
  for i = 1, size do
    local row, out = a[i], {}
    for j = 1, size do
      local column, sum = columns[j], 0
      for k = 1, size do
        sum = sum + row[k] * column[k]
      end
      out[j] = sum
    end
    product[i] = out
  end
  return product
end

local started = os.clock()
local trace = 0
for round = 1, rounds do
  local product = multiply(fill(round), fill(round + 1000))
  for i = 1, size do
    trace = trace + product[i][i]
  end
end
local seconds = os.clock() - started

print(string.format("checksum %.6f", trace))
print(string.format("seconds %.6f", seconds))
