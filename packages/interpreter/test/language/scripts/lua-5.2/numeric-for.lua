-- Numeric `for` (manual 3.3.5).
local function run(a, b, c)
  local s = ""
  if c == nil then for i = a, b do s = s .. i .. " " end
  else for i = a, b, c do s = s .. i .. " " end end
  print("[" .. s .. "]")
end
run(1, 3) run(3, 1) run(1, 1) run(0, -1) run(3, 1, -1) run(1, 3, -1) run(-1, -5, -2) run(1, 10, 4)
run(0, 1, 0.25) run(1, 0, -0.25) run(0.5, 3) run(1, 2.5) run(-1.5, 1.5) run(0, 0.3, 0.1)
run("1", "3") run("3", "1", "-1") run(1, "2") run("0x10", 17)
run(1e15, 1e15 + 2) run(2 ^ 53 - 1, 2 ^ 53 - 1)
run(1 / 0, 1) run(1, -1 / 0) run(0 / 0, 1) run(1, 0 / 0) run(1 / 0, 1 / 0, -1e308 * 10)
for i = 1, 3, 2 do print("literal step", i) end
for i = 3, 1, -1 do print("negative literal", i) end
for i = 1, 0.9 do print("not reached", i) end
for i = -2, 2 do if i == 0 then print("zero", i, 1 / i > 0) end end
-- the loop variable is a copy
for i = 1, 3 do
  local before = i
  i = i * 10
  print(before, i)
end
for i = 1, 3 do local j = i i = "text" print(i, j) end
-- bounds are evaluated once
local n = 3
for i = 1, n do n = n + 1 print(i, n) end
local calls = 0
local function bound(v) calls = calls + 1 return v end
for i = bound(1), bound(3), bound(1) do end
print(calls)
-- captured loop variables, changed or not
local fs = {}
for i = 1, 3 do fs[i] = function(d) i = i + (d or 0) return i end end
print(fs[1](5), fs[1](), fs[2](), fs[3](1))
for i = 3, 1, -1 do fs[i] = function() return i end end
print(fs[1](), fs[2](), fs[3]())
for i = 1, 3 do
  local add = function(k) i = i + k end
  add(10) add(100)
  print("changed by closure", i)
end
-- nested, with break and with a shared name
for i = 1, 2 do for i = i, i + 1 do for i = i * 10, i * 10 + 1 do print(i) end end end
for i = 1, 10 do if i % 2 == 0 then if i > 6 then break end print("even", i) end end
local function find(t, v) for i = 1, #t do if t[i] == v then return i end end return nil, "missing" end
print(find({ 5, 6, 7 }, 7)) print(find({ 5, 6, 7 }, 8))
-- errors
print(pcall(function() for i = 1, 10, 0 do if i > 3 then break end error("zero step runs " .. tostring(i > 1)) end end))
print(pcall(function() for i = "a", 10 do end end))
print(pcall(function() for i = 1, "x" do end end))
print(pcall(function() for i = 1, 2, {} do end end))
print(pcall(function() for i = nil, 2 do end end))
print(pcall(function() for i = 1, nil do end end))
print(pcall(function() for i = {}, {}, {} do end end))
print(pcall(function() for i = 1, {}, {} do end end))
-- accumulated error of float steps
local last, turns
turns = 0
for x = 0, 1, 0.1 do last = x turns = turns + 1 end
print(turns, last == 1, last)
local sum = 0
for i = 100, 1, -7 do sum = sum + i end
print(sum)
for i = 1, 3 do for j = i, 3 do for k = j, 3 do io = nil print(i, j, k) end end end
