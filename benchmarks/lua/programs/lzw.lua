-- Dictionary compression: LZW there and back; strings grown by one character are looked up as keys.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(880 * scale))

local function compress(text)
  local codes, size = {}, 256
  for i = 0, 255 do
    codes[string.char(i)] = i
  end
  local out, current = {}, ""
  for i = 1, #text do
    local c = text:sub(i, i)
    local longer = current .. c
    if codes[longer] then
      current = longer
    else
      out[#out + 1] = codes[current]
      codes[longer] = size
      size = size + 1
      current = c
    end
  end
  out[#out + 1] = codes[current]
  return out
end

local function expand(codes)
  local entries, size = {}, 256
  for i = 0, 255 do
    entries[i] = string.char(i)
  end
  local previous = entries[codes[1]]
  local out = { previous }
  for i = 2, #codes do
    local entry = entries[codes[i]] or previous .. previous:sub(1, 1)
    out[#out + 1] = entry
    entries[size] = previous .. entry:sub(1, 1)
    size = size + 1
    previous = entry
  end
  return table.concat(out)
end

local words = { "water ", "stone ", "river ", "in ", "the ", "under ", "moss ", "and " }
local parts, seed = {}, 5
for i = 1, 2500 do
  seed = (seed * 3877 + 29573) % 139968
  parts[i] = words[seed % 8 + 1]
end
local text = table.concat(parts)

local started = os.clock()
local sum = 0
for round = 1, rounds do
  local codes = compress(text)
  assert(expand(codes) == text)
  sum = sum + #codes + codes[round % 100 + 100]
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
