-- Call, return and count hooks. Natives have a script of their own and are left out.
local source = debug.getinfo(1, "S").source
local log = {}
local function hook(event)
  local info = debug.getinfo(2, "S")
  if info.source ~= source then return end
  log[#log + 1] = event .. " " .. info.linedefined
end
local function calls(name, mask, f, ...)
  log = {}
  debug.sethook(hook, mask)
  f(...)
  debug.sethook()
  print(name, table.concat(log, ", "))
end
local function leaf(a) return a end
local function middle(a)
  local r = leaf(a)
  return r + 1
end
local function last(a)
  return middle(a)
end
local function nothing() end
calls("calls", "c", middle, 1)
calls("returns", "r", middle, 1)
calls("both", "cr", middle, 1)
calls("tail calls", "cr", last, 1)
calls("nothing", "cr", nothing)
calls("recursion", "cr", function()
  local function fact(n)
    if n == 0 then return 1 end
    return n * fact(n - 1)
  end
  fact(3)
end)
calls("varargs", "c", function(...)
  local function var(a, ...)
    local n = select("#", ...)
    a = a + n
    return (function() return a end)()
  end
  print(var(1, 2, 3), ...)
end, "x", nil)
calls("errors", "cr", function()
  pcall(function() error("x") end)
  pcall(leaf, 1)
end)
calls("coroutines", "cr", function()
  local co = coroutine.wrap(function() leaf(1) coroutine.yield() leaf(2) end)
  co()
  leaf(3)
  co()
end)
calls("callbacks", "cr", function()
  table.sort({ 2, 1 }, function(a, b) return a < b end)
  local s = string.gsub("ab", "%w", function(c) return c end)
end)

-- Results pass a return hook unchanged.
do
  local function several(...) return ... end
  debug.sethook(function() local a, b = several(1, 2) end, "cr")
  local t = { several(1, nil, 3) }
  local none = select("#", several())
  local one = several("one")
  debug.sethook()
  print(#t, t[1], t[2], t[3], none, one)
end

-- Names in a call hook.
do
  local names = {}
  local object = {}
  function object:method() end
  debug.sethook(function(event)
    local info = debug.getinfo(2, "nS")
    if info.what ~= "C" then names[#names + 1] = tostring(info.name) .. " " .. info.namewhat end
  end, "c")
  leaf(1)
  object:method()
  debug.sethook()
  print(table.concat(names, ", "))
end

-- Counts.
local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end
local function counted(count, f, ...)
  local n, events = 0, {}
  debug.sethook(function(event, line)
    n = n + 1
    events[event] = true
    assert(line == nil)
  end, "", count)
  f(...)
  debug.sethook()
  assert(next(events) == "count" or n == 0)
  return n
end
local function about(n, low, high) return n >= low and n <= high or n end
print("fib", about(counted(1000, fib, 15), 10, 40))
print("loop", about(counted(1000, function() local x = 0 for i = 1, 1e4 do x = x + i end end), 10, 60))
print("empty loop", about(counted(100, function() for i = 1, 1e4 do end end), 90, 250))
print("every instruction", counted(1, function() local x = 1 x = 2 end) >= 3)
print("none", counted(1e9, fib, 10))
do
  local function forever() while true do end end
  local n = 0
  debug.sethook(function()
    n = n + 1
    if n == 3 then error("timeout") end
  end, "", 100)
  local ok, message = pcall(forever)
  debug.sethook()
  print(ok, message, n)
  local co = coroutine.create(forever)
  debug.sethook(co, function(event) error(event .. " " .. debug.getinfo(2, "l").currentline, 0) end, "", 1000)
  print(coroutine.resume(co))
  print(coroutine.status(co))
end
-- Counts and lines together: a count comes first.
do
  local order = {}
  debug.sethook(function(event) order[#order + 1] = event end, "l", 1)
  local x = 1
  debug.sethook()
  print(order[1], order[2])
end
