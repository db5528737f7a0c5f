-- `...` (manual 3.4.10) in every position.
local function count(...) return select("#", ...) end
local function id(...) return ... end
local function list(...) return { ... } end
print(count(), count(nil), count(nil, nil), count(1, nil, 3), count(id()), count(id(nil)), count((id())))
print(id(1, 2, 3), id(4, 5))
print((id(1, 2, 3)), (id()))
print(#list(1, 2, 3), #list(), list(1, nil, 3)[3], list(id(1, 2), id(3, 4))[3])
local function f(a, b, ...)
  local c, d = ...
  local n = select("#", ...)
  return n, a, b, c, d, ...
end
print(f())
print(f(1))
print(f(1, 2))
print(f(1, 2, 3))
print(f(1, 2, 3, 4, 5))
print(f(nil, nil, nil, nil))
local function g(...)
  local first = ...
  local t = { n = select("#", ...), ... }
  local u = { ..., "end" }
  local v = { "start", ... }
  local w = { x = ..., ... }
  return first, t.n, #t, #u, #v, w.x, ...
end
print(g(1, 2, 3))
print(g("only"))
print(g())
local function arith(...) return ... + 1, -..., #..., ... .. "", (...) == ..., not ... end
print(arith("5", "ignored"))
local function cond(...) if ... then return "true" elseif ... == false then return "false" end return "nil" end
print(cond(1), cond(false), cond(nil), cond())
local function loop(...)
  local s = 0
  for i = 1, select("#", ...) do s = s + (select(i, ...)) end
  while (...) > s do s = s + 1 end
  for i = ..., 4 do if i then return s, "stop", i end end
end
print(pcall(loop, 3, 4))
local function iter(...) local n = 0 for k, v in ... do n = n + 1 end return n end
print(iter(next, { 1, 2, 3 }), iter(next, { a = 1 }, nil))
local function tail(...) return id(...) end
local function tail2(...) return id("x", ...) end
local function tail3(...) return id(..., "x") end
print(tail(1, 2), tail2(1, 2), tail3(1, 2))
print(select(2, "a", "b", "c"), select(-1, "a", "b", "c"), select(-2, "a", "b", "c"))
print(select("#"), select("#", nil, nil), (select(2, "a", "b", "c")), select(4, 1, 2, 3))
print(pcall(function() select(0) end), pcall(function() select(-3, 1, 2) end), pcall(function() select("x") end))
-- kept in a closure through a table, and unchanged by assignments to parameters
local function keep(a, ...)
  a = "changed"
  local t = { ... }
  return function(i) return t[i] end, a, ...
end
local k, a, r1, r2 = keep("p", "q", "r")
print(k(1), k(2), a, r1, r2)
local function setargs(...)
  local a, b = ...
  a = "new"
  return a, b, ...
end
print(setargs("x", "y"))
-- the main chunk is vararg, and load passes arguments
print(count(...), ...)
print(load("local a, b = ... return b, a, select('#', ...)")(1, 2, 3))
-- many
local function many(n, ...) if n == 0 then return ... end return many(n - 1, n, ...) end
print(many(20))
print(count(many(200)))
local packed = list(many(250))
print(#packed, packed[1], packed[250])
local function nested(...) return (function(...) return (function(...) return ... end)(..., "b") end)(..., "a") end
print(nested(1, 2))
local function pass(...) local a, b = id(...), ... return a, b end
print(pass(7, 8))
local t = setmetatable({}, { __index = function(_, ...) return select("#", ...) end, __call = function(self, ...) return select("#", ...), ... end })
print(t.x, t(1, nil), t())
local o = { m = function(self, ...) return select("#", ...), ... end }
print(o:m(), o:m(nil), o:m(id(1, 2)), (o:m(1, 2)))
