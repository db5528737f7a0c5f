-- Errors raised in metamethods, iterators and callbacks, caught outside, with all in order afterwards.
local mt = {}
for _, event in ipairs { "add", "sub", "mul", "div", "mod", "pow", "unm", "concat", "len", "index", "newindex", "call", "eq", "lt", "le", "tostring", "pairs", "ipairs" } do
  mt["__" .. event] = function() error(event, 0) end
end
local a, b = setmetatable({}, mt), setmetatable({}, mt)
local t = {}
local tests = {
  function() return a + 1 end, function() return 1 - a end, function() return a * b end, function() return a / 2 end,
  function() return a % b end, function() return 2 ^ a end, function() return -a end, function() return a .. "x" end,
  function() return #a end, function() return a.x end, function() a.x = 1 end, function() return a() end,
  function() return a == b end, function() return a < b end, function() return a <= 1 end, function() return 1 > a end,
  function() return tostring(a) end, function() for _ in pairs(a) do end end, function() for _ in ipairs(a) do end end,
  function() for _ in a do end end, function() return { 1, a.x, 2 } end, function() local x = t[a.k] end,
  function() return a:method() end, function() t.v = 1 + (2 * (a - 3)) end, function() return "s" .. 1 .. a .. "e" end,
  function() if a == b then return 1 end end, function() while a < b do end end, function() repeat until a <= b end,
  function() for i = 1, -a do end end, function() return select("#", 1, a.x) end,
}
for i, test in ipairs(tests) do print(i, pcall(test)) end
print(next(t))
-- positions: the error is where the metamethod is, its caller is where the operator is
local positioned = setmetatable({}, { __add = function() error("in add") end, __index = function(_, k)
  error("in index " .. tostring(k), 2) end, __call = function()
  local x = nil + 1 end })
print(pcall(function() return positioned + 1 end))
print(pcall(function()
  return positioned.field
end))
print(pcall(function() positioned() end))
print(pcall(function() return -positioned end))
-- error values that are tables pass through unchanged
local value = { "table" }
local thrower = setmetatable({}, { __index = function() error(value) end })
print(select(2, pcall(function() return thrower.x end)) == value)
-- in the middle of statements: what was evaluated before stays, what comes after does not happen
local state = {}
print(pcall(function() state.a = 1 state.b = a.x state.c = 3 end), state.a, state.b, state.c)
local x, y = 1, 2
print(pcall(function() x, y = y, a + 1 end), x, y)
print(pcall(function() x, state[a.k] = 5, 6 end), x)
-- in coroutines
local co = coroutine.create(function() coroutine.yield(1) return a + 1 end)
print(coroutine.resume(co)) print(coroutine.resume(co)) print(coroutine.resume(co)) print(coroutine.status(co))
co = coroutine.create(function() local ok, e = pcall(function() return a.x end) coroutine.yield(ok, e) return pcall(function() a.x = 1 end) end)
print(coroutine.resume(co)) print(coroutine.resume(co))
-- an error after a yield inside a metamethod
local late = setmetatable({}, { __add = function() coroutine.yield("before") error("after", 0) end })
co = coroutine.create(function() return pcall(function() return late + 1 end) end)
print(coroutine.resume(co)) print(coroutine.resume(co))
-- many errors leave nothing behind
local n = 0
for _ = 1, 2000 do if not pcall(function() return a.x end) then n = n + 1 end end
print(n)
-- metamethods that cannot be called: the source has no name for them
local broken = {}
for _, event in ipairs { "add", "mod", "pow", "unm", "concat", "len", "lt", "le", "eq", "call" } do broken["__" .. event] = 1 end
local c, d = setmetatable({}, broken), setmetatable({}, broken)
for _, test in ipairs {
  function() return c + 1 end, function() return 1 % c end, function() return 2 ^ d end, function() return -c end,
  function() return c .. "x" end, function() return "x" .. d end, function() return #c end,
  function() return c < d end, function() return c <= d end, function() return c == d end, function() return c() end,
} do print(pcall(test)) end
