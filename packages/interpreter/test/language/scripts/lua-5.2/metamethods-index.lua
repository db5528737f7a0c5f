-- __index, __newindex and raw access (manual 2.4).
local log = {}
local function note(...) local s = "" for i = 1, select("#", ...) do s = s .. tostring((select(i, ...))) .. " " end print(s) end
local base = { a = 1, f = function() return "base f" end }
local t = setmetatable({ b = 2 }, { __index = base })
print(t.a, t.b, t.c, t.f(), rawget(t, "a"))
t.a = 10
print(t.a, base.a)
t.a = nil
print(t.a)
-- chains of tables, then a function
local l3 = setmetatable({ c = "l3c" }, { __index = function(self, k) return "computed " .. tostring(k) end })
local l2 = setmetatable({ b = "l2b" }, { __index = l3 })
local l1 = setmetatable({ a = "l1a" }, { __index = l2 })
print(l1.a, l1.b, l1.c, l1.d, l1[1], l1[true])
print(rawget(l1, "b"), l1["a" .. "x"])
-- what a function gets
local seen
local obj = setmetatable({}, { __index = function(self, k, extra) seen = self return k, extra end })
print(obj.x, seen == obj, obj[5], (obj[nil]), obj[0 / 0] ~= obj[0 / 0])
-- __newindex as function and as table
local store = {}
local w = setmetatable({}, { __newindex = function(self, k, v) note("set", k, v) rawset(store, k, v) end, __index = store })
w.x = 1 w.x = 2 w[1] = "one"
print(w.x, rawget(w, "x"), store.x, w[1])
rawset(w, "x", "raw")
w.x = "direct"
print(w.x, store.x)
w.x = nil
w.x = "again"
print(rawget(w, "x"), store.x)
local target = {}
local r = setmetatable({}, { __newindex = target })
r.a = 1 r[1] = 2
print(rawget(r, "a"), target.a, target[1])
local chain = setmetatable({}, { __newindex = setmetatable({}, { __newindex = function(_, k, v) note("end of chain", k, v) end }) })
chain.k = "v"
-- nil and NaN keys go to the metamethod
local any = setmetatable({}, { __newindex = function(_, k, v) note("any", k == k and tostring(k) or "nan", v) end })
any[nil] = 1 any[0 / 0] = 2
print(pcall(function() setmetatable({}, { __newindex = {} })[nil] = 1 end))
-- present fields never ask, whatever their value
local asked = 0
local present = setmetatable({ no = false }, { __index = function() asked = asked + 1 return "asked" end })
print(present.no, asked, present.yes, asked)
-- a metatable that changes later
local mt = {}
local late = setmetatable({}, mt)
print(late.x)
mt.__index = { x = "from table" }
print(late.x)
mt.__index = function() return "from function" end
print(late.x)
mt.__index = nil
print(late.x)
mt.__newindex = function(_, k) note("late", k) end
late.y = 1
print(rawget(late, "y"))
mt.__newindex = nil
late.y = 2
print(late.y)
for i = 1, 4 do
  if i == 2 then mt.__index = base elseif i == 4 then mt.__index = nil end
  print(i, late.a)
