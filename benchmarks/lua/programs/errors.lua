-- Caught errors, 3.2 * 10^6 at scale 1: a quarter each of error with a text (which gets a position), with a
-- table, an operation on nil, and one that passes through three frames and an inner pcall.
local scale = tonumber((...)) or 1
local n = math.floor(810000 * scale)
local pcall, error, type = pcall, error, type

local function with_text(i)
  error("bad value " .. i % 10)
end

local function with_table(i)
  error({ code = i % 7 })
end

local function on_nil(i)
  local missing
  return missing.field + i
end

local function deep(level, i)
  if level == 0 then
    error("deep", 0)
  end
  return deep(level - 1, i) + 1
end

local function rethrow(i)
  local ok, message = pcall(deep, 3, i)
  if not ok then
    return message
  end
end

local started = os.clock()
local texts, codes, nils, rethrown = 0, 0, 0, 0
for i = 1, n do
  local ok, message = pcall(with_text, i)
  if not ok and message:sub(-11, -2) == "bad value " then
    texts = texts + message:byte(-1)
  end
  local _, value = pcall(with_table, i)
  codes = codes + value.code
  local fine, problem = pcall(on_nil, i)
  if not fine and type(problem) == "string" then
    nils = nils + 1
  end
  local _, deepest = pcall(rethrow, i)
  if deepest == "deep" then
    rethrown = rethrown + 1
  end
end
local seconds = os.clock() - started

print(string.format("checksum %d %d %d %d", texts, codes, nils, rethrown))
print(string.format("seconds %.6f", seconds))
