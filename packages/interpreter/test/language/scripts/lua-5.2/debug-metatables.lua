-- Metatables that all values of a type share.
local function try(f, ...) print(pcall(f, ...)) end
print(debug.getmetatable(1), debug.getmetatable(nil), debug.getmetatable(print), debug.getmetatable("").__index == string)

debug.setmetatable(1, {
  __index = function(n, k) return k .. n end,
  __call = function(n, x) return n * x end,
  __len = function(n) return n + 1 end,
  __concat = function(a, b) return "concat" end,
  __tostring = function(n) return "number" end,
})
print((5).x, (5)[true and "y"], #5, (5)(3), 1 .. 2)
local n = 7
print(n.field, (5) .. {} == "concat")
print(tostring(8))
debug.setmetatable(1, nil)
try(function() return n.field end)
print(tostring(8))

debug.setmetatable(nil, { __index = function(_, k) return "nil's " .. tostring(k) end, __add = function() return "sum" end })
local t = {}
print(t.a.b, nil + 1, 1 + nil)
debug.setmetatable(nil, nil)
try(function() return t.a.b end)

debug.setmetatable(true, { __index = { negate = function(b) return not b end }, __lt = function() return true end })
print((true):negate(), (false):negate(), true < false)
debug.setmetatable(true, nil)
try(function() return true < false end)

debug.setmetatable(print, { __index = { name = "a function" }, __concat = function(a, b) return "joined" end })
print(print.name, try.name, try .. "x", getmetatable(try).__index.name)
debug.setmetatable(print, nil)
try(function() return try.name end)

local co = coroutine.create(print)
debug.setmetatable(co, { __index = coroutine })
print(co:status(), type(co.yield))
debug.setmetatable(co, nil)
try(function() return co.x end)

-- strings can be given another one, or none
local strings = debug.getmetatable("")
debug.setmetatable("", { __index = function(s, k) return s .. "." .. k end, __call = function(s, x) return s .. x end })
print(("a").b, ("a")("c"))
debug.setmetatable("", nil)
print((pcall(function() return ("a"):upper() end)))
debug.setmetatable("", strings)
print(("a"):upper())

-- behind what protects
local meta = { __metatable = "locked" }
local locked = setmetatable({}, meta)
print(getmetatable(locked), debug.getmetatable(locked) == meta)
print(debug.setmetatable(locked, nil) == locked, getmetatable(locked))
print(debug.setmetatable(10, nil))
for _, call in ipairs({
  function() debug.setmetatable() end,
  function() debug.setmetatable(1) end,
  function() debug.setmetatable(1, 2) end,
  function() debug.getmetatable() end,
}) do print(select(2, pcall(call))) end
