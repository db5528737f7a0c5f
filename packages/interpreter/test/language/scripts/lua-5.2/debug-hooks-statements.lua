-- Line hooks inside statements that span lines: which lines are told, in which order.
local source = debug.getinfo(1, "S").source
local log, first = {}, 0
local function hook(event, line)
  -- Tests may put functions of their own in the place of natives.
  local info = debug.getinfo(2, "Sl")
  if info.source ~= source then return end
  log[#log + 1] = line - first .. (info.currentline == line and "" or "?")
end
local function lines(name, f, ...)
  log, first = {}, debug.getinfo(f, "S").linedefined
  debug.sethook(hook, "l")
  f(...)
  debug.sethook()
  print(name, table.concat(log, ", "))
end
local function id(...) return ... end
g, field = 1, { x = { y = 5 } }

lines("arguments", function()
  local a = 1
  id(
    1,
    a,
    g
  )
  id(1,
    2)
  local b = id(
    id(3),
    id(
      4
    )
  )
  id(
  )
  id(a,
    id(b, 5))
  id(field.x
    .y, field
    .x)
  id({
    1
  }, function()
    return 1
  end, "s")
end)

lines("constructors", function(...)
  local a = 1
  local t = {
    1,
    2,
    a,
    g,
    id(3),
  }
  t = { 1,
    2 }
  local u = {
    x = 1,
    y = a,
    z = id(
      5
    ),
    ["k" .. a] = 2,
    [3] = g,
    f = function()
      return 1
    end,
  }
  local v = {
    {
      1, 2,
    },
    { x = 1 }, {
      y = 2 },
    ...
  }
  local w = {
  }
  local x = {
    id(1, 2)
  }
end, 7, 8)

lines("a long constructor", function()
  local t = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
    a = g, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i = 9, j = 10, k = 11, l = 12, m = 13,
    n = id(1), o = 2, p = 3, q = 4, r = 5, s = 6, t = 7, u = 8, v = 9, w = 10, x = 11, y = 12, z = 13,
    id(2),
  }
end)

lines("operators", function()
  local a, b = 1, 2
  local c = id(a) +
    id(b) *
    g
  local d = g +
    field.x.y -
    id(3)
  local s = "a" ..
    b ..
    "c"
  local e = id(1) ==
    id(2)
  local f = a <
    g
  local n = -id(
    1
  )
  local r = (id(a)
    + id(b))
    * 2
end)

lines("and, or", function()
  local a, b, n = 1, 2, nil
  local c = id(a) and
    id(b)
  local d = id(n) and
    id(b)
  local e = id(n) and
    id(1) or
    id(2)
  local f = id(a) or
    id(b)
  if id(a) and
    id(b) then
    c = 5
  end
  while id(n) or
    id(false) do
    c = 6
  end
  repeat
    n = id(1)
  until id(n) and
    id(n) == 1
end)

lines("assignments", function()
  local a, b = id(1),
    id(2)
  local t = {}
  t.x =
    1
  t.x, t.y =
    id(3),
    id(4)
  g =
    id(5)
  t.f = function()
    return 1
  end
  return id(6),
    id(7)
end)

lines("methods", function()
  local o = {}
  function o:m(x)
    return self
  end
  o:m(
    1
  )
  o:m(id(2),
    id(3))
end)

-- In the middle of a statement everything is as it was.
do
  local values = {}
  debug.sethook(function(event, line)
    local info = debug.getinfo(2, "S")
    if info.source ~= source then return end
    values[#values + 1] = line
  end, "l")
  local one = 1
  local result = id(one + 1) * 100 +
    id(
      one + 2,
      "x"
    ) * 10 +
    #{
      one,
      id(5),
      {},
    }
  local text = id("a") ..
    id("b") .. one ..
    id("c")
  debug.sethook()
  print(result, text, #values > 10)
end

-- Errors and yields there.
do
  local function failing()
    return id(1) +
      id(
        2
      ) + error("in the middle")
  end
  debug.sethook(hook, "l")
  local ok, message = pcall(failing)
  debug.sethook()
  print(ok, message)
  local co = coroutine.wrap(function()
    local t = {
      id(1),
      coroutine.yield(2),
      [id("k")] =
        coroutine.yield(3),
    }
    return t[1],
      t[2],
      t.k
  end)
  print(co())
  log, first = {}, 0
  print(co("two"))
  print(co("three"))
end
