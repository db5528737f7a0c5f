-- Pointers: a doubly linked list with nodes moved to the front, as a cache with a limit does, with the
-- nodes also found through a table with integer keys.
local scale = tonumber((...)) or 1
local n = math.floor(5700000 * scale)
local capacity = 600

local nodes, size = {}, 0
local head = {}
head.next, head.previous = head, head

local function unlink(node)
  node.previous.next = node.next
  node.next.previous = node.previous
end

local function link_first(node)
  local first = head.next
  node.previous, node.next = head, first
  head.next, first.previous = node, node
end

local function fetch(key)
  local node = nodes[key]
  if node then
    unlink(node)
    link_first(node)
    return node.value, true
  end
  if size == capacity then
    local oldest = head.previous
    unlink(oldest)
    nodes[oldest.key] = nil
    size = size - 1
  end
  node = { key = key, value = key * 3 % 101, next = nil, previous = nil }
  nodes[key] = node
  link_first(node)
  size = size + 1
  return node.value, false
end

local started = os.clock()
local hits, sum, seed = 0, 0, 19
for i = 1, n do
  seed = (seed * 3877 + 29573) % 139968
  local key = seed % 1000
  if i % 3 ~= 0 then
    key = key % 300
  end
  local value, hit = fetch(key)
  sum = sum + value
  if hit then
    hits = hits + 1
  end
end
local length, node = 0, head.next
while node ~= head do
  length = length + 1
  node = node.next
end
local seconds = os.clock() - started

print(string.format("checksum %d %d %d", hits, sum, length))
print(string.format("seconds %.6f", seconds))
