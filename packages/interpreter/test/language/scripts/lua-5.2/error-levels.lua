-- Where errors say they happened: levels of error(), tail calls, natives, coroutines, lines.
local function level1(m)
  error(m, 1)
end
local function level2(m)
  error(m, 2)
end
local function level3(m)
  error(m, 3)
end
local function wrap2(f, m)
  local r = f(m)
  return r
end
local function wrap3(f, m)
  local r = wrap2(f, m)
  return r
end
for _, f in ipairs { level1, level2, level3 } do
  print(pcall(f, "direct"))
  print(pcall(wrap2, f, "one caller"))
  print(pcall(wrap3, f, "two callers"))
  print(pcall(function()
    wrap3(f, "from here")
  end))
end
for level = 0, 8 do print(level, pcall(function() local r = (function() local s = (function() error("at", level) end)() return s end)() return r end)) end
print(pcall(function() error("negative", -1) end))
print(pcall(function() error("huge", 1000) end))
print(pcall(function() error("text level", "2") end))
-- several lines
print(pcall(function()
  local a = 1
  local b = a +
    {} +
    2
end))
print(pcall(function()
  local t = {}
  t
    .x
    .y = 1
end))
print(pcall(function()
  local f
  f(
    1,
    2
  )
end))
print(pcall(function()
  local t = {
    1,
    nil + 1,
    3
  }
end))
print(pcall(function()
  return "a" ..
    "b" ..
    {} ..
    "c"
end))
print(pcall(function()
  local s = 0
  for i = 1, {}, 2 do
    s = s + i
  end
end))
print(pcall(function()
  if 1
    < {}
  then
    return
  end
end))
print(pcall(function()
  return #
    nil
end))
print(pcall(function()
  return -
    {}
end))
print(pcall(function()
  local a, b =
    1,
    undefinedvariable.field
end))
print(pcall(function()
  local o = {}
  o:method(
    1
  )
end))
print(pcall(function()
  local o = {}
  o:one()
  :two()
end))
print(pcall(function()
  local o = { f = function() return { g = function() end } end }
  o.f()
  .g()
  .h
  .i()
end))
print(pcall(function()
  error(
    "several lines"
  )
end))
print(pcall(function()
  while
    nil .. "x"
  do
  end
end))
print(pcall(function()
  repeat
    local x = 1
  until
    x .. nil
end))
print(pcall(function()
  local x
  x.y = 5
end))
print(pcall(function()
  local x = {}
  x[nil] = 5
end))
print(pcall(function()
  for k in 5 do
  end
end))
print(pcall(function()
  return 1 < 2 and
    nil > 1 or
    3
end))
-- in nested functions, in loops, after loops, in tail calls
local function tail() return error("in a tail call", 2) end
print(pcall(function() return tail() end))
print(pcall(function()
  local r = tail()
  return r
end))
print(pcall(function()
  for i = 1, 3 do
    local x = i
    if i == 3 then
      x = x + nil
    end
  end
end))
-- natives that fail have the position of their caller
print(pcall(function() local x = tostring() end))
print(pcall(function() return select(0) end))
-- coroutines
print(coroutine.resume(coroutine.create(function()
  local x
  x.y = 1
end)))
print(pcall(coroutine.wrap(function()
  coroutine.yield()
end)))
print(coroutine.resume(coroutine.create(function() error("2 in a coroutine", 2) end)))
print(coroutine.resume(coroutine.create(function() level2("from a coroutine") end)))
-- chunk names
print(pcall(load("error('x')", "=named")))
print(pcall(load("error('x')", "@file.lua")))
print(pcall(load("error('x')", "return 1")))
print(pcall(load("\n\nerror('x')")))
print(pcall(load("local t = nil\n\nt.x = 1", "a rather long chunk name that does not fit in sixty characters at all")))
print(pcall(load("error('x', 2)", "=(level)")))
print(load("x =", "=syntax")) print(load("x = = 1")) print(load("for", "@f.lua"))
-- a number is a message too where a wrapped coroutine fails
print(pcall(function() local ok = coroutine.wrap(function() error(8, 0) end)() end))
print(pcall(function() for _ in coroutine.wrap(function() error(2.5, 0) end) do end end))
print(type(select(2, pcall(coroutine.wrap(function() error(7, 0) end)))))
print(pcall(function() local ok = coroutine.wrap(function() error(nil, 0) end)() end))
