-- Line hooks: which lines are told, in which order.
local source = debug.getinfo(1, "S").source
local log = {}
local function hook(event, line)
  -- Tests may put functions of their own in the place of natives.
  if debug.getinfo(2, "S").source ~= source then return end
  log[#log + 1] = event .. " " .. tostring(line)
end
local function lines(name, f, ...)
  log = {}
  debug.sethook(hook, "l")
  f(...)
  debug.sethook()
  print(name, table.concat(log, ", "))
end

lines("branches", function(a)
  local b = a
  if b > 1 then
    b = 2
  elseif b == 1 then
    b = 3
  else
    b = 4
  end
  if b == 3 then b = 5 end
  return b
end, 1)

lines("numeric for", function()
  for i = 1, 3 do
    local x = i
  end
  for i = 1, 3 do local x = i end
  for i = 1, 2 do end
  for i = 2, 1 do
    print("never")
  end
  for i = 1, 5 do
    if i == 2 then
      break
    end
    local x = i
  end
end)

lines("generic for", function()
  for k, v in pairs({ 1, 2 }) do
    local y = k
  end
  for _, v in ipairs({}) do
    print("never")
  end
  local function count(n, i)
    if i < n then
      return i + 1
    end
  end
  for i in count, 2, 0 do
    local z = i
  end
end)

lines("while and repeat", function()
  local n = 0
  while n < 2 do
    n = n + 1
  end
  repeat
    n = n - 1
  until n == 0
  while true do
    n = n + 1
    if n > 2 then break end
  end
  repeat local done = true until done
end)

lines("goto", function()
  local i = 1
  ::top::
  i = i + 1
  if i < 3 then
    goto top
  end
  do
    local j = i
    goto out
  end
  ::out::
  i = 0
end)

lines("functions", function(...)
  local t = function()
    return 1
  end
  t() t()
  local o = {}
  function o.f(...)
    local a, b = ...
    return select("#", ...)
  end
  function o:m(x)
    local get = function() return x end
    x = x + 1
    return get()
  end
  local a = o.f(1, 2)
  local b = o:m(5)
  local function none()
  end
  none()
  local function rec(n)
    if n == 0 then
      return 0
    end
    return rec(n - 1)
  end
  rec(2)
end, 1, 2, 3)

lines("library callbacks", function()
  local t = { 3, 1, 2 }
  local function less(a, b)
    return a < b
  end
  table.sort({ 2, 1 }, less)
  local function twice(c)
    return c .. c
  end
  local s = string.gsub("ab", ".", twice)
  local function fail(x)
    local y = x
    error("stop " .. y, 0)
  end
  local ok, message = pcall(fail, 7)
  log[#log + 1] = message
  local meta = {}
  function meta.__add(a, b)
    return 42
  end
  function meta.__index(_, k)
    local r = k
    return r
  end
  local object = setmetatable({}, meta)
  local sum = object + 1
  local field = object.name
  local function wrong()
    local z = nil + 1
  end
  local function handler(m)
    local r = "handled"
    return r
  end
  local ok, handled = xpcall(wrong, handler)
  log[#log + 1] = tostring(handled)
end)

-- Every coroutine has its own hook.
lines("coroutines", function()
  local function body(a)
    local b = a
    local c = coroutine.yield(b)
    return c
  end
  local co = coroutine.create(body)
  coroutine.resume(co, 1)
  local function inner()
    local z = 1
  end
  inner()
  coroutine.resume(co, 2)
end)
do
  log = {}
  local co = coroutine.create(function(a)
    local b = a
    for i = 1, 2 do
      b = b + coroutine.yield(i)
    end
    return b
  end)
  debug.sethook(co, hook, "l")
  print(debug.gethook() == nil, debug.gethook(co) == hook)
  local here = 1
  print(coroutine.resume(co, 1))
  here = 2
  print(coroutine.resume(co, 2))
  debug.sethook(co)
  print(coroutine.resume(co, 3))
  print(table.concat(log, ", "))
end

-- What a hook sees of what it was called in.
do
  local seen = {}
  local function traced(a, b)
    local sum = a + b
    b = b + 1
    local get = function() return b end
    b = get() * 2
    return sum + b
  end
  debug.sethook(function(event, line)
    local info = debug.getinfo(2, "Slf")
    if info.func ~= traced then return end
    local text = { info.short_src, info.what, info.currentline == line and line or "?" }
    for i = 1, 10 do
      local name, value = debug.getlocal(2, i)
      if name == nil or name:sub(1, 1) == "(" then break end
      text[#text + 1] = name .. "=" .. tostring(value):gsub("function.*", "f")
    end
    seen[#seen + 1] = table.concat(text, " ")
  end, "l")
  local result = traced(1, 2)
  debug.sethook()
  print(result)
  print(table.concat(seen, "\n"))
end

-- Errors of a hook are raised where it is called.
do
  local function spin()
    local n = 0
    while true do
      n = n + 1
    end
  end
  local calls = 0
  debug.sethook(function(event, line)
    calls = calls + 1
    if calls > 20 then
      debug.sethook()
      error("too many lines")
    end
  end, "l")
  local ok, message = pcall(spin)
  print(ok, message, calls, debug.gethook())
  local function failing(event, line)
    if line > 0 then
      debug.sethook()
      error("at the line", 2)
    end
  end
  local ok, message = pcall(function()
    debug.sethook(failing, "l")
    spin()
  end)
  print(ok, message)
end

-- A hook may take itself away, and be taken away deep inside.
do
  log = {}
  debug.sethook(function(event, line)
    log[#log + 1] = line
    if #log == 3 then debug.sethook() end
  end, "l")
  local a = 1
  for i = 1, 1000 do
    a = a + i
  end
  print(a, table.concat(log, " "), debug.gethook())
  local function deep(n)
    if n == 0 then
      debug.sethook()
      return 0
    end
    local r = deep(n - 1)
    return r + 1
  end
  log = {}
  debug.sethook(hook, "l")
  local depth = deep(5)
  print(depth, table.concat(log, ", "))
  local function on(n)
    if n == 0 then
      debug.sethook(hook, "l")
      return 0
    end
    local r = on(n - 1)
    return r + 1
  end
  log = {}
  depth = on(3)
  debug.sethook()
  print(depth, table.concat(log, ", "))
end

-- The hook is not called while it runs.
do
  local depth, deepest = 0, 0
  debug.sethook(function()
    depth = depth + 1
    deepest = math.max(deepest, depth)
    for i = 1, 3 do
      local x = i
    end
    depth = depth - 1
  end, "l")
  local x = 1
  x = 2
  debug.sethook()
  print(depth, deepest)
end
