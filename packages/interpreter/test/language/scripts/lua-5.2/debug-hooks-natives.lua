-- Calls and returns of natives in hooks: when Lua code, pcall and xpcall call them.
local source = debug.getinfo(1, "S").source
local log = {}
local on = false
local function hook(event)
  local i = debug.getinfo(2, "nSf")
  if not on then return end
  log[#log + 1] = event .. ":" .. (i.what == "C" and "C " .. tostring(i.name) .. " " .. i.namewhat or "L" .. i.linedefined)
end
local print, pcall, xpcall, tostring, error, select, string, table, setmetatable, coroutine, type, next = print, pcall, xpcall, tostring, error, select, string, table, setmetatable, coroutine, type, next
local sethook, concat = debug.sethook, table.concat
local function calls(name, f, ...)
  log = {}
  on = true
  sethook(hook, "cr")
  f(...)
  sethook()
  on = false
  print(name, concat(log, ", "))
end
local t = { len = string.len }
calls("plain", function() local x = type(1) end)
calls("field", function() local x = t.len("x") end)
calls("method", function() local x = ("x"):rep(3) end)
calls("tail", function() return select("#", 1) end)
calls("pcall", function() local ok = pcall(type, 1) end)
calls("pcall fails", function() local ok = pcall(error, 1) end)
calls("pcall of Lua", function() local ok = pcall(function() error("x") end) end)
calls("xpcall", function() local ok = xpcall(type, print, 1) end)
calls("next", function() for k in next, { 1 } do end end)
calls("nested", function() local x = tostring(type(select(1, 2))) end)
calls("args", function() local a, b, c = select(2, 1, 2, 3, 4) on = on and a == 2 and c == 4 end)
calls("wrap", function() local f = coroutine.wrap(function() coroutine.yield(1) end) local x = f() + 1 end)
calls("statement", function() type(nil) type(2) end)
calls("many", function(...) local a = { type(1), select("#", ...) } return (type(a)) end, 1, 2)
calls("two values", function()
  local a, b = select(2, 1, 2, 3)
  if a ~= 2 or b ~= 3 then error("results are lost") end
end)
-- The function that is called can be looked at, and taken for the hook's own business.
do
  local counts = {}
  sethook(function()
    local f = debug.getinfo(2, "f").func
    counts[f] = (counts[f] or 0) + 1
  end, "c")
  for i = 1, 3 do local x = type(i) end
  local x = t.len("x")
  sethook()
  print(counts[type], counts[t.len], counts[sethook])
end
