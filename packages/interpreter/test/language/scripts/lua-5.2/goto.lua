-- `goto` and labels (manual 3.3.4).
-- continue in every kind of loop
for i = 1, 6 do
  if i % 2 == 0 then goto continue end
  print("for", i)
  ::continue::
end
local w = 0
while w < 5 do
  w = w + 1
  if w == 2 or w == 4 then goto continue end
  print("while", w)
  ::continue::
end
for k, v in ipairs { "a", "b", "c" } do
  do if v == "b" then goto continue end end
  print("ipairs", k, v)
  ::continue::
end
repeat
  local x = w
  w = w - 1
  if x == 3 then goto continue end
  print("repeat", x)
  ::continue::
until w < 1
-- nested continue and break out of several loops
for i = 1, 3 do
  for j = 1, 3 do
    if j == 2 then goto next_i end
    if i == 3 then goto done end
    print(i, j)
  end
  ::next_i::
end
::done::
-- backward
do
  local i = 1
  ::top::
  if i <= 3 then
    print("backward", i)
    i = i + 1
    goto top
  end
end
-- fresh locals in every turn
do
  local fs = {}
  local n = 0
  ::again::
  local fresh = n
  fs[#fs + 1] = function() fresh = fresh + 1 return fresh end
  n = n + 10
  if n < 30 then goto again end
  print(fs[1](), fs[1](), fs[2](), fs[3]())
end
-- forward over statements, several labels, labels side by side
do
  goto b
  ::a:: print("a") goto c
  ::b:: print("b") goto a
  ::c:: ::d:: print("c and d")
  goto e
  print("skipped")
  ::e::
end
-- a state machine
local function machine(input)
  local pos, out = 1, ""
  ::start::
  local c = input[pos]
  pos = pos + 1
  if c == "x" then goto x elseif c == "y" then goto y elseif c == nil then goto stop else goto other end
  ::x:: out = out .. "X" goto start
  ::y:: out = out .. "Y" if input[pos] == "y" then pos = pos + 1 out = out .. "2" goto start end goto start
  ::other:: out = out .. "?" goto start
  ::stop:: return out
end
print(machine { "x", "y", "y", "z", "x" })
-- jumps within loops within the labelled block
do
  local total = 0
  ::outer::
  for i = 1, 10 do
    total = total + i
    if total > 20 and total < 30 then total = total + 100 goto outer end
    if total > 200 then goto out end
  end
  print("not reached")
  ::out:: print("total", total)
end
-- the same label in different functions and blocks
local function f()
  do goto l ::l:: end
  do ::l:: end
  ::l::
  return (function() goto l ::l:: return "inner" end)()
end
print(f())
-- at the end of a block, with void statements after it
do
  local x = 1
  if x == 1 then goto e end
  local y = 2
  print(y)
  ::e:: ; ;
end
-- in branches
for i = 1, 4 do
  if i == 1 then goto one
  elseif i == 2 then do goto two end
  else goto more end
  ::one:: print("one") goto next
  ::two:: print("two") goto next
  ::more:: print("more", i)
  ::next::
end
-- with values kept across jumps, calls and temporaries
local function g(n)
  local acc = {}
  ::loop::
  acc[#acc + 1] = (n * n) .. ""
  n = n - 1
  if n > 0 then goto loop end
  return acc[1], acc[#acc], #acc
end
print(g(5))
-- a loop inside out
do
  local i = 0
  goto check
  ::body::
  print("body", i)
  i = i + 1
  ::check::
  if i < 3 then goto body end
end
-- a goto in a nested loop continuing an outer repeat with its locals in the condition
local turns = 0
repeat
  local stop = turns > 2
  turns = turns + 1
  for _ = 1, 2 do if turns == 2 then goto skip end end
  print("turn", turns)
  ::skip::
until turns > 3
print(turns)
while true do
  turns = turns + 1
  if turns > 10 then goto finished end
end
::finished::
print(turns)
do local k = 0 ::a:: k = k + 1 if k < 100000 then goto a end print(k) end
