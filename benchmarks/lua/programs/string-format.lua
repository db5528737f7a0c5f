-- string.format with the common conversions, tostring and tonumber, and what they yield summed up.
local scale = tonumber((...)) or 1
local n = math.floor(320000 * scale)
local format = string.format

local function digest(sum, text)
  return (sum * 31 + #text * 7 + text:byte(1) + text:byte(-1)) % 1000003
end

local started = os.clock()
local sum = 0
for i = 1, n do
  sum = digest(sum, format("%d items in %s", i, "stock"))
  sum = digest(sum, format("%5d|%-6d|%06d", i % 1000, i, i % 77))
  sum = digest(sum, format("%x %X %o", i, i * 3, i % 512))
  sum = digest(sum, format("%.3f %8.2f", i / 7, i / 3))
  sum = digest(sum, format("%.14g %+d", i / 1000, -i))
  sum = digest(sum, format("%-8s|%8s|%.3s", "left", "right", "shorten"))
  sum = digest(sum, format("%q%c%%", 'say "hi"', 65 + i % 26))
  sum = digest(sum, tostring(i) .. tostring(i % 2 == 0))
  sum = (sum + tonumber("0x1F") + tonumber(" " .. i .. " ") % 7 + tonumber("1e2")) % 1000003
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
