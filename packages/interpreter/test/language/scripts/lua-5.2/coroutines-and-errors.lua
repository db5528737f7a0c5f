-- Yields across pcall and xpcall, errors in coroutines, and both together (manual 2.6, 6.1, 6.2).
local yield, resume, status, create, wrap = coroutine.yield, coroutine.resume, coroutine.status, coroutine.create, coroutine.wrap
local function drive(co, ...)
  local function show(...) print(status(co), ...) return ... end
  local given = { ... }
  show(resume(co, 0))
  for i = 1, #given do show(resume(co, given[i])) end
end
drive(create(function() return pcall(function(a) return "in", yield("y1"), a end, "arg") end), "r1")
drive(create(function() return pcall(function() yield("y1") error("after", 0) end) end), "r1")
drive(create(function() return pcall(function() local x = yield("y1") local y = x + {} end) end), 1)
drive(create(function() return pcall(yield, "direct") end), "back")
drive(create(function() return pcall(pcall, yield, "nested") end), "back")
drive(create(function() return pcall(pcall, function() yield(1) error("e", 0) end) end), "back")
drive(create(function() return pcall(error) end))
drive(create(function() return select("#", pcall(error, nil)) end))
drive(create(function()
  local ok, e = pcall(function()
    local ok2, e2 = pcall(function() yield("inner") error("inner error", 0) end)
    yield("between", ok2, e2)
    error("outer error", 0)
  end)
  yield("after", ok, e)
  return "end"
end), 1, 2, 3)
drive(create(function() return xpcall(function(...) return "x", yield("y"), ... end, print, "a", "b") end), "r")
drive(create(function() return xpcall(function() yield("y") error("bad", 0) end, function(m) return "handled " .. m end) end), "r")
drive(create(function() return xpcall(error, function(m) return "handled " .. tostring(m) end, "direct") end))
drive(create(function() return xpcall(function() local x = nil; x() end, function(m) return m .. "!" end) end))
drive(create(function() return pcall(function() for i in function() return yield("iterating") end do if i == 2 then error("two", 0) end end return "finished" end) end), 1, 2)
drive(create(function() return pcall(function() for i in function() return yield("iterating") end do if i == 2 then error("two", 0) end end return "finished" end) end), 1, nil)
-- uncaught errors
local co = create(function() local function deep(n) if n == 0 then error("deep") end local r = deep(n - 1) return r end deep(5) end)
print(resume(co)) print(status(co)) print(resume(co))
co = create(function() yield() local t t.x = 1 end)
print(resume(co)) print(resume(co)) print(status(co))
co = create(function() error({ 1, 2, 3 }) end)
local ok, e = resume(co)
print(ok, type(e), #e)
co = create(function() error() end)
print(resume(co))
co = create(function() error(nil, 2) end)
print(resume(co))
co = create(function() error("level 2", 2) end)
print(resume(co))
-- wrap passes errors on to its caller
local function inner() wrap(function() error("from wrap") end)() end
print(pcall(inner))
print(pcall(wrap(function() error("plain", 0) end)))
print(pcall(wrap(function() local w = wrap(function() yield(1) error("second", 0) end) w() w() end)))
local dead = wrap(function() end)
dead()
print(pcall(dead))
print(pcall(function() dead() end))
-- a coroutine killed by an error inside another
local a = create(function()
  local b = create(function() yield("b1") error("b fails", 0) end)
  yield(resume(b)) yield(resume(b)) yield(resume(b)) yield(status(b))
  error("a fails", 0)
end)
for _ = 1, 6 do print(resume(a)) end
-- resuming the running, and a normal one
local r
r = create(function() return resume(r) end)
print(resume(r))
local n
n = create(function() return resume(create(function() return resume(n) end)) end)
print(resume(n))
-- yield where it is not allowed: outside, told by the message
-- error values through several coroutines and protected calls
local v = setmetatable({}, { __tostring = function() return "object" end })
print(select(2, pcall(wrap(function() return wrap(function() error(v) end)() end))) == v)
print(resume(create(function() local ok, x = pcall(wrap(function() yield() error(v) end)) yield(ok, x) end)))
-- protected calls made many times, with errors at different depths
local function recurse(n) if n == 0 then error("bottom", 0) end local ok, m = pcall(recurse, n - 1) error(m .. n, 0) end
print(pcall(recurse, 9))
co = wrap(function() local function rec(n) if n == 0 then yield("at bottom") error("b", 0) end local ok, m = pcall(rec, n - 1) error(m .. n, 0) end return pcall(rec, 9) end)
print(co()) print(co())
-- yields in protected calls inside loops keep the loop's state
co = wrap(function()
  local log = ""
  for i = 1, 4 do
    local ok, m = pcall(function() if i % 2 == 0 then error("e" .. i, 0) end return yield("y" .. i) end)
    log = log .. tostring(ok) .. tostring(m) .. " "
  end
  return log
end)
print(co()) print(co("r1")) print(co("r3"))
-- garbage: coroutines that are never finished
for i = 1, 1000 do local w = wrap(function() yield(i) end) w() end
print("ok")
