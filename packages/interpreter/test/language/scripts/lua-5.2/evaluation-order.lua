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
-- what is computed of a local is computed at once
do
  local a = 1
  local function change() a = 5 return 1 end
  print(a + 1 + change()) a = 1
  print(a * 2 - change()) a = 1
  print((a + 1) * (a + 2) + change()) a = 1
  local t = {}
  t[a + 1] = change() print(t[2], t[6]) a = 1
  print(t[a + 1 == change() and 1 or 2]) a = 1
  print(-a + change()) a = 1
  print((a < 2) == (change() == 1)) a = 1
  local x = (a + 1 < change()) print(x) a = 1
  local i = 1
  t[i + 1], i = "two", 7 print(t[2], i)
end
-- a table that is an upvalue is read as it is indexed, its key before
do
  local t, u, k = { n = "t" }, { n = "u" }, "k1"
  local keep = t
  local function swap() t, u, k = u, t, "k2" return "v" end
  local function test()
    t.x, t.y, t.z = 1, swap(), 3
    print(t.n, t.x, t.y, t.z, u.n, u.x, u.y, u.z)
    t[k] = swap()
    print(t.n, t.k1, t.k2, u.n, u.k1, u.k2)
    print(t[swap()], t.n, t[(swap() and "n")])
    t.first, t = "old", { n = "new" }
    print(keep.first, u.first, t.first, t.n)
    t.a, u.b, t, u.c, u = 1, 2, { n = "newer" }, 3, t
    print(t.n, t.a, u.n, u.a, u.b, u.c)
    t[k], k, t = "v1", "k3", { n = "newest" }
    print(t.n, k)
  end
  test()
  local v, w, j = {}, {}, 1
  local v0, w0 = v, w
  local function set() v, w, j = w, v, j + 1 return j end
  v[j], w[j], v.x, w.x = set(), set(), set(), set()
  print(v0[1], v0[2], v0.x, w0[1], w0[2], w0.x, v0[5], w0[5])
  v[j], j, v = set(), 10, "gone"
  print(v0[5], w0[5], v0[6], w0[6], j, v)
  _ENV.gt = v0
  gt.q, gt = "in the old one", nil
  print(v0.q, gt)
  local _ENV = { print = print, e = 1 }
  local old = _ENV
  e, _ENV, f = 2, { print = print }, 3
  print(old.e, old.f, e, f)
end

-- An upvalue in parentheses is read as they close; without them as it is indexed.
do
  local t
  local function replace() t = false return 1 end
  local function try(f)
    t = { { "inner" } }
    local kept = t
    local ok, result = pcall(f)
    print(ok, type(result) == "table" and result[1] or result, kept.x)
  end
  try(function() (t).x = replace() end)
  try(function() t.x = replace() end)
  try(function() local a; (t).x, a = replace(), 2 end)
  try(function() (t)["x"] = replace() end)
  try(function() return (t)[replace()] end)
  try(function() return t[replace()] end)
  try(function() local l = t; (l).x = replace() end)
end
