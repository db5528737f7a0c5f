-- A binary heap of records in one array, used to walk a weighted grid by Dijkstra's shortest paths.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(200 * scale))
local width, height = 90, 60

local function push(heap, item)
  local position = #heap + 1
  while position > 1 do
    local parent = (position - position % 2) / 2
    if heap[parent].cost <= item.cost then
      break
    end
    heap[position] = heap[parent]
    position = parent
  end
  heap[position] = item
end

local function pop(heap)
  local top, size = heap[1], #heap
  local last = heap[size]
  heap[size] = nil
  size = size - 1
  if size > 0 then
    local position = 1
    while true do
      local child = position * 2
      if child > size then
        break
      end
      if child < size and heap[child + 1].cost < heap[child].cost then
        child = child + 1
      end
      if heap[child].cost >= last.cost then
        break
      end
      heap[position] = heap[child]
      position = child
    end
    heap[position] = last
  end
  return top
end

local moves = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } }

local function search(toll)
  local best, heap = {}, {}
  best[0] = 0
  push(heap, { cost = 0, x = 0, y = 0 })
  while #heap > 0 do
    local item = pop(heap)
    local x, y, cost = item.x, item.y, item.cost
    if cost == best[y * width + x] then
      for k = 1, 4 do
        local nx, ny = x + moves[k][1], y + moves[k][2]
        if nx >= 0 and ny >= 0 and nx < width and ny < height then
          local key = ny * width + nx
          local new_cost = cost + toll[key]
          local known = best[key]
          if known == nil or new_cost < known then
            best[key] = new_cost
            push(heap, { cost = new_cost, x = nx, y = ny })
          end
        end
      end
    end
  end
  return best[width * height - 1]
end

local started = os.clock()
local sum, seed = 0, 3
for _ = 1, rounds do
  local toll = {}
  for i = 0, width * height - 1 do
    seed = (seed * 3877 + 29573) % 139968
    toll[i] = seed % 9 + 1
  end
  sum = sum + search(toll)
end
local seconds = os.clock() - started

print(string.format("checksum %d", sum))
print(string.format("seconds %.6f", seconds))
