-- `and`, `or`, `not`: values, short circuits, conditions (manual 3.4.4).
print(nil and 1, false and 1, 1 and 2, 1 and nil, nil or 1, false or nil, 1 or 2, false or false)
print(not nil, not false, not 0, not "", not {}, not not nil)
print(1 and 2 or 3, nil and 2 or 3, 1 and nil or 3, nil or false and 1, false == nil or "x")
local calls = ""
local function f(name, value)
  calls = calls .. name
  return value
end
local function show(...)
  print(calls, ...)
  calls = ""
end
show(f("a", 1) and f("b", nil) and f("c", 3))
show(f("a", nil) or f("b", false) or f("c", 3) or f("d", 4))
show((f("a", nil) or f("b", 2)) and (f("c", nil) or f("d", 4)))
show(f("a", false) and f("b", 2) or f("c", 3) and f("d", 4))
show(not f("a", 1) or not f("b", nil))
show(not (f("a", 1) and f("b", 2)) == f("c", false))
local function several() return 1, 2, 3 end
show(several() or 5)
show(nil or several())
show(several() and several())
show((several()))
local function no() end
show(no() or "default", no() and 1, (no()))
-- as conditions
if f("a", 1) and (f("b", nil) or f("c", 3)) and not f("d", nil) then show("then") else show("else") end
if not (f("a", nil) or f("b", nil)) or f("c", 1) then show("then") else show("else") end
if f("a", false) or f("b", nil) or f("c", 0) then show("zero is true") end
local n = 0
while f("w", n < 3) and (n ~= 2 or f("x", true)) do n = n + 1 end
show(n)
repeat n = n - 1 until f("u", n <= 0) or f("v", n == 2) and f("z", true)
show(n)
-- deep chains keep their values
local t = { a = { b = { c = false } } }
print(t and t.a and t.a.b and t.a.b.c, t and t.x and t.x.y, t.a.b.c == false and "false" or "other")
local x = t.x or { y = t.y or 1 }
print(x.y, (t.x or x).y, (x and x.z or 7) + 1, -(x.z or 3), #(x.z or "four"))
t.count = (t.count or 0) + 1
t.count = (t.count or 0) + 1
print(t.count, t.count == 2 and "two" or "not two", (t.count > 1 and t.count or 0) * 10)
local p = f("a", nil) and f("b") or f("c", false)
show(p)
local q = (f("a", 1) or f("b")) .. (f("c", nil) or f("d", "x"))
show(q)
print((nil and nil) == nil, (false and nil) == false, (false or nil) == nil)
local function cond(a, b, c) return a and b or c end
print(cond(true, 1, 2), cond(false, 1, 2), cond(true, false, 2), cond(nil, nil, nil))
local function nested(a, b, c, d)
  if a and b or c and d then return 1
  elseif a or b and (c or d) then return 2
  elseif not a and not b then return 3 end
  return 4
end
for i = 0, 15 do
  local bits = {}
  local v = i
  for k = 1, 4 do bits[k] = v % 2 == 1; v = (v - v % 2) / 2 end
  print(i, nested(bits[1], bits[2], bits[3], bits[4]))
end
