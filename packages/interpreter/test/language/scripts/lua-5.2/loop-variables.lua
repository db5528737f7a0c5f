-- Variables of loops: what a turn leaves behind is not seen by the next one, what it computes is.

-- locals of a turn begin anew, also where the turn before gave them a value
for i = 1, 4 do
  local seen
  if i % 2 == 0 then
    local inner = i / 4
    seen = inner
  end
  local after = seen
  print(i, seen, after)
end
local n = 0
while n < 3 do
  n = n + 1
  local kept
  do
    local block = n * 0.5
    if n == 2 then kept = block end
  end
  print(n, kept)
end

-- the condition of `repeat` sees the locals of the body
local turns = 0
repeat
  turns = turns + 1
  local half = turns / 2
  local done = half >= 1.5
until done
print(turns)

-- closures keep what their turn had
local kept = {}
for i = 1, 3 do
  local square, name = i * i, "n" .. i
  kept[i] = function(change) square = square + (change or 0) return i, square, name end
end
print(kept[1](5)) print(kept[2]()) print(kept[1]())
for k, v in pairs({ only = 0.25 }) do
  local twice = v * 2
  kept[k] = function() v = v + 1 return k, v, twice end
end
print(kept.only()) print(kept.only())

-- `goto` past the rest of a turn, and `break` out of it
for i = 1, 5 do
  local part = i * 0.1
  if i == 2 then goto continue end
  if i == 4 then break end
  do local more = part * 2 print(i, part, more) end
  ::continue::
end
do
  local i = 0
  ::again::
  local fresh
  if i > 0 then fresh = i * 1.5 end
  print(i, fresh)
  i = i + 1
  if i < 3 then goto again end
end

-- what a loop computes may begin as anything
local function countdown(x)
  local steps = 0
  while x ~= 0 do x = x - 1 steps = steps + 1 end
  return x, steps
end
print(countdown(3)) print(countdown("3")) print(countdown(2.0))
print(pcall(countdown, nil)) print(pcall(countdown, {}))
local meta = {}
meta.__sub = function(a, b) return a.left > 0 and setmetatable({ left = a.left - b }, meta) or 0 end
print(countdown(setmetatable({ left = 2 }, meta)))
local function total(list, start)
  local sum = start
  for _, v in ipairs(list) do sum = sum + v end
  return sum, type(sum)
end
print(total({}, "5")) print(total({ 1, 2 }, "5")) print(total({ 0.5 }, 1)) print(total({}, nil))
print(pcall(total, { 1 }, nil))
local function powers(x, count)
  for i = 1, count do
    for j = 1, 2 do x = x * x end
    if i == 2 then x = "2" end
  end
  return x, type(x)
end
print(powers(1.5, 1)) print(powers("3", 1)) print(powers(2, 2)) print(powers(2, 3))

-- negative zero, infinity and NaN stay what they are
local zero = -0.0
for i = 1, 2 do zero = zero * 1 end
print(1 / zero)
local huge, nan = math.huge, 0 / 0
for i = 1, 2 do huge = huge + 1 nan = nan + 1 end
print(huge, nan ~= nan)

-- the same when the loop is left in the middle of a turn and goes on later
local function paused(start)
  local sum = start
  for i = 1, 3 do
    local before = i / 2
    local given = coroutine.yield(sum)
    local after
    if given then after = given * before end
    for j = 1, 2 do
      local inner = j * before
      coroutine.yield(inner)
      sum = sum + inner
    end
    sum = sum + (after or 0)
  end
  return sum
end
local co = coroutine.wrap(paused)
local out = { co(0.5) }
for i = 1, 9 do out[#out + 1] = co(i % 2 == 0 and i or nil) end
print(table.concat(out, " "))

-- lists whose first element is a number, and lists that change their mind
local mixed = {}
mixed[1] = 0.5 mixed[2] = "two" mixed[3] = {} mixed[4] = false
print(mixed[1], mixed[2], type(mixed[3]), mixed[4], #mixed)
local numbers = {}
for i = 1, 5 do numbers[i] = i * 0.5 end
numbers[3] = nil
print(numbers[2], numbers[3], numbers[4])
numbers[3] = "x"
print(table.concat(numbers, ","))
