-- The order in which PUC Lua evaluates (the manual leaves it open; programs rely on it).
local function T(name)
  print("  " .. name)
  return setmetatable({}, {
    __index = function(_, k) print("  get " .. name .. "." .. tostring(k)) return T(name .. "." .. tostring(k)) end,
    __newindex = function(_, k, v) print("  set " .. name .. "." .. tostring(k) .. " = " .. tostring(v)) end,
    __call = function(_, ...) print("  call " .. name, select("#", ...)) return name end,
    __add = function() print("  add " .. name) return name end,
    __tostring = function() return "<" .. name .. ">" end,
  })
end
local function N(n) print("  " .. n) return n end
print("call") T("f")(N(1), N(2), N(3))
print("method") T("o"):m(N(1), T("x").y)
print("index") local _ = T("t")[N("k")]
print("nested index") local _ = T("a").b[T("c").d]
print("assignment") T("t").x = N(1)
print("assignment by key") T("t")[N("k")] = N("v")
print("multiple assignment") T("t").x, T("u").y, T("v").z = N(1), N(2), N(3)
print("multiple assignment from one call")
T("t").x, T("u").y = (function() print("  f") return 1, 2 end)()
print("too many values") T("t").x = N(1), N(2), N(3)
print("table") local _ = { N(1), a = N(2), N(3), [N("k")] = N(4), N(5) }
print("binary") local _ = N(1) + N(2) * N(3) - N(4)
print("compare") local _ = N(1) < N(2), N(1) > N(2), N(3) >= N(4)
print("concat") local _ = N("a") .. N("b") .. N("c")
print("local") local x, y, z = N(1), N(2), N(3)
print("return") print((function() return N(1), N(2), N(3) end)())
print("numeric for") for i = N(1), N(2), N(3) do end
local function G(name, v) print("  " .. name) return v end
print("generic for") for _ in G("f", next), G("s", {}), G("c", nil) do end
-- PUC reads a local as the operator runs, and an upvalue at once
local a = 1
local function seta(v) a = v return 10 end
print(a + seta(2), a)
print(a .. seta(3), a)
print(a * (seta(4) + a), a)
print((a) + seta(5), a)
local function inner()
  print(a + seta(6), a)
  print(a .. seta(7), a)
end
inner()
print(a == seta(10), a < seta(100))
-- arguments are read at once
print(a, seta(1), a)
local function pair(p, q) return p, q end
print(pair(a, seta(2)))
print(pair(a + 0, seta(3)))
local t = { a, seta(4), a }
print(t[1], t[2], t[3])
local t2 = { x = a, y = seta(5), z = a }
print(t2.x, t2.y, t2.z)
local l, m, n = a, seta(6), a
print(l, m, n)
print(a, (function() a = 7 return a end)(), a)
-- the function of a call is read before its arguments
local fn = function(...) return "old", ... end
local function replace() fn = function(...) return "new", ... end return 1 end
print(fn(replace()))
print(fn(1))
local o = { name = "first", m = function(self, ...) return self.name, ... end }
local first = o
local function replaceo() o = { name = "second", m = first.m } return 1 end
print(o:m(replaceo()))
print(o:m())
-- the table and key of an assignment, against what its value changes
local tab, key = {}, "k1"
local tab1 = tab
local function move() tab = { moved = true } key = "k2" return "value" end
tab[key] = move()
print(tab1.k1, tab1.k2, tab.k1, tab.k2)
tab1, key = tab, "k1"
local tab3 = tab1
tab1[key], key = move(), "k3"
print(tab3.k1, tab3.k2, tab3.k3, key)
