-- Every metamethod may yield, in every place where it is called (manual 2.4, 2.6).
local yield = coroutine.yield
local mt = {}
for _, event in ipairs { "add", "sub", "mul", "div", "mod", "pow", "unm", "concat", "len", "index", "call" } do
  mt["__" .. event] = function(a, b) local r = yield(event) return r, "dropped" end
end
mt.__newindex = function(t, k, v) rawset(t, k, yield("newindex")) end
mt.__eq = function() return yield("eq") end
mt.__lt = function() return yield("lt") end
mt.__le = function() return yield("le") end
mt.__tostring = function() return yield("tostring") end
mt.__pairs = function(t) yield("pairs") return function(_, k) k = (k or 0) + 1 yield("step " .. k) if k <= 2 then return k, k * 10 end end, t, nil end
mt.__ipairs = function(t) yield("ipairs") return function(_, k) yield("istep " .. k) if k < 2 then return k + 1, "v" end end, t, 0 end
local function new() return setmetatable({}, mt) end
-- runs a function in a coroutine, giving each yield a value and telling what was yielded
local function run(name, f, ...)
  local given, at = { ... }, 0
  local co = coroutine.create(f)
  local ok, value = coroutine.resume(co, new(), new())
  local s = name .. ":"
  while coroutine.status(co) ~= "dead" do
    s = s .. " " .. tostring(value)
    at = at + 1
    ok, value = coroutine.resume(co, given[at])
  end
  print(s, ok, value)
end
run("add", function(a, b) return a + b end, 1)
run("add number", function(a) local x = a + 1 local y = 1 + a return x .. y end, "x", "y")
run("sub", function(a, b) return a - b end, 2)
run("mul", function(a, b) return a * b end, 3)
run("div", function(a, b) return a / b end, 4)
run("mod", function(a, b) return a % b end, 5)
run("pow", function(a, b) return a ^ b end, 6)
run("unm", function(a) return -a end, 7)
run("len", function(a) return #a end, 8)
run("concat", function(a, b) return a .. b end, 9)
run("concat chain", function(a, b) return "<" .. a .. "-" .. b .. ">" end, "A", "B", "C")
run("concat numbers", function(a) return 1 .. 2 .. a .. 3 .. 4 end, "p", "q")
run("index", function(a) return a.x, a[1] end, 10, 11)
run("index chain", function(a) return a.x.y.z end, { y = { z = "deep" } })
run("method", function(a) return (a:m(1)) end, function(self, n) return "method " .. n end)
run("newindex", function(a) a.x = 1 a[2] = 2 return rawget(a, "x") .. rawget(a, 2) end, "X", "Y")
run("call", function(a) return a(1, 2) end, "called")
run("call in arguments", function(a, b) return select("#", a(), b(), 1) .. (a()) end, 1, 2, 3)
run("tail call", function(a) return a("t") end, "tail")
run("eq", function(a, b) return a == b, a ~= b end, true, true)
run("eq value", function(a, b) local r = a ~= b return tostring(r) end, nil)
run("lt", function(a, b) return tostring(a < b) .. tostring(a > b) .. tostring(a < 1) end, 1, nil, false)
run("le", function(a, b) return tostring(a <= b) .. tostring(a >= b) end, "yes", nil)
local le = mt.__le
mt.__le = nil
run("le by lt", function(a, b) return tostring(a <= b) .. tostring(a >= b) end, true, false)
mt.__le = le
run("if", function(a, b) if a == b then return "then" elseif a < b then return "elseif" else return "else" end end, false, true)
run("if not", function(a, b) if not (a == b) and not (a < b) then return "neither" end return "either" end, false, false)
run("while", function(a, b) local n = 0 while a < b do n = n + 1 end return n end, true, true, false)
run("repeat", function(a, b) local n = 0 repeat n = n + 1 local x = -a until a == b return n end, 0, false, 0, true)
run("and or", function(a, b) return (a == b and a.x) or (b < a and b.y) or "none" end, true, nil, true, "y")
run("for bounds", function(a) local s = "" for i = a + 1, a + 2, a + 3 do s = s .. i .. "," end return s end, 1, 5, 2)
run("for body", function(a) local s = 0 for i = 1, 3 do s = s + (a + i) end return s end, 1, 2, 3)
run("constructor", function(a) local t = { a.x, k = a.y, [a.z] = a.w, a.v } return t[1] .. t[2] .. t.k .. t.key end, 1, 2, "key", 4, 5)
run("arguments", function(a) return table == nil, select(2, a.x, a.y, a.z) end, 1, 2, 3)
run("assignment", function(a, b) local t = {} t[a.k], t[b.k] = a.v, b.v return t.one .. t.two end, "one", "two", 1, 2)
run("nested", function(a, b) return (a + b) * (a - b) .. -a end, 5, 6, 7)
run("both sides", function(a, b) return (a + 1) + (b + 2) end, 5, 6)
run("locals survive", function(a, b) local x, y, z = 1, "two", { 3 } local r = a + b return x .. y .. z[1] .. r end, "!")
run("upvalues", function(a) local n = 0 local function f() n = n + (a + n) return n end f() f() return n end, 10, 20)
run("captured", function(a) local f = {} for i = 1, 3 do local v = a + i f[i] = function() v = v + 1 return v end end return f[1]() .. f[1]() .. f[2]() .. f[3]() end, 10, 20, 30)
run("varargs", function(...) local a = ... local n = select("#", ...) local r = a + 1 return r .. n .. select("#", ...) end, "r")



run("callable iterator", function(a) local s = "" for v in a do s = s .. v end return s end, "p", "q", nil)
run("pcall", function(a, b) return pcall(function() return a + b end) end, "ok")
run("pcall of it", function(a) return pcall(a, 1) end, "called")
run("error after", function(a) local r = a + 1 error("after " .. r, 0) end, 1)
run("goto", function(a) local n = 0 ::top:: n = n + (a + n) if n < 10 then goto top end return n end, 3, 4, 5)
run("index function through table", function(a) local t = setmetatable({}, { __index = a }) return t.k end, "through")
run("newindex through table", function(a) local t = setmetatable({}, { __newindex = a }) t.k = 1 return rawget(a, "k") end, "stored")
run("return list", function(a, b) return select("#", a.x, b.y, nil) .. (a.z or "") end, 1, 2, "z")
