-- Lua patterns: gmatch with captures, gsub with strings, tables and functions, find with anchors,
-- classes, sets, %b and %f, over a log that the program writes itself.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(360 * scale))

local lines, seed = {}, 99
for i = 1, 300 do
  seed = (seed * 3877 + 29573) % 139968
  lines[i] = string.format(
    "2024-%02d-%02d  user%d   GET /item/%d?size=%d (fetch (id %d)) took=%dms  status: %d",
    i % 12 + 1, i % 28 + 1, seed % 50, seed % 1000, seed % 9, i, seed % 400, 200 + seed % 3 * 100
  )
end
local log = table.concat(lines, "\n")
local names = { GET = "get", status = "state", took = "time" }

local started = os.clock()
local sum = 0
for _ = 1, rounds do
  for year, month, day in log:gmatch("(%d+)-(%d+)-(%d+)") do
    sum = sum + year + month * day
  end
  for key, value in log:gmatch("(%w+)=(%w+)") do
    sum = sum + #key + #value
  end
  local text, changed = log:gsub("user(%d+)", "<%1>")
  sum = sum + #text + changed
  text, changed = log:gsub("%a+", names)
  sum = sum + #text + changed
  text, changed = log:gsub("%d+ms", function(time)
    return "[" .. time .. "]"
  end)
  sum = sum + #text + changed
  for i = 1, #lines do
    local line = lines[i]
    local first, last = line:find("%b()")
    sum = sum + last - first
    sum = sum + (line:find("status: 400", 1, true) or 0)
    if line:find("^2024%-0[1-6]") then
      sum = sum + 1
    end
    sum = sum + #line:match("^%s*(.-)%s*$") + (line:find("%f[%a]GET%f[%A]") or 0)
    sum = sum + (line:match("took=(%d+)ms%s+status") or 0)
  end
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
