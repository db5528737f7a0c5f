-- Scopes of locals (manual 3.5), and `do`, `while`, `repeat`, `if`, `break` (manual 3.3.1 to 3.3.4).
x = 10
do
  local x = x
  print(x)
  x = x + 1
  do
    local x = x + 1
    print(x)
  end
  print(x)
end
print(x)
local x = x + 5
print(x)
local function shadow(x)
  local x = x * 2
  if x > 4 then local x = "inner" print(x) end
  return x
end
print(shadow(1), shadow(3))
-- the scope of repeat's body reaches into its condition
local n = 0
repeat
  local done = n >= 3
  n = n + 1
until done
print(n)
repeat local a, b = n, n + 1 n = b until a > 5 and b > 6
print(n)
local fs = {}
repeat
  local captured = n
  fs[#fs + 1] = function() captured = captured + 1 return captured end
  n = n + 1
until fs[#fs]() > 10
for i = 1, #fs do print(i, fs[i]()) end
-- nested loops and break
for i = 1, 3 do
  for j = 1, 3 do
    if j == 2 then break end
    print(i, j)
  end
  if i == 2 then break end
end
local i = 0
while true do
  i = i + 1
  if i == 2 then
    -- nothing
  elseif i > 4 then break
  else
    local k = 0
    repeat
      k = k + 1
      if k == i then break end
    until false
    print("k", k)
  end
end
print(i)
while i > 0 do do do break end end end
print(i)
repeat break until error("not reached")
for _ = 1, 0 do print("never") end
-- if chains
local function classify(v)
  if v == nil then return "nil"
  elseif v == false then return "false"
  elseif v == 0 then return "zero"
  elseif type(v) == "number" and v < 0 then return "negative"
  elseif type(v) == "number" then return "positive"
  else return type(v) end
end
print(classify(nil), classify(false), classify(0), classify(-1), classify(1), classify("s"), classify({}))
local function half(v) if v then if v > 1 then return "big" end else return "none" end return "small" end
print(half(2), half(1), half(nil))
-- an uninitialised local is nil each time round
for round = 1, 3 do
  local u
  print(round, u)
  u = round
end
local count = 0
while count < 3 do
  local v, w
  count = count + 1
  if count == 2 then v = "set" end
  print(count, v, w)
end
-- names of locals that are words in JavaScript
local var, let, const, this, arguments, undefined, null, class, typeof, eval = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
print(var, let, const, this, arguments, undefined, null, class, typeof, eval)
function yield(await, static) return static, await end
print(yield(1, 2))
local t = { constructor = 1, __proto__ = 2, prototype = 3, toString = 4, length = 5, hasOwnProperty = 6 }
print(t.constructor, t.__proto__, t.prototype, t.toString, t.length, t.hasOwnProperty, t.valueOf, #t)
local empty = {}
print(empty.constructor, empty.__proto__, empty.toString, empty["valueOf"], constructor, __proto__)
local key = "__proto__"
empty[key] = 1
print(empty[key], empty.__proto__, rawget(empty, key), next(empty))
-- names of locals that generated code may have too
print(load([[
  local g0, g1, g2, g3, g4, g5, g6, g7, g8, g9 = "g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g9"
  local f0, f1, f2, k0, k1, k2, q0, q1, r0, r1, t0, t1 = "f0", "f1", "f2", "k0", "k1", "k2", "q0", "q1", "r0", "r1", "t0", "t1"
  local box = setmetatable({}, { __index = { inherited = "found" } })
  print(box.inherited, box.missing, pcall(error, "caught", 0))
  print(g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, f0, f1, f2, k0, k1, k2, q0, q1, r0, r1, t0, t1)
  return q0
]], "@names.lua")())
