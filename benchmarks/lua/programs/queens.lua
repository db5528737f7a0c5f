-- Backtracking over arrays of booleans: all ways to place eight queens.
local scale = tonumber((...)) or 1
local size = 8
local rounds = math.max(1, math.floor(1600 * scale))

local function solve()
  local columns, rising, falling, placed = {}, {}, {}, {}
  for i = 1, size do
    columns[i] = true
  end
  for i = 1, 2 * size do
    rising[i], falling[i] = true, true
  end
  local found, sum = 0, 0

  local function place(row)
    if row > size then
      found = found + 1
      for i = 1, size do
        sum = sum + i * placed[i]
      end
      return
    end
    for column = 1, size do
      local up, down = row + column - 1, row - column + size
      if columns[column] and rising[up] and falling[down] then
        columns[column], rising[up], falling[down] = false, false, false
        placed[row] = column
        place(row + 1)
        columns[column], rising[up], falling[down] = true, true, true
      end
    end
  end

  place(1)
  return found, sum
end

local started = os.clock()
local found, sum
for _ = 1, rounds do
  found, sum = solve()
end
local seconds = os.clock() - started

print(string.format("checksum %d %d", found, sum))
print(string.format("seconds %.6f", seconds))
