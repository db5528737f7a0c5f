-- Float arithmetic on locals: how many points of a grid escape the Mandelbrot iteration, and when.
local scale = tonumber((...)) or 1
local rows = math.max(1, math.floor(1700 * scale))
local columns, limit = 900, 100

local function escape_time(cr, ci)
  local zr, zi = 0, 0
  for i = 1, limit do
    local rr, ii = zr * zr, zi * zi
    if rr + ii > 4 then
      return i
    end
    zi = 2 * zr * zi + ci
    zr = rr - ii + cr
  end
  return 0
end

local started = os.clock()
local inside, sum = 0, 0
for row = 0, rows - 1 do
  local ci = (row / rows) * 2.4 - 1.2
  for column = 0, columns - 1 do
    local time = escape_time((column / columns) * 3 - 2.1, ci)
    if time == 0 then
      inside = inside + 1
    end
    sum = sum + time
  end
end
local seconds = os.clock() - started

print(string.format("checksum %d %d", inside, sum))
print(string.format("seconds %.6f", seconds))
