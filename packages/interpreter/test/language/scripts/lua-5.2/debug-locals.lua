-- Locals of calls under way, read and written.
local function show(co, level)
  local i, names = 1, {}
  while true do
    local name, value
    if co then name, value = debug.getlocal(co, level, i) else name, value = debug.getlocal(level + 1, i) end
    if not name then break end
    if name ~= "(*temporary)" then
      names[#names + 1] = name .. "=" .. (type(value) == "table" and "table" or type(value) == "function" and "function" or tostring(value))
    end
    i = i + 1
  end
  print(table.concat(names, " "))
end

local function nested(a, b, ...)
  local c = a + b
  do
    local inner = "inner"
    show(nil, 1)
  end
  for i = 1, 2 do
    local square = i * i
    show(nil, 1)
  end
  for i = 10, 1, -7 do show(nil, 1) end
  repeat
    local again = true
    show(nil, 1)
  until again
  local function captured() return c, b end
  show(nil, 1)
  b = b + 1
  show(nil, 1)
  local x, y
  show(nil, 1)
  return captured()
end
print(nested(1, 2, "rest"))

-- varargs
local function varargs(a, ...)
  print(debug.getlocal(1, -1))
  print(debug.getlocal(1, -2))
  print(debug.getlocal(1, -3))
  print(debug.setlocal(1, -1, "changed"), ...)
  print(debug.setlocal(1, -9, "none"))
end
varargs(1, "x", nil)

-- writing
local function set(level, name, value)
  local i = 1
  while true do
    local found = debug.getlocal(level + 1, i)
    if not found then return nil end
    if found == name then return debug.setlocal(level + 1, i, value) end
    i = i + 1
  end
end

local function written(n)
  local text, number, flag = "text", 1, true
  local read = function() return text, number end
  local helper = function() return "old" end
  local function named() return "old" end
  set(1, "text", 5)
  set(1, "number", "a string")
  set(1, "flag", nil)
  set(1, "n", n .. "!")
  set(1, "helper", function() return "new" end)
  set(1, "named", function() return "new" end)
  print(text, number, flag, n, read())
  print(helper(), named())
  for i = 1, 3 do
    local v = i
    if i == 2 then set(1, "v", "two") end
    print(v)
  end
  return (number .. "")
end
print(written("n"))

-- two levels up, through a protected call, and out of range
local function outer()
  local mine = "outer's"
  local ok, name, value = pcall(function() return debug.getlocal(3, 1) end)
  print(ok, name, value)
  pcall(function() debug.setlocal(3, 1, "set from inside") end)
  print(mine)
end
outer()
print((select(2, pcall(function() debug.getlocal(200, 1) end)):gsub("debug%.", "")))
print((select(2, pcall(function() debug.setlocal(200, 1, 1) end)):gsub("debug%.", "")))
print(pcall(function() return debug.getlocal(0, 1) end) or "natives have none of their own")

-- other coroutines
local co = coroutine.create(function(first, ...)
  local second = first * 2
  local third = coroutine.yield(second)
  local fourth = third .. second
  coroutine.yield(fourth)
end)
print((pcall(debug.getlocal, co, 5, 1)))
print(coroutine.resume(co, 21))
show(co, 1)
print(debug.setlocal(co, 1, 2, "forty-two"))
print(coroutine.resume(co, "is "))
show(co, 1)
print((pcall(debug.getlocal, co, 5, 1)))


-- parameters of functions
local function parameters(a, b, ...) local c end
print(debug.getlocal(parameters, 1), debug.getlocal(parameters, 2), debug.getlocal(parameters, 3))
print(debug.getlocal(type, 1))

-- callers by tail calls of Lua functions are gone, those of natives are not
local function last() return debug.getlocal(1, 1) end
local function middle() local hidden = 1 return last() end
local function first() local seen = 2 local a, b = middle() return a, b end
print(first())
local function natively(x) return debug.getlocal(1, 1) end
print(natively("a parameter"))
local function turns(n) if n == 0 then return "done" end local l = debug.getlocal(1, 1) return turns(n - 1) end
print(turns(20000))
-- Level 0 is `getlocal` itself, with its arguments.
do
  print(debug.getlocal(0, 1))
  print(debug.getlocal(0, 2))
  print(debug.getlocal(0, 3))
  print(debug.getlocal(0, -1))
end
