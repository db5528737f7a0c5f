-- Bit operations by arithmetic: CRC-32 of a byte array, with exclusive-or looked up a byte at a time.
-- Lua 5.1 has no bit operators, so programs that run everywhere do it like this.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(220 * scale))
local floor = math.floor

local xor_byte = {}
for a = 0, 255 do
  for b = 0, 255 do
    local result, bit, x, y = 0, 1, a, b
    for _ = 1, 8 do
      local p, q = x % 2, y % 2
      if p ~= q then
        result = result + bit
      end
      x, y, bit = floor(x / 2), floor(y / 2), bit * 2
    end
    xor_byte[a * 256 + b] = result
  end
end

local function xor32(a, b)
  local a0, b0 = a % 256, b % 256
  a, b = (a - a0) / 256, (b - b0) / 256
  local a1, b1 = a % 256, b % 256
  a, b = (a - a1) / 256, (b - b1) / 256
  local a2, b2 = a % 256, b % 256
  local a3, b3 = (a - a2) / 256, (b - b2) / 256
  -- Floats everywhere, so that no integer type gets in the way.
  return xor_byte[a0 * 256 + b0]
    + xor_byte[a1 * 256 + b1] * 256.0
    + xor_byte[a2 * 256 + b2] * 65536.0
    + xor_byte[a3 * 256 + b3] * 16777216.0
end

local steps = {}
for i = 0, 255 do
  local value = i
  for _ = 1, 8 do
    if value % 2 == 1 then
      value = xor32((value - 1) / 2, 3988292384)
    else
      value = value / 2
    end
  end
  steps[i] = value
end

local function crc32(bytes)
  local crc = 4294967295
  for i = 1, #bytes do
    local low = crc % 256
    crc = xor32(steps[xor_byte[low * 256 + bytes[i]]], (crc - low) / 256)
  end
  return 4294967295 - crc
end

local check = crc32({ 49, 50, 51, 52, 53, 54, 55, 56, 57 })
local data, seed = {}, 42
for i = 1, 30000 do
  seed = (seed * 3877 + 29573) % 139968
  data[i] = seed % 256
end

local started = os.clock()
local sum = 0.0
for round = 1, rounds do
  data[round % 30000 + 1] = round % 256
  sum = (sum + crc32(data)) % 4294967296
end
local seconds = os.clock() - started

print(string.format("checksum %.0f %.0f", check, sum))
print(string.format("seconds %.6f", seconds))
