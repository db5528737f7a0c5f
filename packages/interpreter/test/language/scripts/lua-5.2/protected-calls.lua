-- pcall, xpcall, error, assert (manual 6.1).
print(pcall(function(...) return ... end, 1, nil, 3))
print(pcall(function() end))
print(pcall(error, "message", 0)) print(pcall(error, { 1 }) == false, (pcall(error))) print(pcall(error, nil))
print(pcall(error, 42)) print(pcall(error, true)) print(pcall(error, 42, 0)) print(pcall(error, "lvl", 1))
print(pcall(nil)) print(pcall(5)) print(pcall({})) print(pcall("x"))
print(pcall(function() error("with position") end))
print(pcall(function() error("level 1", 1) end)) print(pcall(function() error("level 2", 2) end)) print(pcall(function() error("level 0", 0) end))
print(pcall(function() error() end))
local t = {}
print(select(2, pcall(error, t)) == t, select("#", pcall(error, nil)), select("#", pcall(error)))
print(pcall(pcall, error)) print(pcall(pcall, pcall, error, "e"))
-- nesting
print(pcall(function()
  local ok, e = pcall(function() error("inner", 0) end)
  print("caught", ok, e)
  local ok2, e2 = pcall(function() return pcall(error, "deeper", 0) end)
  print("caught", ok2, e2)
  error("outer", 0)
end))
-- xpcall
print(xpcall(function(...) return "ok", ... end, print, 1, 2))
print(xpcall(error, function(m) return "H:" .. tostring(m) end, "msg", 0))
print(xpcall(error, function(m) return m, "second" end, "msg", 0))
print(xpcall(function() error({ code = 1 }) end, function(m) return m.code end))
print(xpcall(function() local x = nil + 1 end, function(m) return "H:" .. m end))
print(xpcall(function() undefined() end, function(m) return "H:" .. m end))
print(xpcall(error, function() end))
print(xpcall(nil, function(m) return "H:" .. m end)) print(xpcall({}, function(m) return "H:" .. m end))
print(pcall(function() xpcall() end)) print(pcall(function() xpcall(print) end))
print(xpcall(function() return xpcall(error, function(m) return "in " .. m end, "a", 0) end, function(m) return "out " .. m end))
print(xpcall(function() xpcall(error, function(m) return "in " .. m end, "a", 0) error("b", 0) end, function(m) return "out " .. m end))
-- the handler can call protected functions itself
print(xpcall(error, function(m) return select(2, pcall(error, "from handler: " .. m, 0)) end, "x", 0))
-- assert
print(assert(1, 2, 3)) print(select("#", assert(true))) print(pcall(assert, false)) print(pcall(assert, nil, "message"))
print(pcall(function() return assert(0), assert("") end))
-- state after errors
local n = 0
local function risky(v) n = n + 1 if v % 3 == 0 then error("bad " .. v, 0) end return v end
for i = 1, 7 do
  local ok, r = pcall(risky, i)
  print(i, ok, r, n)
end
local function unwind(d) local x = d if d == 0 then error("unwound", 0) end unwind(d - 1) return x end
print(pcall(unwind, 1000))
-- upvalues and tables changed before the error stay changed
local log = {}
local function steps() for i = 1, 10 do log[#log + 1] = i if i == 4 then error("stop", 0) end end end
print(pcall(steps)) print(#log)
local counter = 0
local function bump() counter = counter + 1 if counter < 3 then error("again", 0) end return counter end
local ok, r repeat ok, r = pcall(bump) until ok print(ok, r, counter)
-- errors in loops, conditions, returns, constructors
print(pcall(function() for i = 1, 3 do if i == 2 then error("loop", 0) end end end))
print(pcall(function() while error("cond", 0) do end end)) print(pcall(function() return 1, error("ret", 0) end))
print(pcall(function() return { 1, error("field", 0) } end)) print(pcall(function() local a = error("init", 0) end))
print(pcall(function() if true then do error("block", 0) end end end)) print(pcall(function() return error("tail", 0) end))
-- callable objects
local callable = setmetatable({}, { __call = function(self, x) if x then error("called", 0) end return self end })
print(pcall(callable) == true, pcall(callable, 1)) print(xpcall(callable, function(m) return m .. "!" end, 1))
print(pcall(xpcall, callable, callable, 1))

-- However the function is called, and whatever stands in its place.
local function count(...) return select("#", ...), ... end
local box = { n = 2, add = function(self, by) self.n = self.n + by return self.n, "added" end }
local callable = setmetatable({}, { __call = function(self, a) return type(self), a end })
local function each(...)
  local protect = pcall
  print(pcall(count), pcall(count, nil), pcall(count, 1, nil))
  print(pcall(count, 1, 2, 3, 4, 5))
  print(pcall(count, 1, 2, 3, 4, 5, 6, 7, nil))
  print(pcall(count, ...))
  print(pcall(count, count(...)))
  print((pcall(count, 1)), #{ pcall(count, 1, 2) })
  print(protect(count, 1), protect(protect, count, 2))
  print(xpcall(count, print), xpcall(count, print, 1, nil))
  print(xpcall(count, print, 1, 2, 3, 4, 5, 6, nil))
  print(xpcall(count, print, ...))
  print(pcall(box.add, box, 3))
  print(pcall(callable, 4), xpcall(callable, print, 5))
  print(pcall(nil, 1))
  print(pcall({}))
  print(xpcall(7, function(message) return "handled: " .. message end, 1))
  print((pcall(pcall)), (pcall(xpcall, count)))
end
each()
each("a", nil)
for turn = 1, 3 do
  local ok, first, second = pcall(turn == 2 and error or count, turn)
  print(turn, ok, first, second)
  local good, value = xpcall(turn == 2 and error or count, function(e) return -e end, turn)
  print(turn, good, value)
end

-- Another function under the same name.
do
  local pcall = function(f, ...) return "mine", f(...) end
  print(pcall(count, 1))
end
local real = pcall
function pcall(f, ...) return "replaced", real(f, ...) end
print(pcall(count, 1), pcall(error, "e", 0))
pcall = real
pcall, xpcall = xpcall, pcall
print(xpcall(count, 1), pcall(count, print, 2))
pcall, xpcall = xpcall, pcall

-- What was changed before the error stays changed, on both sides.
local seen = 0
local function climb(limit)
  seen = seen + 1
  local here = seen
  if seen >= limit then error({ seen }) end
  local ok, e = pcall(climb, limit)
  if ok then return here end
  e[#e + 1] = here
  if here % 3 == 0 then error(e) end
  return here
end
for limit = 1, 7 do
  seen = 0
  local ok, result = pcall(climb, limit)
  print(limit, ok, type(result) == "table" and table.concat(result, " ") or result)
end
