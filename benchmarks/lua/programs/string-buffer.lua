-- Building strings through a table: pieces collected, joined by table.concat with and without
-- separators and ranges, and string.rep, reverse, upper and lower on the result.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(1400 * scale))

local started = os.clock()
local sum = 0
for round = 1, rounds do
  local rows = {}
  for y = 1, 60 do
    local cells = {}
    for x = 1, 60 do
      cells[#cells + 1] = (x * y + round) % 1000
    end
    rows[#rows + 1] = table.concat(cells, ",")
  end
  local page = table.concat(rows, "\n")
  local middle = table.concat(rows, "", 10, 20)
  local loud = page:sub(1, 400):rep(3):upper():reverse():lower()
  sum = sum + #page + #middle + #loud + page:byte(-1) + loud:byte(round % 1000 + 1)
  local letters = {}
  for i = 1, 4000 do
    letters[i] = "abcdefghij"
  end
  sum = sum + #table.concat(letters) + #table.concat(letters, ", ")
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
