-- Lists used as stacks and queues: table.insert and table.remove at the end, at the front and in the
-- middle, the t[#t + 1] idiom, and a queue with moving head and tail.
local scale = tonumber((...)) or 1
local rounds = math.max(1, math.floor(230 * scale))
local insert, remove = table.insert, table.remove

local function stack(count)
  local list, sum = {}, 0
  for i = 1, count do
    insert(list, i)
  end
  while #list > 0 do
    sum = sum + remove(list)
  end
  return sum
end

local function append(count)
  local list = {}
  for i = 1, count do
    list[#list + 1] = i
  end
  for _ = 1, count do
    list[#list] = nil
  end
  return #list
end

local function front(count, length)
  local list, sum = {}, 0
  for i = 1, length do
    insert(list, i)
  end
  for i = 1, count do
    sum = sum + remove(list, 1)
    insert(list, i)
    insert(list, 1, i)
    sum = sum + remove(list, length / 2)
  end
  return sum + #list
end

local function moving(count)
  local list, head, tail, sum = {}, 1, 0, 0
  for i = 1, count do
    tail = tail + 1
    list[tail] = i
    if i % 3 ~= 0 then
      sum = sum + list[head]
      list[head] = nil
      head = head + 1
    end
  end
  while head <= tail do
    sum = sum + list[head]
    list[head] = nil
    head = head + 1
  end
  return sum
end

local started = os.clock()
local sum = 0
for _ = 1, rounds do
  sum = sum + stack(12000) + append(12000) + front(1200, 60) + moving(12000)
  sum = sum % 1000000007
end
local seconds = os.clock() - started

print(string.format("checksum %.0f", sum))
print(string.format("seconds %.6f", seconds))
