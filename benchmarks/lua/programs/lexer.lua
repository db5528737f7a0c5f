-- Scanning text by hand: a lexer that walks a program's source character by character with byte and sub,
-- collects tokens into records and counts the keywords.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(570 * scale))
local byte, sub = string.byte, string.sub

local keywords = {}
for word in ("local function return if then else end while do for in nil true false and or not"):gmatch("%a+") do
  keywords[word] = true
end

local function is_letter(c)
  return (c >= 97 and c <= 122) or (c >= 65 and c <= 90) or c == 95
end

local function is_digit(c)
  return c >= 48 and c <= 57
end

local function scan(source)
  local tokens, position, length, line = {}, 1, #source, 1
  while position <= length do
    local c = byte(source, position)
    local start = position
    if c == 10 then
      line = line + 1
      position = position + 1
    elseif c == 32 then
      position = position + 1
    elseif is_letter(c) then
      repeat
        position = position + 1
        c = byte(source, position)
      until not c or not (is_letter(c) or is_digit(c))
      local word = sub(source, start, position - 1)
      tokens[#tokens + 1] = { kind = keywords[word] and "keyword" or "name", text = word, line = line }
    elseif is_digit(c) then
      repeat
        position = position + 1
        c = byte(source, position)
      until not c or not (is_digit(c) or c == 46)
      tokens[#tokens + 1] = { kind = "number", text = tonumber(sub(source, start, position - 1)), line = line }
    elseif c == 34 then
      repeat
        position = position + 1
      until byte(source, position) == 34
      position = position + 1
      tokens[#tokens + 1] = { kind = "string", text = sub(source, start + 1, position - 2), line = line }
    else
      position = position + 1
      tokens[#tokens + 1] = { kind = "symbol", text = sub(source, start, start), line = line }
    end
  end
  return tokens, line
end

local parts = {}
for i = 1, 120 do
  parts[i] = "local function item" .. i .. "(value_" .. i % 7 .. ")\n  if value == nil then return \"none "
    .. i .. "\" end\n  for k = 1, " .. i * 3 .. ".5 do total = total + k * " .. i .. " end\nend"
end
local source = table.concat(parts, "\n")

local started = os.clock()
local kinds, total, lines = {}, 0, 0
for _ = 1, rounds do
  local tokens, last = scan(source)
  lines = lines + last
  for i = 1, #tokens do
    local token = tokens[i]
    kinds[token.kind] = (kinds[token.kind] or 0) + 1
    if token.kind == "number" then
      total = total + token.text
    end
  end
end
local seconds = os.clock() - started

print(string.format("checksum %d %d %d %.1f", lines, kinds.keyword, kinds.symbol, total))
print(string.format("seconds %.6f", seconds))
