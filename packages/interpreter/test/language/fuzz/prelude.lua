-- What random programs are made with; each is appended to this and ends in a value or an error.
-- Few enough calls in all that PUC's limit of 200 C levels is out of reach, though one call may nest four.
local steps, metas = 0, 0
local function over() steps = steps + 1 return steps > 45 end
local function many() metas = metas + 1 return metas > 40 end
local function show(v)
  local t = type(v)
  if t == "number" then return v ~= v and "nan" or tostring(v) end
  if t == "string" then return "'" .. v .. "'" end
  if t == "nil" or t == "boolean" then return tostring(v) end
  return t
end
local function out(...)
  local s = ""
  for i = 1, select("#", ...) do s = s .. show((select(i, ...))) .. " " end
  print(s)
end
local function cut(s) if type(s) == "string" and #s > 40 then return (s:sub(1, 40)) end return s end
local function maybe(...)
  if many() then return ... end
  return coroutine.yield(...)
end
local function count(t) local n = 0 for _ in pairs(t) do n = n + 1 end return n end
local function each(...)
  local list, i = { ... }, 0
  return function() i = i + 1 return list[i], i end
end
-- CC: our ipairs reads through __index, PUC 5.2's does not.
local function ipairs(t) return _G.ipairs(getmetatable(t) and {} or t) end
local function handler(m) return "handled " .. show(m) end
local events = { "add", "sub", "mul", "div", "pow", "unm", "concat", "len", "eq", "lt", "le", "call" }
local TRACE, YIELD, FAIL = {}, {}, {}
for i = 1, #events do
  local name = events[i]
  TRACE["__" .. name] = function(a, b) out(name, a, b) return i, "dropped" end
  YIELD["__" .. name] = function(a, b) return maybe(name) end
  FAIL["__" .. name] = function(a, b)
    if many() then return i end
    error(name, i % 3)
  end
end
-- PUC 5.2 inverts the result of a __le that yields if only the second operand has it.
YIELD.__le = function(a, b) out("le", a, b) return not many() end
TRACE.__index = function(t, k) out("index", k) return rawget(t, "x") end
TRACE.__newindex = function(t, k, v) out("newindex", k, v) rawset(t, k, v) end
YIELD.__index = function(t, k) return maybe("index", k) end
YIELD.__newindex = function(t, k, v) rawset(t, k, maybe("newindex", v)) end
FAIL.__index = function(t, k) if k == "x" then return 3 end error({ k }) end
local CLASS = { x = 11, y = 12, s = "class" }
CLASS.__index = CLASS
function CLASS.f(self, v) return "method", v end
function CLASS.__call(self, ...) return select("#", ...), ... end
local DEEP = { __index = setmetatable({ y = 13 }, { __index = CLASS }), __newindex = CLASS }
local METAS = { TRACE, YIELD, FAIL, CLASS, DEEP }
gn1, gn2, gs1, gs2, ga1, ga2 = 1, 2.5, "a", "10", nil, true
gf1, gf2 = function(...) return ... end, function(a, b) return b, a end
gt1 = { 5, 6, 7, x = 1, y = 2, s = "f", t = { x = 3 }, f = function(self, v) return v, self end, g = gf1 }
gt2 = setmetatable({ x = 4, y = 5, s = "20", f = gf2, t = gt1 }, TRACE)
