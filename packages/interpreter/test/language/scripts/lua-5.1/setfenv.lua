-- setfenv and getfenv per function (Lua 5.1 manual 5.1).
x = "global"
local print, setfenv, getfenv, pcall, setmetatable, tostring, coroutine = print, setfenv, getfenv, pcall, setmetatable, tostring, coroutine
local function read() return x end
local function other() return x end
print(read(), other(), getfenv(read) == _G, getfenv(print) == _G)
print(setfenv(read, { x = "own" }) == read)
print(read(), other(), x)
print(getfenv(read).x, getfenv(other).x)
-- functions made inside inherit the environment they are made in
local function maker() return function() return x end end
local before = maker()
setfenv(maker, { x = "maker's" })
local after = maker()
print(before(), after())
setfenv(after, { x = "after's" })
print(before(), after(), maker()())
-- assignments go to the environment
local env = setmetatable({}, { __index = _G })
local function assign() y = 1 z = (z or 0) + 1 return y, z end
setfenv(assign, env)
print(assign()) print(assign()) print(env.y, env.z, y, z)
-- the running function, and its caller
local function level1() setfenv(1, { print = print, x = "level 1" }) print(x) return x end
print(level1(), x)
local function setcaller() setfenv(2, { print = print, x = "caller's", setcaller = setcaller }) end
local function caller() setcaller() print(x) end
caller() print(x)
local function envs() local _ = x return getfenv(1).x, getfenv(2).x end
setfenv(envs, { x = "envs'", getfenv = getfenv })
print(envs())
-- in a coroutine, in a loop, with upvalues
local co = coroutine.wrap(function() setfenv(1, { coroutine = coroutine, x = "co" }) coroutine.yield(x) x = "changed" return x end)
print(co()) print(co()) print(x)
local n = 0
local function counter() n = n + 1 return x, n end
print(counter()) setfenv(counter, { x = "counted" }) print(counter()) print(n)
for i = 1, 3 do
  local function f() return x end
  if i == 2 then setfenv(f, { x = "second" }) end
  print(i, f())
end
-- loaded chunks
local chunk = loadstring("v = (v or 0) + 1 return v, x")
local sandbox = { x = "sandboxed" }
setfenv(chunk, sandbox)
print(chunk()) print(chunk()) print(sandbox.v, v)
local definer = loadstring("function f() return x end")
setfenv(definer, sandbox)
definer()
print(sandbox.f(), f)
print(pcall(function() setfenv(read, 1) end))

-- Without an argument the level is 1.
print("getfenv without argument", getfenv() == getfenv(1), getfenv(0) ~= nil)
-- at a level, it gives the function whose environment it changed
do
  local g
  local function change() print(setfenv(2, { mark = "changed", print = print }) == g) end
  g = function() change() print(mark) end
  g()
  print(getfenv(g).mark)
end
-- A function that uses no globals keeps what it is given all the same.
do
  local function constant() return 1 end
  local given = {}
  print(getfenv(constant) == getfenv(1), setfenv(constant, given) == constant, getfenv(constant) == given)
  print(constant())
end
-- A function that calls it last is still a level.
do
  local function ofCaller() return getfenv(2) end
  local function caller() local given = ofCaller() return given end
  setfenv(caller, { ofCaller = ofCaller, mark = "caller" })
  print(caller().mark)
  local function change() return setfenv(2, { mark = "set" }) end
  local function changed() local f = change() return mark end
  print(changed())
end
-- levels that are not there
print(select(2, pcall(function() local e = getfenv(100) end)))
print(select(2, pcall(function() setfenv(100, {}) end)))
