-- Rows of integers read in all eight directions: Conway's game of life on a torus.
local scale = tonumber((...)) or 1
local width, height = 96, 64
local generations = math.max(1, math.floor(1700 * scale))

local function random_grid(seed)
  local grid = {}
  for y = 1, height do
    local row = {}
    for x = 1, width do
      seed = (seed * 3877 + 29573) % 139968
      row[x] = seed % 3 == 0 and 1 or 0
    end
    grid[y] = row
  end
  return grid
end

local function step(grid)
  local result = {}
  for y = 1, height do
    local above = grid[y == 1 and height or y - 1]
    local here = grid[y]
    local below = grid[y == height and 1 or y + 1]
    local row = {}
    for x = 1, width do
      local left = x == 1 and width or x - 1
      local right = x == width and 1 or x + 1
      local near = above[left] + above[x] + above[right] + here[left] + here[right]
        + below[left] + below[x] + below[right]
      if near == 3 or (near == 2 and here[x] == 1) then
        row[x] = 1
      else
        row[x] = 0
      end
    end
    result[y] = row
  end
  return result
end

local started = os.clock()
local grid, alive = random_grid(7), 0
for _ = 1, generations do
  grid = step(grid)
end
for y = 1, height do
  for x = 1, width do
    alive = alive + grid[y][x] * (x + y * 100)
  end
end
local seconds = os.clock() - started

print(string.format("checksum %d", alive))
print(string.format("seconds %.6f", seconds))
