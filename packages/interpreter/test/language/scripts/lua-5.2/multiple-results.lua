-- Adjusting lists of results (manual 3.4): truncation, parentheses, last place in a list.
local function none() end
local function one() return 1 end
local function two() return 1, 2 end
local function three() return 1, 2, 3 end
local function count(...) return select("#", ...) end
print(count(none()), count((none())), count(none(), none()), count(none(), 1), count(one()))
print(count(two(), two()), count(two(), (two())), count((two()), two()), count({ two() }))
print(two(), two()) print((two()), two()) print(two(), (two())) print((two()))
local a, b, c, d = two(), three()
print(a, b, c, d)
a, b, c, d = (three())
print(a, b, c, d)
a, b = none()
print(a, b)
a, b = none(), 5
print(a, b)
print(#{ three() }, #{ three(), three() }, #{ three(), (three()) }, #{ three(), nil }, #{ (three()) }, #{ none() })
print(#{ n = three(), three() }, ({ three() })[3], ({ three(), x = 1 })[2])
local function pass() return three() end
local function passOne() return (three()) end
local function passMore() return 0, three() end
local function passFirst() return three(), 4 end
local function passBoth() return three(), three() end
print(pass()) print(passOne()) print(passMore()) print(passFirst()) print(passBoth())
print(three() + three(), three() .. three(), three() == 1, -three(), not none(), three() and two())
print((none() or three()), none() or three())
print(count(none() or three()), count(three() and three()), count((three())))
if none() then print("no") else print("none is false") end
if two() then print("two is true") end
local t = { f = two, g = { h = three } }
function t:m(...) return self == t, ... end
print(t.f()) print((t.g.h())) print(t:m(two())) print(t:m((two()))) print((t:m(two())))
print(t.f(), t.g.h())
t[two()] = three()
print(t[1])
t[(two())], t.y, t.z = three()
print(t[1], t.y, t.z)
print(#"abc", ("abc"), (("abc")))
for i = two(), (three()) do print("loop", i) end
for i = one(), three() + 2, (two()) do print("step", i) end
print(pcall(none)) print(pcall(three)) print((pcall(three))) print(pcall(pcall, three))
print(count(pcall(none)), count(pcall(error)))
print(coroutine.wrap(three)()) print((coroutine.wrap(three)()))
local co = coroutine.wrap(function(...)
  print(count(...))
  print(count(coroutine.yield()))
  print(count(coroutine.yield(1)))
  print(count(coroutine.yield(1, nil)))
  return none()
end)
print(count(co()), count(co(nil)), count(co()), count(co(1, 2, nil)))
local mt = setmetatable({}, { __index = function() return 1, 2 end, __add = three, __concat = none, __len = two, __eq = two, __lt = none, __call = two, __unm = none })
print(mt.x, mt + 1, mt .. "x", #mt, -mt, mt < mt, mt())
print(count(mt.x), count(mt + 1), count(mt .. "x"), count(#mt), count(-mt), count(mt < mt), count(mt()))
local u, v = mt.x
print(u, v)
