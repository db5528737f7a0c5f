-- Building strings by `..` in a loop: short pieces appended one at a time, pieces put in front,
-- chains of several operands, and numbers among them. Each result is read afterwards.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(540 * scale))

local function append(count)
  local text = ""
  for i = 1, count do
    text = text .. "line " .. i .. ";"
  end
  return text
end

local function prepend(count)
  local text = "end"
  for i = 1, count do
    text = (i % 10) .. text
  end
  return text
end

local function join(a, b, c)
  return a .. "/" .. b .. "/" .. c .. "." .. "txt"
end

local started = os.clock()
local sum = 0
for round = 1, rounds do
  local text = append(900)
  sum = sum + #text + text:byte(#text - round % 100) + text:byte(round)
  local front = prepend(700)
  sum = sum + #front + front:byte(round % 700 + 1)
  for i = 1, 3000 do
    local path = join("home", i, "file" .. round)
    sum = sum + #path + path:byte(6)
  end
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
