-- `_ENV` (manual 2.2, 3.2) as the chunk's upvalue, as a local, a parameter and an upvalue.
x = "global"
print(x, _ENV.x, _G.x, _ENV == _G, rawget(_G, "x"))
_ENV.y = 1 print(y) _G.z = 2 print(z)
local print, type, setmetatable, pcall, load, next = print, type, setmetatable, pcall, load, next
-- a local _ENV
do
  local _ENV = { x = "local env" }
  print(x, y)
  y = "set"
  print(_ENV.y, y)
  function f() return x end
end
print(x, y, f)
-- a parameter
local function withEnv(_ENV, v) old = x x = v return x, old end
local e = { x = "param" }
print(withEnv(e, "new")) print(e.x, e.old, x)
-- an upvalue
local function makeEnv(t)
  local _ENV = t
  local function get() return x end
  local function set(v) x = v end
  local function swap(u) _ENV = u end
  return get, set, swap
end
local get, set, swap = makeEnv { x = "upvalue env" }
print(get()) set("changed") print(get()) swap { x = "swapped" } print(get()) print(x)
-- assigning the chunk's _ENV affects all its functions
local saved = _ENV
local function readx() return x end
_ENV = setmetatable({ x = "assigned" }, { __index = saved })
print(x, readx(), saved.x)
_ENV = saved
print(x, readx())
-- metamethods on environments
do
  local log = ""
  local _ENV = setmetatable({}, { __index = function(_, k) log = log .. "get " .. k .. " " return k end, __newindex = function(_, k) log = log .. "set " .. k .. " " end })
  a = b
  local d = c
  print(log)
end
-- strict globals
local strict = setmetatable({}, { __index = function(_, k) _G.error("undefined " .. k, 2) end, __newindex = function(_, k) _G.error("assigned " .. k, 2) end })
local _G = _G
do
  local _ENV = strict
  print(pcall(function() return undefinedname end))
  print(pcall(function() somename = 1 end))
end
-- environments that are not tables
print(pcall(function() local _ENV = nil return x end))
print(pcall(function() local _ENV = nil x = 1 end))
print(pcall(function() local _ENV = 5 return x end))
print(pcall(function(_ENV) return x end))
print(pcall(function(_ENV) local function inner() return x end return inner() end))
print(pcall(function() local _ENV = {} return x.y end))
print(pcall(function() local _ENV = {} x() end))
print(pcall(function() local _ENV = {} x.y = 1 end))
print(pcall(function() local _ENV = {} return x + 1 end))
-- as a loop variable, a function name, and in varargs
for _, _ENV in next, { { x = 1 } } do print(x) end
for _ENV = 1, 1 do print(_ENV) end
do local function _ENV() return "function" end print(_ENV()) end
print((function(...) local _ENV = ... return x end) { x = "vararg" })
-- load with an environment
local env = { x = "loaded" }
print(load("return x", "=c", "t", env)())
load("y = 5 local function inner() z = 6 end inner()", "=c", "t", env)()
print(env.y, env.z, y)
print(load("return x")()) print(load("_ENV = { x = 'own' } return x")(), x)
print(load("local f = function() return x end _ENV = { x = 'new' } return f()", "=c", "t", { x = "old" })())
print(load("return _ENV", "=c", "t", env)() == env, load("return _ENV")() == _G)
print(load("local a = ... return a, x", "=c", "t", { x = 1 })("arg"))
print(load("return function() x = (x or 0) + 1 return x end", "=c", "t", { x = 10 })()())
local one, two = load("n = (n or 0) + 1 return n", "=c", "t", {}), load("n = (n or 0) + 1 return n", "=c", "t", {})
print(one(), one(), two())
-- globals with odd names
_G["not an identifier"] = 1 print(_G["not an identifier"], _ENV["not an identifier"])
_G[1], _G[true] = "one", "true" print(_ENV[1], _ENV[true])
undefined, NaN, Infinity, window, this, process, globalThis = 1, 2, 3, 4, 5, 6, 7
print(undefined, NaN, Infinity, window, this, process, globalThis)
for _, name in next, { "eval", "Array", "Object", "constructor", "__proto__", "hasOwnProperty" } do print(name, _G[name]) end