end
setmetatable(late, nil)
print(getmetatable(late), late.a)
-- computed metamethod names, and metatables with many fields
local name = "__in" .. "dex"
local mt2 = {}
for i = 1, 200 do mt2["field" .. i] = i end
mt2[name] = function(_, k) return "many " .. k end
print(setmetatable({}, mt2).q)
mt2[name] = nil
print(setmetatable({}, mt2).q)
-- classes: fields, methods, defaults
local Stack = {} Stack.__index = Stack
function Stack.new() return setmetatable({ n = 0 }, Stack) end
function Stack:push(v) self.n = self.n + 1 self[self.n] = v end
function Stack:pop() local v = self[self.n] self[self.n] = nil self.n = self.n - 1 return v end
local s = Stack.new()
s:push "a" s:push "b"
print(s.n, s:pop(), s:pop(), s.n, s.nothing)
local defaults = setmetatable({}, { __index = function() return 0 end })
for _, word in ipairs { "x", "y", "x", "x" } do defaults[word] = defaults[word] + 1 end
print(defaults.x, defaults.y, defaults.z, rawget(defaults, "z"))
-- on the way through nil and other types
print(pcall(function() return setmetatable({}, { __index = 5 }).x end))
print(pcall(function() setmetatable({}, { __newindex = 5 }).x = 1 end))
print(pcall(function() return setmetatable({}, { __index = "str" }).missing end))
local loopa, loopb = {}, {}
setmetatable(loopa, { __index = loopb }) setmetatable(loopb, { __index = loopa })
print(pcall(function() return loopa.x end))
setmetatable(loopa, { __newindex = loopb }) setmetatable(loopb, { __newindex = loopa })
print(pcall(function() loopa.x = 1 end))
local selfindex = {}
selfindex.__index = selfindex
setmetatable(selfindex, selfindex)
print(pcall(function() return selfindex.x end))
-- protected metatables
local guarded = setmetatable({}, { __metatable = "locked" })
print(getmetatable(guarded))
print(getmetatable(setmetatable({}, { __metatable = false })))
-- proxies
local function proxy(target)
  return setmetatable({}, {
    __index = function(_, k) note("get", k) return target[k] end,
    __newindex = function(_, k, v) note("set", k, v) target[k] = v end,
  })
end
local p = proxy { list = { 1, 2 } }
p.count = (p.count or 0) + 1
p.count = p.count + 1
p.list[3] = 3
print(p.count, #p.list)
p[1], p[2] = p[2], p.count
-- the same reads again and again, while where they find the field changes
do
  local grandparent, parent, class = { name = "grandparent" }, {}, {}
  setmetatable(parent, { __index = grandparent })
  local meta = { __index = class }
  setmetatable(class, { __index = parent })
  local object = setmetatable({}, meta)
  function grandparent.call() return "grandparent's" end
  local function read() return object.name, object:call(), object.absent end
  local function times(what) for _ = 1, 300 do read() end print(what, read()) end
  times("grandparent")
  parent.name = "parent"
  function parent:call() return "parent's " .. tostring(self == object) end
  times("parent")
  class.name = false
  times("false in the class")
  class.name = nil
  class[1], class[2.5], class[true] = "list", "number", "boolean"
  times("a class with other keys")
  object[2.5] = "number"
  times("an object with other keys")
  object[2.5] = nil
  -- keys that are computed come to stand beside those
  local late = "lately"
  local function readLate() return object.lately end
  local function timesLate(what) for _ = 1, 300 do readLate() end print(what, readLate()) end
  timesLate("nowhere")
  parent.lately = "parent"
  timesLate("parent")
  class[late] = "class"
  timesLate("class")
  object[2.5] = "number"
  object[late] = "own"
  timesLate("own")
  object[late] = nil
  timesLate("class again")
  class[late] = nil
  timesLate("parent again")
  parent.name = nil
  function parent:call() return "changed" end
  times("method changed")
  setmetatable(class, { __index = function(t, k) return t == class and k .. " computed" end })
  class.call = grandparent.call
  times("function")
  meta.__index = function(t, k) return t == object and "by the object's: " .. k end
  object.call = class.call
  times("function at once")
  meta.__index = "a string's methods"
  object.name = "own"
  local ok, message = pcall(read)
  print(ok, message)
  meta.__index = string
  function string.absent() end
  print(object.absent == string.absent, object.rep == string.rep)
  string.absent = nil
  setmetatable(object, nil)
  times("no metatable")
  local text = "text"
  for _ = 1, 300 do assert(text.rep == string.rep and text.absent == nil) end
  print(pcall(function() local n = 5 return n.field end))
  print(pcall(function() local n return n.field end))
end
do
  local library, globals = { two = 2 }, { print = print, one = 1 }
  setmetatable(globals, { __index = library })
  local env = setmetatable({}, { __index = globals })
  local chunk = load([[
    local function read() return one, two, three end
    return function() for _ = 1, 300 do read() end print(read()) end
  ]], "=c", "t", env)()
  chunk()
  library.three = 3 chunk()
  globals.two = "nearer" chunk()
  one = nil env.one = "own" chunk()
  globals.one = nil env.one = nil chunk()
  setmetatable(globals, nil) chunk()
end
