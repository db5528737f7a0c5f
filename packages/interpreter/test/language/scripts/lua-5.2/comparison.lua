-- Comparison (manual 3.4.3).
print(1 == 1, 1 == 2, 1 ~= 2, 1 < 2, 2 < 1, 1 <= 1, 1 > 2, 2 >= 2, -1 < 0)
print("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" < "a", "a" <= "a", "b" > "a", "Z" < "a")
print("a\0b" < "a\0c", "a\0" > "a", "10" < "9", "\200" > "a", "\255" > "\254")
print(1 == "1", "1" == 1, nil == false, 0 == false, "" == false, nil == nil, true == 1)
local t, u = {}, {}
print(t == t, t == u, t ~= u, print == print, t == nil, t ~= nil, nil ~= t)
local f, g = function() end, function() end
print(f == f, f == g)
print(0 == -0, 1 / 0 == 1 / 0, 0 / 0 == 0 / 0)
for _, pair in ipairs {
  { 1, "1" }, { "1", 1 }, { {}, {} }, { nil, 1 }, { 1, nil }, { true, false }, { print, print },
  { {}, 1 }, { "a", {} }, { function() end, 2 },
} do
  print(pcall(function() return pair[1] < pair[2] end))
  print(pcall(function() return pair[1] <= pair[2] end))
  print(pcall(function() return pair[1] > pair[2] end))
  print(pcall(function() return pair[1] >= pair[2] end))
end
-- the operands of > and >= are evaluated from the left all the same
local function trace(name, value)
  print("evaluate", name)
  return value
end
print(trace("left", 1) > trace("right", 2))
print(trace("left", 1) >= trace("right", 2))
print(trace("left", "a") < trace("right", "b"))
-- as conditions
local x, y = 3, "b"
if x > 2 and y < "c" then print("both") end
if x > 3 or y ~= "b" then print("none") else print("else") end
while x > 0 and not (y == "a") do x = x - 1 end
print(x)
local b = x < 1 == (y == "b")
print(b, x == 0 and y or "no", (x ~= 0) == false)
