-- Metamethods of arithmetic, concatenation, length, comparison and calls (manual 2.4).
local mt = {}
local function new(name) return setmetatable({ name = name }, mt) end
local function nameOf(v) return type(v) == "table" and (v.name or "table") or tostring(v) end
for _, event in ipairs { "add", "sub", "mul", "div", "mod", "pow", "unm", "concat", "len" } do
  mt["__" .. event] = function(l, r, ...) return event .. "(" .. nameOf(l) .. "," .. nameOf(r) .. ")", "second" end
end
local a, b = new "a", new "b"
print(a + b, a - b, a * b, a / b, a % b, a ^ b, -a, a .. b)
print(a + 1, 1 + a, a - 1, 1 - a, a * 2, 2 * a, a / 2, 2 / a, a % 2, 2 % a, a ^ 2, 2 ^ a)
print(a + "1", "1" * a, a .. "s", "s" .. a, a .. 1, 1 .. a, a + nil, nil + a)

local function count(...) return select("#", ...) end
print(count(a + b), count(-a), count(a .. b), count(#a))
-- the left operand's metamethod is asked first
local left = setmetatable({}, { __add = function() return "left" end, __eq = function() return true end, __lt = function() return true end })
local right = setmetatable({}, { __add = function() return "right" end, __eq = function() return true end, __lt = function() return false end })
print(left + right, right + left, left + 1, 1 + right, {} + right)
print(left < right, right < left, left > right, left <= right, left >= right)
-- in expressions and statements of every kind
local v = a + b * new "c"
print(v)
local t = { a + 1, x = -a, [a .. ""] = a * 2 }
print(t[1], t.x, t["concat(a,)"])
if a + b == "add(a,b)" then print "yes" end
for i = 1, 2 do v = i + a end
print(v, (a + b) .. (b + a), (-a) .. -b)
-- __eq: only for two tables, only if not the same, and only if both agree (5.2: the first one's will do
-- if the second's is the same function)
local calls = 0
local eq = function(x, y) calls = calls + 1 return x.id == y.id end
local e1, e2, e3 = setmetatable({ id = 1 }, { __eq = eq }), setmetatable({ id = 1 }, { __eq = eq }), setmetatable({ id = 3 }, { __eq = eq })
print(e1 == e2, e1 ~= e2, e1 == e3, e1 == e1, calls)
print(e1 == 1, 1 == e1, e1 == "1", e1 == nil, e1 == {}, {} == e1, calls)
print(rawequal(e1, e2), e1 == setmetatable({ id = 1 }, {}), calls)
local other = setmetatable({ id = 1 }, { __eq = function() calls = calls + 100 return true end })
print(e1 == other, other == e1, calls)
print(setmetatable({}, { __eq = function() return 1 end }) == setmetatable({}, {}))
local function always() return 1 end
print(setmetatable({}, { __eq = always }) == setmetatable({}, { __eq = always }))
local function never() end
print(setmetatable({}, { __eq = never }) == setmetatable({}, { __eq = never }), setmetatable({}, { __eq = never }) ~= setmetatable({}, { __eq = never }))
-- __lt and __le
local order = {}
order.__lt = function(x, y) return nameOf(x) < nameOf(y) end
local o1, o2 = setmetatable({ name = "1" }, order), setmetatable({ name = "2" }, order)
print(o1 < o2, o1 > o2, o1 <= o2, o1 >= o2, o2 <= o1, o1 <= o1)
print(o1 < 5, 5 < o1, o1 < "15", "15" < o1, o1 <= 0, 0 >= o1)
order.__le = function(x, y) return "le" end
print(o1 <= o2, o1 >= o2, o2 <= o1, o1 < o2)
order.__lt = nil
print(o1 <= o2, (pcall(function() return o1 < o2 end)))
print(pcall(function() return o1 < 1 end))
-- __call, also of what is itself called
local callable = setmetatable({}, { __call = function(self, ...) return self.name or "callable", select("#", ...), ... end })
print(callable()) print(callable(1, nil)) print((callable(1)))

print(pcall(function() return setmetatable({}, { __eq = 5 }) == setmetatable({}, { __eq = 5 }) end))
print(pcall(callable, "in pcall")) print(coroutine.wrap(function() return callable("in coroutine") end)())
local o = { m = callable, n = setmetatable({ name = "n" }, getmetatable(callable)) }
print(o.m(1)) print(select("#", o:n(1)))
print(pcall(function() return setmetatable({}, { __call = 5 })() end))
for x in setmetatable({ 2 }, { __call = function(s) s[1] = s[1] - 1 if s[1] >= 0 then return s[1] end end }) do print("for", x) end
-- __len
print(#setmetatable({}, { __len = function() return 42 end }), #setmetatable({ 1, 2 }, {}), rawlen(setmetatable({ 1, 2 }, { __len = function() return 42 end })))
print(#setmetatable({}, { __len = function() return "text" end }), #setmetatable({}, { __len = function() end }))
-- __tostring, __name is no matter here
print(tostring(setmetatable({}, { __tostring = function() return "text" end })))
print(pcall(tostring, setmetatable({}, { __tostring = function() return 1 end })))
-- no metamethod
print(pcall(function() return {} + 1 end)) print(pcall(function() return -{} end)) print(pcall(function() return {} .. "x" end))
print(pcall(function() return #5 end)) print(pcall(function() return {} < {} end)) print(pcall(function() return ({})() end))
print(pcall(function() return setmetatable({}, {}) + setmetatable({}, {}) end))
-- a metamethod that is no function, and one that is callable
print(pcall(function() return setmetatable({}, { __add = 1 }) + 1 end))
print(setmetatable({}, { __add = callable, __index = callable, __unm = callable }) + 1)
-- `..` hands numbers to __concat as numbers, wherever they come from
do
  local types = setmetatable({}, { __concat = function(a, b) return type(a) .. "," .. type(b) end })
  local n = 2.5
  print(1 .. types, types .. 1, n .. types, types .. n * 2, 1 .. 2 .. types)
  for i = 1, 1 do print(i .. types, types .. i, i .. i .. types) end
end
