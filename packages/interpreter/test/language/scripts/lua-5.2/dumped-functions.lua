-- string.dump and load.
local function add(a, b) return a + b end
local dumped = string.dump(add)
print(type(dumped), dumped:sub(1, 4) == "\27Lua")
print(load(dumped)(1, 2))
print(load(dumped, "name", "b")(3, 4))
print(load(dumped, "name", "bt")(5, 6))
print(load(dumped, "name", "t"))
print(load("return 1", "name", "b"))
print(load(string.dump(load("local a, b = ... return b, a")))(1, 2))

-- upvalues are not kept
local up = 5
local f = load(string.dump(function() return up end), "=f", "b", "the environment")
print(f(), debug.getupvalue(f, 1))
local g = load(string.dump(function() local s = tostring(12) return s, type(up) end), nil, nil, { tostring = tostring, type = type })
print(g())
print(debug.getupvalue(g, 1) == "_ENV", debug.getupvalue(g, 2))
debug.setupvalue(g, 2, 10)
print(g())

-- recursion has to be restored, by joining too
local function fact(n) return n <= 1 and 1 or n * fact(n - 1) end
local copy = load(string.dump(fact))
debug.upvaluejoin(copy, 1, function() return fact end, 1)
print(copy(5))

-- closures inside, varargs, methods, long strings and comments
local h = load(string.dump(function(...)
  local n = select("#", ...) -- a comment with "end" in it
  local text = [==[
two ]] lines]==]
  local function inner(x) return x * n end
  return inner(10), text, ...
end))
print(h("a", "b"))
local class = {}
function class:method(x) return self.value + x end
function class.empty --[[ between ]] ( --[[ no parameters ]] ) return "empty" end
print(load(string.dump(class.method))({ value = 1 }, 2), load(string.dump(class.empty))())

-- positions are kept
local function fails()
  local x = nil
  return x.field
end
print(pcall(load(string.dump(fails))))
local info = debug.getinfo(load(string.dump(fails)), "S")
print(info.short_src, info.linedefined, info.lastlinedefined, info.what)

-- what cannot be
print(pcall(string.dump, type))
print(select(2, pcall(function() string.dump() end)))
print(select(2, pcall(function() string.dump(1) end)))
print(load(dumped:sub(1, 10), "=cut"))
print(load("\27Luanonsense, and long enough to be a header", "@other"))
print(load("\27nonsense that is long enough to be a header", "other"))
local refused = 0
for i = 0, #dumped - 1 do
  if load(dumped:sub(1, i), "=cut", "b") == nil then refused = refused + 1 end
end
print(refused == #dumped)
local i = 0
print(load(function() i = i + 1 return dumped:sub(i, i) end)(7, 8))

-- more upvalues than a function may have locals
do
  local parts = { "local first = 0 " }
  for level = 1, 2 do
    if level == 2 then parts[#parts + 1] = "return (function()" end
    for i = 1, 120 do parts[#parts + 1] = ("local v%d_%d = %d"):format(level, i, i * level) end
  end
  parts[#parts + 1] = "return function(n) local same = first == first return n"
  for level = 2, 1, -1 do
    for i = 120, 1, -1 do parts[#parts + 1] = ("+ (v%d_%d or 1000)"):format(level, i) end
  end
  parts[#parts + 1] = "end end)()"
  local many = load(table.concat(parts, " "), "=many")()
  local copy = load(string.dump(many))
  print(many(0), copy(0))
  print(debug.getinfo(copy, "u").nups, (debug.getupvalue(copy, 2)), (debug.getupvalue(copy, 241)))
end
