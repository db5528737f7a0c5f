-- Closures (manual 3.4.10, 3.5): shared and fresh variables.
local function counter(start)
  local n = start
  return function(by) n = n + (by or 1) return n end, function() return n end, function(v) n = v end
end
local inc, get, set = counter(5)
local inc2, get2 = counter(50)
print(inc(), inc(3), get(), inc2(), get2())
set(100)
print(inc(), get(), get2())
-- fresh variables in every turn of every kind of loop
local fs = {}
for i = 1, 3 do fs[#fs + 1] = function() i = i + 10 return i end end
for _, v in ipairs { "a", "b" } do fs[#fs + 1] = function() v = v .. v return v end end
local w = 0
while w < 2 do
  w = w + 1
  local c = w
  fs[#fs + 1] = function() c = c + 100 return c, w end
end
repeat
  local r = w
  w = w + 1
  fs[#fs + 1] = function() r = r - 1 return r end
until r > 3
do
  local k = 1
  ::top::
  local c = k
  fs[#fs + 1] = function() c = c * 2 return c end
  k = k + 1
  if k < 4 then goto top end
end
for round = 1, 2 do for j = 1, #fs do print(round, j, fs[j]()) end end
-- a loop variable captured without being changed, and one changed without being captured
local gs = {}
for i = 10, 30, 10 do gs[#gs + 1] = function() return i end end
print(gs[1](), gs[2](), gs[3]())
for i = 1, 3 do local before = i i = i * 2 print(before, i) end
-- captured parameters
local function params(a, b, ...)
  local rest = ...
  local function swap() a, b = b, a end
  local function more() rest = (rest or 0) + 1 return rest end
  swap()
  return a, b, more(), more(), function() return a, b, rest end
end
local a, b, m1, m2, f = params(1, 2, 3)
print(a, b, m1, m2, f())
-- three levels deep
local function outer(x)
  return function(y)
    x = x + y
    return function(z)
      x, y = y, x
      return function() return x, y, z end
    end
  end
end
local two = outer(1)(2)
print(two("z")())
print(two("zz")())
-- one variable shared by closures made in different places
local shared = 0
local function add() shared = shared + 1 return shared end
local function makeAdder() return function() shared = shared + 10 return shared end end
print(add(), makeAdder()(), shared)
shared = -1
print(add(), shared)
-- a variable assigned after it was captured, and never again
local late
local function readLate() return late end
print(readLate())
late = "now"
print(readLate())
local never
local function readNever() return never end
print(readNever())
-- recursion through locals
local function fact(n) if n <= 1 then return 1 end return n * fact(n - 1) end
print(fact(10))
local fib
fib = function(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(15))
local isEven, isOdd
function isEven(n) if n == 0 then return true end return isOdd(n - 1) end
function isOdd(n) if n == 0 then return false end return isEven(n - 1) end
print(isEven(10), isOdd(10), isEven(7))
local function same() return same end
print(same() == same, same()() == same)
local function redefine() return 1 end
local old = redefine
redefine = function() return 2 end
print(old(), redefine())
local function self() local function inner() return self end return inner() end
print(self() == self)
local function selfassign(n) if n == 0 then return "done" end local me = selfassign selfassign = function(k) return "replaced " .. k end return me == selfassign, selfassign(n - 1) end
print(selfassign(1))
print(selfassign(1))
-- a function that is both called and captured while it is being defined
local function Y(h) return (function(x) return x(x) end)(function(x) return h(function(...) return x(x)(...) end) end) end
print(Y(function(me) return function(n) return n == 0 and 1 or n * me(n - 1) end end)(6))
-- closures in tables, methods, and as arguments
local account = {}
account.__index = account
function account.new(balance)
  local self = setmetatable({}, account)
  local log = {}
  function self:deposit(v) balance = balance + v log[#log + 1] = v return self end
  function self.balance() return balance, #log end
  return self
end
local acc = account.new(10)
print(acc:deposit(5):deposit(6).balance())
print((function(...) return select("#", ...) end)(acc.balance()))
-- equality: every evaluation makes a function, or may make the same one
local function make(x) return function() return x end end
print(make(1) == make(2), make(1)() == make(1)())
-- many upvalues that change
local v1, v2, v3, v4, v5, v6, v7, v8 = 1, 2, 3, 4, 5, 6, 7, 8
local function rot() v1, v2, v3, v4, v5, v6, v7, v8 = v2, v3, v4, v5, v6, v7, v8, v1 end
rot() rot()
print(v1, v2, v3, v4, v5, v6, v7, v8)
-- a block's registers are reused; captured variables are not
local keep = {}
do local p = 1 keep[1] = function() p = p + 1 return p end end
do local q = "other" keep[2] = function() q = q .. "!" return q end end
do local r = keep[1]() print(r, keep[2](), keep[1]()) end
