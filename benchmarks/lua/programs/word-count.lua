-- String keys made at run time: words put together from syllables are counted, grouped and ranked.
local scale = tonumber((...)) or 1
local words = math.floor(11000000 * scale)

local syllables = { "ka", "lo", "mi", "ren", "tu", "sha", "vo", "del", "pi", "nox", "er", "ba" }
local started = os.clock()

local seed = 2024
local counts, distinct = {}, 0
for _ = 1, words do
  seed = (seed * 3877 + 29573) % 139968
  local first = syllables[seed % 12 + 1]
  local second = syllables[(seed - seed % 12) / 12 % 12 + 1]
  local word = first .. second
  if seed % 3 == 0 then
    word = word .. syllables[seed % 7 + 1]
  end
  local count = counts[word]
  if count then
    counts[word] = count + 1
  else
    counts[word] = 1
    distinct = distinct + 1
  end
end

local ranked, by_initial = {}, {}
for word, count in pairs(counts) do
  ranked[#ranked + 1] = { word = word, count = count }
  local initial = word:sub(1, 1)
  by_initial[initial] = (by_initial[initial] or 0) + count
end
table.sort(ranked, function(a, b)
  if a.count ~= b.count then
    return a.count > b.count
  end
  return a.word < b.word
end)
local seconds = os.clock() - started

print(string.format("checksum %d %s %d %d", distinct, ranked[1].word, ranked[1].count, by_initial.k))
print(string.format("seconds %.6f", seconds))
