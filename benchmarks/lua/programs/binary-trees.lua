-- Allocation of many small tables: binary trees are built, checked and dropped while one stays alive.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(130 * scale))

local function build(depth)
  if depth == 0 then
    return {}
  end
  return { build(depth - 1), build(depth - 1) }
end

local function build_named(depth)
  local node = { depth = depth }
  if depth > 0 then
    node.left = build_named(depth - 1)
    node.right = build_named(depth - 1)
  end
  return node
end

local function count(tree)
  if tree[1] then
    return 1 + count(tree[1]) + count(tree[2])
  end
  return 1
end

local function sum_depths(node)
  local sum = node.depth
  if node.left then
    sum = sum + sum_depths(node.left) + sum_depths(node.right)
  end
  return sum
end

local started = os.clock()
local keep = build(14)
local total = 0
for round = 1, rounds do
  total = total + count(build(12 + round % 2))
  total = total + sum_depths(build_named(11 + round % 2))
  for _ = 1, 40 do
    total = total + count(build(6))
  end
end
total = total + count(keep)
local seconds = os.clock() - started

print(string.format("checksum %d", total))
print(string.format("seconds %.6f", seconds))
