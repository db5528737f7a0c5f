-- Shape explosion: tables of thousands of different layouts pass through thousands of access sites.
-- The sites are functions of a few lines made with load before the clock starts; the layouts come from
-- fields set in different orders. An implementation with inline caches must not degrade for good.
local scale = tonumber((...)) or 1
local load = loadstring or load
local rounds = math.max(1, math.floor(150 * scale))
local site_count, layout_count, field_count = 2000, 3000, 24

local names = {}
for i = 1, field_count do
  names[i] = "f" .. i
end

local function make_site(i)
  local a, b = names[i % field_count + 1], names[i * 7 % field_count + 1]
  return load(table.concat({
    "return function(r)",
    "  local value = r." .. a,
    "  if value then r." .. a .. " = (value + " .. i % 5 .. ") % 101 else r.misses = r.misses + 1 end",
    "  if r." .. b .. " then return r.tag end",
    "  return r.misses",
    "end",
  }, "\n"))()
end

local sites = {}
for i = 1, site_count do
  sites[i] = make_site(i)
end

local seed = 8
local function make_record(i)
  local record = { tag = i % 13, misses = 0 }
  for _ = 1, 8 do
    seed = (seed * 3877 + 29573) % 139968
    record[names[math.floor(seed / 1000) % field_count + 1]] = seed % 50
  end
  if i % 10 == 0 then
    record["only" .. i] = i
  end
  return record
end

local started = os.clock()
local sum = 0
for round = 1, rounds do
  local records = {}
  for i = 1, layout_count do
    records[i] = make_record(i)
  end
  for i = 1, site_count do
    local site = sites[i]
    for k = 1, 20 do
      sum = sum + site(records[(i * 31 + k * 131 + round) % layout_count + 1])
    end
  end
  for i = 1, layout_count do
    sum = sum + records[i].misses
  end
  sum = sum % 1000003
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
