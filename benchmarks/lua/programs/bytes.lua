-- Byte and character work: base64 there and back, a rotating cipher, run lengths, and reversal of
-- words, with string.byte, string.char and string.sub.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(1500 * scale))
local byte, char, sub, floor, concat = string.byte, string.char, string.sub, math.floor, table.concat

local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local value_of = {}
for i = 1, 64 do
  value_of[byte(alphabet, i)] = i - 1
end

local function encode(data)
  local out = {}
  for i = 1, #data, 3 do
    local a, b, c = byte(data, i, i + 2)
    local word = a * 65536 + b * 256 + c
    local p, q = floor(word / 262144), floor(word / 4096) % 64
    local r, s = floor(word / 64) % 64, word % 64
    out[#out + 1] = sub(alphabet, p + 1, p + 1) .. sub(alphabet, q + 1, q + 1)
      .. sub(alphabet, r + 1, r + 1) .. sub(alphabet, s + 1, s + 1)
  end
  return concat(out)
end

local function decode(text)
  local out = {}
  for i = 1, #text, 4 do
    local a, b, c, d = byte(text, i, i + 3)
    local word = value_of[a] * 262144 + value_of[b] * 4096 + value_of[c] * 64 + value_of[d]
    out[#out + 1] = char(floor(word / 65536), floor(word / 256) % 256, word % 256)
  end
  return concat(out)
end

local function rotate(data, by)
  local out = {}
  for i = 1, #data do
    out[i] = char((byte(data, i) + by) % 256)
  end
  return concat(out)
end

local function runs(data)
  local count, last = 0, nil
  for i = 1, #data do
    local c = sub(data, i, i)
    if c ~= last then
      count = count + 1
      last = c
    end
  end
  return count
end

local pieces, seed = {}, 11
for i = 1, 2400 do
  seed = (seed * 3877 + 29573) % 139968
  pieces[i] = char(seed % 5 == 0 and 32 or seed % 256)
end
local data = concat(pieces)

local started = os.clock()
local sum = 0
for round = 1, rounds do
  local shifted = rotate(data, round)
  local text = encode(shifted)
  assert(decode(text) == shifted)
  sum = (sum + runs(shifted) + byte(text, round % #text + 1) * round) % 1000003
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
