-- Where messages follow CC: Tweaked, or Lua 5.1 or 5.4, and not PUC Lua 5.2.
print(pcall(function() error(42) end))
print(pcall(function() assert(false, "no position is added") end))
print(pcall(function() assert(nil) end))
print(select(2, pcall(assert, false, { 7 }))[1])
print(pcall(function() assert() end))
print(pcall(function() local x = "text" .. {} end))
print(pcall(function() return -"x" end))
-- lines: an operation has the line of its own token
print(pcall(function()
  local o = {}
  o
  :one()
end))
print(pcall(function()
  local x
  x.y
    =
    5
end))
-- coroutines
local outer
outer = coroutine.create(function() return pcall(coroutine.wrap(function() return coroutine.resume(outer) end)) end)
print(coroutine.resume(outer))
print(pcall(pcall))
print(load("return 1", "=binary", "b"))
print(pcall(function() return ("x"):bad() end))
-- a type that has a name of its own
local named = setmetatable({}, { __name = "some type" })
print(pcall(string.rep, named))
print(pcall(math.floor, setmetatable({}, { __name = 5 })))
print(pcall(math.floor, named))
